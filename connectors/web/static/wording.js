/**
 * @file How the page puts things into words: dates, places in documents, shortened quotes, an answer to paste.
 */

/** @typedef {import("./shapes.js").Citation} Citation */

/** Characters of a quote on a source card: about three lines, enough to recognise the sentence. */
const QUOTE_LIMIT = 240;

/**
 * An ISO date or time as people write it: `1 March 2025`.
 * @param {string} iso
 * @returns {string} the text itself where it is no date
 */
export function dateInWords(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  // A date without a time is a day, the same everywhere; a time is shown as this reader's day.
  const zone = iso.length > 10 ? {} : { timeZone: "UTC" };
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", ...zone }).format(date);
}

/**
 * Where a citation stands and what it is worth, in parts: section, page, version, date.
 * @param {Citation} citation
 * @param {Date} [today]
 * @returns {string[]}
 */
export function placeOf(citation, today = new Date()) {
  const { section, page, version, effective } = citation;
  const parts = [];
  if (section) parts.push(section);
  if (page !== null) parts.push(`page ${page}`);
  if (version) parts.push(/^\d/.test(version) ? `version ${version}` : version);
  if (effective) parts.push(`in force ${new Date(effective) > today ? "from" : "since"} ${dateInWords(effective)}`);
  return parts;
}

/**
 * What a screen reader says for a marker: `Citation 1: TITLE, page 9`.
 * @param {Citation} citation
 * @returns {string}
 */
export function citationName(citation) {
  const page = citation.page === null ? "" : `, page ${citation.page}`;
  return `Citation ${citation.n}: ${citation.title}${page}`;
}

/**
 * A quote on one line, cut at a word where it is long.
 * @param {string} quote
 * @param {number} [limit] characters
 * @returns {string}
 */
export function shortened(quote, limit = QUOTE_LIMIT) {
  const line = quote.replace(/\s+/g, " ").trim();
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit);
  const space = cut.lastIndexOf(" ");
  // Scripts without spaces have no word to cut at.
  return `${(space > limit / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:.]+$/, "")}…`;
}

/**
 * An answer with its sources, to be pasted elsewhere.
 * @param {string} text
 * @param {Citation[]} citations
 * @returns {string}
 */
export function answerToPaste(text, citations) {
  const sources = citations.map((citation) => `[${citation.n}] ${[citation.title, ...placeOf(citation)].join(", ")}`);
  const plain = text.replaceAll("**", "").trim();
  return sources.length ? `${plain}\n\nSources\n${sources.join("\n")}` : plain;
}

/**
 * Who is signed in, in words.
 * @param {import("./shapes.js").Person} person
 * @returns {string}
 */
export function personInWords(person) {
  if (person.role === "partner") return person.partner_name ?? person.partner ?? "Partner";
  return person.role === "admin" ? "Administrator" : "Partner manager";
}
