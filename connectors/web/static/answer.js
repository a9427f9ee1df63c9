/**
 * @file The text of an answer on the page, also while it is being written.
 */

import { element } from "./element.js";
import { inlineNodes } from "./inline.js";
import { blocksOf, settled } from "./markdown.js";

/** @typedef {import("./inline.js").Proof} Proof */
/** @typedef {import("./markdown.js").Block} Block */

/**
 * Shows a text that grows. Blocks that did not change keep their nodes, so that focus and selection survive and a
 * screen reader hears each block once.
 */
export class AnswerText {
  /** @type {string[]} */
  #shown = [];

  constructor() {
    this.node = element("div", { class: "answer-text" });
  }

  /** From now on the text is being written: announced, but not before it is whole. */
  begin() {
    this.node.setAttribute("aria-live", "polite");
    this.node.setAttribute("aria-busy", "true");
  }

  /**
   * @param {string} text all of it so far
   * @param {Proof} proof
   */
  show(text, proof) {
    const blocks = blocksOf(proof.complete ? text : settled(text));
    const keys = blocks.map((block) => keyOf(block, proof));
    blocks.forEach((block, index) => {
      if (keys[index] === this.#shown[index]) return;
      const fresh = blockNode(block, proof);
      const old = this.node.children[index];
      if (old) old.replaceWith(fresh);
      else this.node.append(fresh);
    });
    while (this.node.children.length > blocks.length) this.node.lastElementChild?.remove();
    this.#shown = keys;
    if (proof.complete) this.node.removeAttribute("aria-busy");
  }
}

/**
 * Two blocks with the same key look the same.
 * @param {Block} block
 * @param {Proof} proof
 * @returns {string}
 */
function keyOf(block, { citations, complete }) {
  const content = JSON.stringify(block);
  const known = [...content.matchAll(/\[(\d+)\]/g)].map(([, n]) => (citations.has(Number(n)) ? "known" : `open ${complete}`));
  return content + known.join();
}

/**
 * @param {Block} block
 * @param {Proof} proof
 * @returns {HTMLElement}
 */
function blockNode(block, proof) {
  if (block.kind === "paragraph") return element("p", { dir: "auto" }, ...inlineNodes(block.text, proof));
  if (block.kind === "quote") return element("blockquote", { dir: "auto" }, ...inlineNodes(block.text, proof));
  const items = block.items.map((item) => element("li", { dir: "auto" }, ...inlineNodes(item, proof)));
  if (!block.ordered) return element("ul", {}, ...items);
  return element("ol", block.start === 1 ? {} : { start: String(block.start) }, ...items);
}
