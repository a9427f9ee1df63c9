/**
 * @file Reads the small Markdown that answers are written in: paragraphs, quotes, lists, **bold** and citation
 * markers. Pure: text in, plain values out. Whatever is not one of these stays text.
 */

/**
 * @typedef {{kind: "paragraph", text: string}
 *   | {kind: "quote", text: string}
 *   | {kind: "list", ordered: boolean, start: number, items: string[]}} Block
 */

/**
 * @typedef {{kind: "text", text: string}
 *   | {kind: "bold", pieces: Piece[]}
 *   | {kind: "citation", n: number}} Piece
 */

const QUOTE = /^> ?(.*)$/;
const ITEM = /^ {0,3}(?:[-*]|(\d{1,3})[.)]) +(.*)$/;
const INDENTED = /^ {2,}(\S.*)$/;
const MARK = /\*\*(?=\S)(.+?)(?<=\S)\*\*|\[(\d{1,3})\]/gs;

/** The end of a text that may be half of a marker, of a bold mark, or of the mark that begins a line. */
const UNSETTLED = [/\[\d{0,3}$/, /(?<!\*)\*$/, /(?:^|\n) {0,3}(?:>|[-*]|\d{1,3}[.)]?) ?$/];

/**
 * The blocks of a text, in order.
 * @param {string} text
 * @returns {Block[]}
 */
export function blocksOf(text) {
  /** @type {Block[]} */
  const blocks = [];
  let open = false; // whether the next line may belong to the last block
  for (const line of text.split("\n")) {
    const last = open ? blocks.at(-1) : undefined;
    open = line.trim() !== "";
    if (open && !joined(last, line)) blocks.push(begun(line));
  }
  return mergedLists(blocks);
}

/**
 * Adds a line to the block before it, where it belongs there.
 * @param {Block | undefined} block
 * @param {string} line
 * @returns {boolean} whether it did
 */
function joined(block, line) {
  const fresh = begun(line);
  if (block?.kind === "list") {
    const more = INDENTED.exec(line);
    if (fresh.kind === "list" && fresh.ordered === block.ordered) block.items.push(...fresh.items);
    else if (more) block.items.push(`${block.items.pop()}\n${more[1]}`);
    else return false;
    return true;
  }
  if (!block || fresh.kind !== block.kind) return false;
  block.text += `\n${fresh.text}`;
  return true;
}

/**
 * The block a line begins.
 * @param {string} line
 * @returns {Block}
 */
function begun(line) {
  const quote = QUOTE.exec(line);
  if (quote) return { kind: "quote", text: quote[1] };
  const item = ITEM.exec(line);
  if (item) return { kind: "list", ordered: item[1] !== undefined, start: Number(item[1] ?? 1), items: [item[2]] };
  return { kind: "paragraph", text: line.trim() };
}

/**
 * Lists whose items were set apart by empty lines, as one list.
 * @param {Block[]} blocks
 * @returns {Block[]}
 */
function mergedLists(blocks) {
  /** @type {Block[]} */
  const merged = [];
  for (const block of blocks) {
    const last = merged.at(-1);
    if (block.kind === "list" && last?.kind === "list" && last.ordered === block.ordered) last.items.push(...block.items);
    else merged.push(block);
  }
  return merged;
}

/**
 * The pieces of one block's text.
 * @param {string} text
 * @returns {Piece[]}
 */
export function piecesOf(text) {
  /** @type {Piece[]} */
  const pieces = [];
  let position = 0;
  for (const match of text.matchAll(MARK)) {
    if (match.index > position) pieces.push({ kind: "text", text: text.slice(position, match.index) });
    if (match[2] === undefined) pieces.push({ kind: "bold", pieces: piecesOf(match[1]) });
    else pieces.push({ kind: "citation", n: Number(match[2]) });
    position = match.index + match[0].length;
  }
  if (position < text.length) pieces.push({ kind: "text", text: text.slice(position) });
  return pieces;
}

/**
 * The part of a text still being written that can be shown: half a marker is held back, an open bold is closed.
 * @param {string} text
 * @returns {string}
 */
export function settled(text) {
  const certain = UNSETTLED.reduce((kept, tail) => kept.replace(tail, ""), text);
  const lastBlock = certain.slice(certain.lastIndexOf("\n\n") + 1);
  if ((lastBlock.match(/\*\*/g) ?? []).length % 2 === 0) return certain;
  return certain.endsWith("**") ? certain.slice(0, -2) : `${certain.trimEnd()}**`;
}
