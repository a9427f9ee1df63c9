/**
 * @file One question and its answer on the page, from the first letter to the sources and the thumbs.
 */

import { AnswerText } from "./answer.js";
import { copyButton } from "./copy.js";
import { button, element } from "./element.js";
import { FeedbackTools } from "./feedback.js";
import { sourceList } from "./sources.js";
import { tableCard } from "./table.js";
import { answerToPaste } from "./wording.js";

/** @typedef {import("./shapes.js").Answer} Answer */
/** @typedef {import("./shapes.js").Card} Card */
/** @typedef {import("./shapes.js").Citation} Citation */

/**
 * What a turn needs from the page around it.
 * @typedef {object} TurnActions
 * @property {import("./shapes.js").OpenCitation} open
 * @property {(turnId: string, rating: "up" | "down", comment: string | null) => Promise<void>} rate
 */

/** Shows a turn. It begins empty and waiting, and ends finished, failed or stopped. */
export class TurnView {
  #actions;
  #text = "";
  /** @type {Map<number, Citation>} */
  #citations = new Map();
  /** @type {Card[]} */
  #cards = [];
  #drawn = 0; // the frame that will draw what arrived; 0: none is due

  /**
   * @param {string} question
   * @param {TurnActions} actions
   */
  constructor(question, actions) {
    this.#actions = actions;
    this.heading = element("h3", { class: "question", dir: "auto", tabindex: "-1" }, question);
    this.waiting = element("p", { class: "waiting", hidden: true }, "Looking through your documents");
    this.answer = new AnswerText();
    this.after = element("div", { class: "after" });
    const body = element("div", { class: "answer" }, this.waiting, this.answer.node, this.after);
    this.body = body;
    this.node = element("article", { class: "turn" }, this.heading, body);
  }

  /** The question is asked (again): nothing has arrived yet. */
  begin() {
    this.#text = "";
    this.#citations = new Map();
    this.#cards = [];
    this.waiting.hidden = false;
    this.after.replaceChildren();
    this.answer.begin();
    this.#draw();
  }

  /** @param {string} text */
  addText(text) {
    this.#text += text;
    this.#drawSoon();
  }

  /** @param {Citation} citation */
  addCitation(citation) {
    this.#citations.set(citation.n, citation);
    this.#drawSoon();
  }

  /** @param {Card} card */
  addCard(card) {
    this.#cards.push(card);
  }

  /** @param {Answer} answer */
  finish(answer) {
    this.#text = answer.answer;
    this.#citations = new Map(answer.citations.map((citation) => [citation.n, citation]));
    this.#cards = answer.cards;
    this.body.classList.toggle("abstained", answer.abstained);
    this.#settle();
    const label = answer.abstained ? [element("p", { class: "label" }, "Not found in what you can see")] : [];
    this.answer.node.before(...label);
    this.after.replaceChildren(...this.#tables(), ...this.#sources(), ...this.#tools(answer));
  }

  /**
   * @param {string} sentence
   * @param {() => void} retry
   */
  fail(sentence, retry) {
    this.#settle();
    const again = button({ class: "quiet-button" }, retry, "Retry");
    this.after.replaceChildren(element("div", { class: "trouble", role: "alert" }, element("p", {}, sentence), again));
  }

  /** @param {() => void} retry */
  stop(retry) {
    this.#settle();
    const again = button({ class: "quiet-button" }, retry, "Ask again");
    this.after.replaceChildren(element("div", { class: "stopped" }, element("p", {}, "You stopped this answer."), again));
  }

  #proof(complete = true) {
    return { citations: this.#citations, complete, open: this.#actions.open };
  }

  /** Draws at most once a frame, however small the pieces are. */
  #drawSoon() {
    this.#drawn ||= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#drawn = 0;
    this.answer.show(this.#text, this.#proof(false));
    if (this.#text !== "") this.waiting.hidden = true;
  }

  #settle() {
    cancelAnimationFrame(this.#drawn);
    this.#drawn = 0;
    this.waiting.hidden = true;
    this.answer.show(this.#text, this.#proof());
  }

  #tables() {
    return this.#cards.map((card) => tableCard(card, this.#proof()));
  }

  #sources() {
    const citations = [...this.#citations.values()].sort((one, other) => one.n - other.n);
    return citations.length ? [sourceList(citations, this.#actions.open)] : [];
  }

  /** @param {Answer} answer */
  #tools({ answer, citations, turn_id: turnId }) {
    const feedback = new FeedbackTools((rating, comment) => this.#actions.rate(turnId, rating, comment));
    const say = (/** @type {string} */ sentence) => void (feedback.said.textContent = sentence);
    const copy = copyButton(answerToPaste(answer, citations), this.answer.node, say);
    const bar = element("div", { class: "tools" }, copy, feedback.thumbs.up, feedback.thumbs.down);
    return [bar, feedback.node];
  }
}
