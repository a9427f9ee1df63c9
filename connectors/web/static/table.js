/**
 * @file A card of an answer as a real table: caption, column and row headers, citations in the cells.
 */

import { element } from "./element.js";
import { inlineNodes } from "./inline.js";

/** @typedef {import("./inline.js").Proof} Proof */

/**
 * The table in a frame that scrolls sideways where the screen is narrow.
 * @param {import("./shapes.js").Card} card
 * @param {Proof} proof
 * @returns {HTMLElement}
 */
export function tableCard(card, proof) {
  const columns = card.columns.map((name) => element("th", { scope: "col", dir: "auto" }, name));
  const rows = card.rows.map((cells) => element("tr", {}, ...cells.map((cell, column) => cellNode(cell, column, proof))));
  const table = element(
    "table",
    {},
    element("caption", { dir: "auto" }, card.title),
    element("thead", {}, element("tr", {}, ...columns)),
    element("tbody", {}, ...rows),
  );
  return element("div", { class: "table-frame", role: "region", "aria-label": card.title, tabindex: "0" }, table);
}

/**
 * @param {string} cell
 * @param {number} column
 * @param {Proof} proof
 * @returns {HTMLTableCellElement}
 */
function cellNode(cell, column, proof) {
  const content = inlineNodes(cell, proof);
  if (column === 0) return element("th", { scope: "row", dir: "auto" }, ...content);
  return element("td", { dir: "auto" }, ...content);
}
