/**
 * @file The open conversation: asks, shows answers as they come, stops, tries again, and brings back earlier turns.
 */

import { RequestFailed, sentenceOf } from "./api.js";
import { conversationId, keepConversation } from "./session.js";
import { TurnView } from "./turn.js";

/** @typedef {import("./shapes.js").Answer} Answer */

/**
 * @typedef {object} ConversationParts
 * @property {import("./api.js").Api} api
 * @property {HTMLElement} list where the turns stand
 * @property {import("./shapes.js").OpenCitation} open
 * @property {(sentence: string) => void} announce for screen readers
 * @property {(busy: boolean) => void} onBusy an answer begins or ends
 * @property {() => void} onChange turns came or went
 * @property {() => void} onStored the service has a new turn
 */

/** One person's conversation on this page. */
export class Conversation {
  #parts;
  /** @type {AbortController | null} */
  #running = null;
  #wanted = ""; // the conversation chosen last: an earlier one that loads slowly must not replace it

  /** @param {ConversationParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  get isEmpty() {
    return this.#parts.list.childElementCount === 0;
  }

  get isBusy() {
    return this.#running !== null;
  }

  /** Empties the page for a new conversation; the old one stays in the list of conversations. */
  startNew() {
    this.stop();
    this.#wanted = "";
    keepConversation(null);
    this.#parts.list.replaceChildren();
    this.#parts.onChange();
  }

  /**
   * Brings back a stored conversation. One that is gone is forgotten; other failures are thrown as RequestFailed.
   * @param {string} id
   */
  async load(id) {
    this.stop();
    this.#wanted = id;
    try {
      const { turns } = await this.#parts.api.conversation(id);
      if (this.#wanted !== id) return;
      const views = turns.map((turn) => {
        const view = this.#view(turn.question);
        view.finish({ ...turn, turn_id: turn.turn_id ?? turn.id });
        return view;
      });
      keepConversation(id);
      this.#parts.list.replaceChildren(...views.map((view) => view.node));
      this.#parts.onChange();
      views.at(-1)?.node.scrollIntoView({ block: "start" });
    } catch (error) {
      if (!(error instanceof RequestFailed) || error.kind !== "not_found") throw error;
      this.startNew();
    }
  }

  /** @param {string} question */
  async ask(question) {
    const view = this.#view(question);
    this.#parts.list.append(view.node);
    this.#parts.onChange();
    view.node.scrollIntoView({ block: "start" });
    await this.#answer(question, view);
  }

  /** Stops the answer that is being written, if there is one. */
  stop() {
    this.#running?.abort();
  }

  /**
   * @param {string} question
   * @param {TurnView} view
   */
  async #answer(question, view) {
    this.stop();
    const running = new AbortController();
    const retry = () => {
      if (this.isBusy) return;
      view.heading.focus(); // the button that was pressed goes away
      void this.#answer(question, view);
    };
    this.#running = running;
    this.#parts.onBusy(true);
    this.#parts.announce("Looking for an answer.");
    view.begin();
    try {
      await this.#follow(question, view, running.signal);
    } catch (error) {
      if (running.signal.aborted) view.stop(retry);
      else view.fail(sentenceOf(error), retry);
      this.#parts.announce("");
    } finally {
      // A newer question may have taken over; then it is the newer one that ends the work.
      if (this.#running === running) {
        this.#running = null;
        this.#parts.onBusy(false);
      }
    }
  }

  /**
   * @param {string} question
   * @param {TurnView} view
   * @param {AbortSignal} signal
   */
  async #follow(question, view, signal) {
    for await (const { event, data } of this.#parts.api.ask(question, conversationId(), signal)) {
      signal.throwIfAborted(); // what came in the same piece as the last event shown
      if (event === "delta") view.addText(data.text);
      else if (event === "citation") view.addCitation(data);
      else if (event === "card") view.addCard(data);
      else if (event === "failed") throw new RequestFailed(data.error, data.detail);
      else if (event === "done") this.#finish(view, data);
    }
  }

  /**
   * @param {TurnView} view
   * @param {Answer} answer
   */
  #finish(view, answer) {
    view.finish(answer);
    keepConversation(answer.conversation_id);
    this.#parts.announce(resultInWords(answer));
    this.#parts.onStored();
  }

  /** @param {string} question */
  #view(question) {
    const { api, open } = this.#parts;
    const rate = api.feedback.bind(api);
    return new TurnView(question, { open, rate });
  }
}

/**
 * @param {Answer} answer
 * @returns {string}
 */
function resultInWords({ abstained, citations }) {
  if (abstained) return "Not found in what you can see.";
  if (citations.length === 0) return "The answer is complete.";
  return `The answer is complete, with ${citations.length} ${citations.length === 1 ? "source" : "sources"}.`;
}
