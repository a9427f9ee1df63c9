/**
 * @file Builds and finds DOM nodes. Strings only ever become text nodes, so nothing that arrives can become markup.
 */

/**
 * A new element. An attribute that is `true` stands without a value; one that is `false` is left out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

/**
 * A button that does something on this page.
 * @param {Record<string, string | boolean>} attributes
 * @param {(button: HTMLButtonElement) => void} act
 * @param {...(Node | string)} children
 * @returns {HTMLButtonElement}
 */
export function button(attributes, act, ...children) {
  const node = element("button", { type: "button", ...attributes }, ...children);
  node.addEventListener("click", () => act(node));
  return node;
}

/**
 * The element of the page with this id; throws if the page has none of this type.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function part(id, type) {
  const node = document.getElementById(id);
  if (!(node instanceof type)) throw new Error(`The page has no ${type.name} called ${id}.`);
  return node;
}
