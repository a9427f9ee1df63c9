/**
 * @file Text with bold and citation markers as DOM nodes.
 */

import { button, element } from "./element.js";
import { piecesOf } from "./markdown.js";
import { citationName } from "./wording.js";

/** @typedef {import("./shapes.js").Citation} Citation */

/**
 * What a renderer knows about citations. `complete`: no more will come, so a marker without one is mere text.
 * @typedef {object} Proof
 * @property {ReadonlyMap<number, Citation>} citations by their number
 * @property {boolean} complete
 * @property {import("./shapes.js").OpenCitation} open
 */

/**
 * @param {string} text
 * @param {Proof} proof
 * @returns {Node[]}
 */
export function inlineNodes(text, proof) {
  return piecesOf(text).map((piece) => nodeOf(piece, proof));
}

/**
 * @param {import("./markdown.js").Piece} piece
 * @param {Proof} proof
 * @returns {Node}
 */
function nodeOf(piece, proof) {
  if (piece.kind === "text") return document.createTextNode(piece.text);
  if (piece.kind === "bold") return element("strong", {}, ...piece.pieces.map((inner) => nodeOf(inner, proof)));
  return marker(piece.n, proof);
}

/**
 * @param {number} n
 * @param {Proof} proof
 * @returns {Node}
 */
function marker(n, { citations, complete, open }) {
  const citation = citations.get(n);
  if (citation) {
    const name = citationName(citation);
    return button({ class: "marker", "aria-label": name, title: name }, (opener) => open(citation, opener), String(n));
  }
  return complete ? document.createTextNode(`[${n}]`) : element("span", { class: "marker" }, String(n));
}
