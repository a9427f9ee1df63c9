/**
 * @file The shapes that cross the wire, as the service documents them. Types only; nothing here runs.
 */

/**
 * Who is signed in.
 * @typedef {object} Person
 * @property {string} as the caller's text form, such as `partner:acme`
 * @property {"partner" | "manager" | "admin"} role
 * @property {string | null} partner
 * @property {string | null} partner_name
 */

/**
 * Proof for a claim. `start` and `end` are character offsets in the document's extracted text.
 * @typedef {object} Citation
 * @property {number} n the number in the answer, from 1
 * @property {string} document_id
 * @property {string} document the file's name
 * @property {string} title
 * @property {number | null} page from 1; null for formats without pages
 * @property {string} section
 * @property {number} start
 * @property {number} end
 * @property {string} quote
 * @property {string | null} version
 * @property {string | null} effective an ISO date
 */

/**
 * A table that goes with an answer.
 * @typedef {object} Card
 * @property {string} title
 * @property {string[]} columns
 * @property {string[][]} rows
 */

/**
 * A finished answer.
 * @typedef {object} Answer
 * @property {string} answer
 * @property {boolean} abstained
 * @property {Citation[]} citations
 * @property {Card[]} cards
 * @property {string} conversation_id
 * @property {string} turn_id
 */

/**
 * A question with its answer, as a stored conversation gives it.
 * @typedef {Answer & {id: string, asked_at: string, question: string}} Turn
 */

/**
 * A stored conversation in the list of conversations.
 * @typedef {object} ConversationEntry
 * @property {string} id
 * @property {string} title
 * @property {string} started_at an ISO time
 */

/**
 * One server-sent event of a streamed answer.
 * @typedef {{event: "delta", data: {text: string}}
 *   | {event: "citation", data: Citation}
 *   | {event: "card", data: Card}
 *   | {event: "done", data: Answer}
 *   | {event: "failed", data: {error: string, detail: string}}} AnswerEvent
 */

/**
 * What the viewer gets for a page: a picture, or the text around the cited span.
 * @typedef {{picture: Blob} | {before: string, span: string, after: string}} PageContent
 */

/**
 * Opens a citation; `opener` is the control that gets the focus back.
 * @typedef {(citation: Citation, opener: HTMLElement) => void} OpenCitation
 */

export {};
