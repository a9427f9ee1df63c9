/**
 * @file The service, as the page calls it. Every failure is a RequestFailed with one sentence for the person.
 */

import { readEvents } from "./stream.js";

/** @typedef {import("./shapes.js").AnswerEvent} AnswerEvent */
/** @typedef {import("./shapes.js").ConversationEntry} ConversationEntry */
/** @typedef {import("./shapes.js").PageContent} PageContent */
/** @typedef {import("./shapes.js").Person} Person */
/** @typedef {import("./shapes.js").Turn} Turn */

const UNREACHABLE = "Liaison could not be reached. Check your connection and try again.";
const BROKEN_OFF = "The connection broke before the answer was complete.";
const UNEXPECTED = "Liaison gave an answer this page does not understand. Try again in a moment.";

/** A request that did not work: `kind` for the page, the message for the person. */
export class RequestFailed extends Error {
  /**
   * @param {string} kind
   * @param {string} sentence
   */
  constructor(kind, sentence) {
    super(sentence);
    this.kind = kind;
  }
}

/**
 * The sentence for whatever went wrong.
 * @param {unknown} error
 * @returns {string}
 */
export function sentenceOf(error) {
  return error instanceof RequestFailed ? error.message : UNEXPECTED;
}

/** Calls the service with one person's token. */
export class Api {
  #token;
  #onSignedOut;

  /**
   * @param {string} token
   * @param {(sentence: string) => void} onSignedOut called when the service no longer accepts the token
   */
  constructor(token, onSignedOut) {
    this.#token = token;
    this.#onSignedOut = onSignedOut;
  }

  /** @returns {Promise<Person>} */
  async me() {
    return this.#json("/v1/me");
  }

  /** @returns {Promise<ConversationEntry[]>} */
  async conversations() {
    return (await this.#json("/v1/conversations")).conversations;
  }

  /**
   * @param {string} id
   * @returns {Promise<{title: string, turns: Turn[]}>}
   */
  async conversation(id) {
    return this.#json(`/v1/conversations/${encodeURIComponent(id)}`);
  }

  /**
   * @param {string} id
   * @returns {Promise<{pages: number}>}
   */
  async document(id) {
    return this.#json(`/v1/documents/${encodeURIComponent(id)}`);
  }

  /**
   * One page of a document with the cited span marked.
   * @param {import("./shapes.js").Citation} citation
   * @param {number} number from 1
   * @param {AbortSignal} signal
   * @returns {Promise<PageContent>}
   */
  async page(citation, number, signal) {
    const span = new URLSearchParams({ start: String(citation.start), end: String(citation.end) });
    const path = `/v1/documents/${encodeURIComponent(citation.document_id)}/pages/${number}?${span}`;
    const accept = citation.page === null ? "application/json" : "image/png, application/json;q=0.9";
    const response = await this.#send(path, { headers: { Accept: accept }, signal });
    if (response.headers.get("Content-Type")?.startsWith("image/")) return { picture: await response.blob() };
    return response.json();
  }

  /**
   * @param {string} turnId
   * @param {"up" | "down"} rating
   * @param {string | null} comment
   * @returns {Promise<void>}
   */
  async feedback(turnId, rating, comment) {
    await this.#post("/v1/feedback", { turn_id: turnId, rating, comment });
  }

  /**
   * Asks, and gives the answer's events as they come; the last is `done` or `failed`.
   * @param {string} message
   * @param {string | null} conversationId
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<AnswerEvent, void, void>}
   */
  async *ask(message, conversationId, signal) {
    const response = await this.#post("/v1/chat", { message, conversation_id: conversationId, stream: true }, signal);
    if (!response.body) throw new RequestFailed("failed", UNEXPECTED);
    try {
      for await (const { event, data } of readEvents(response.body)) {
        yield /** @type {AnswerEvent} */ ({ event, data: JSON.parse(data) });
        if (event === "done" || event === "failed") return;
      }
    } catch (error) {
      if (signal.aborted || error instanceof SyntaxError) throw error;
      throw new RequestFailed("unreachable", BROKEN_OFF);
    }
    throw new RequestFailed("unreachable", BROKEN_OFF);
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {AbortSignal} [signal]
   */
  async #post(path, body, signal) {
    const headers = { "Content-Type": "application/json" };
    return this.#send(path, { method: "POST", headers, body: JSON.stringify(body), signal: signal ?? null });
  }

  /** @param {string} path */
  async #json(path) {
    const response = await this.#send(path, { headers: { Accept: "application/json" } });
    return response.json();
  }

  /**
   * @param {string} path
   * @param {RequestInit & {headers: Record<string, string>}} options
   * @returns {Promise<Response>} one that went well
   */
  async #send(path, options) {
    const headers = { ...options.headers, Authorization: `Bearer ${this.#token}` };
    /** @type {Response} */
    let response;
    try {
      response = await fetch(path, { ...options, headers, cache: "no-store" });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new RequestFailed("unreachable", UNREACHABLE);
    }
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    const sentence = typeof problem.detail === "string" ? problem.detail : UNEXPECTED;
    if (response.status === 401) this.#onSignedOut(sentence);
    throw new RequestFailed(String(problem.error ?? "failed"), sentence);
  }
}
