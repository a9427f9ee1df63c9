/**
 * @file The sources under an answer: one card a citation, which opens at the passage.
 */

import { button, element } from "./element.js";
import { citationName, placeOf, shortened } from "./wording.js";

/** @typedef {import("./shapes.js").Citation} Citation */
/** @typedef {import("./shapes.js").OpenCitation} OpenCitation */

/** Cards shown at first: more would push the next question out of sight; the rest is one press away. */
const FIRST_CARDS = 4;

/**
 * @param {Citation[]} citations
 * @param {OpenCitation} open
 * @returns {HTMLElement}
 */
export function sourceList(citations, open) {
  const cards = citations.map((citation) => sourceCard(citation, open));
  const list = element("ol", { class: "source-list" }, ...cards);
  const section = element("section", { class: "sources" }, element("h4", {}, "Sources"), list);
  const later = cards.slice(FIRST_CARDS);
  if (later.length) {
    for (const card of later) card.hidden = true;
    section.append(
      button({ class: "plain" }, (more) => {
        for (const card of later) card.hidden = false;
        later[0].querySelector("button")?.focus();
        more.remove();
      }, `Show all ${cards.length} sources`),
    );
  }
  return section;
}

/**
 * @param {Citation} citation
 * @param {OpenCitation} open
 * @returns {HTMLLIElement}
 */
function sourceCard(citation, open) {
  return element(
    "li",
    { class: "source" },
    element("span", { class: "source-number", "aria-hidden": "true" }, String(citation.n)),
    element(
      "div",
      { class: "source-body" },
      button(
        { class: "source-title", "aria-label": citationName(citation), dir: "auto" },
        (opener) => open(citation, opener),
        citation.title,
      ),
      element("p", { class: "source-place", dir: "auto" }, placeOf(citation).join(" · ")),
      element("blockquote", { class: "source-quote", dir: "auto" }, shortened(citation.quote)),
    ),
  );
}
