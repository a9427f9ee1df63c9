/**
 * @file The list of earlier conversations, beside the open one or, on narrow screens, behind a button.
 */

import { button, element } from "./element.js";
import { dateInWords } from "./wording.js";

/** @typedef {import("./shapes.js").ConversationEntry} ConversationEntry */

/**
 * @typedef {object} HistoryParts
 * @property {HTMLElement} panel
 * @property {HTMLElement} list
 * @property {HTMLElement} toggle shown on narrow screens
 * @property {(id: string) => void} onChosen
 */

/** Shows the conversations and which one is open. */
export class History {
  #parts;

  /** @param {HistoryParts} parts */
  constructor(parts) {
    this.#parts = parts;
    parts.toggle.addEventListener("click", () => this.#setOpen(!this.isOpen));
    parts.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.isOpen) return;
      this.#setOpen(false);
      parts.toggle.focus();
    });
  }

  /** Whether the list was opened with its button; wide screens show it always. */
  get isOpen() {
    return this.#parts.toggle.getAttribute("aria-expanded") === "true";
  }

  close() {
    this.#setOpen(false);
  }

  /**
   * @param {ConversationEntry[]} conversations latest first
   * @param {string | null} openId
   */
  show(conversations, openId) {
    const entries = conversations.map((conversation) => element("li", {}, this.#entry(conversation, openId)));
    const nothing = element("li", { class: "nothing" }, "Your conversations will appear here.");
    this.#parts.list.replaceChildren(...(entries.length ? entries : [nothing]));
  }

  /**
   * @param {ConversationEntry} conversation
   * @param {string | null} openId
   */
  #entry({ id, title, started_at: startedAt }, openId) {
    const attributes = { class: "entry", "aria-current": id === openId ? "true" : false };
    return button(
      attributes,
      () => this.#parts.onChosen(id),
      element("span", { class: "entry-title", dir: "auto" }, title),
      element("span", { class: "entry-date" }, dateInWords(startedAt)),
    );
  }

  /** @param {boolean} open */
  #setOpen(open) {
    this.#parts.toggle.setAttribute("aria-expanded", String(open));
    this.#parts.panel.classList.toggle("open", open);
  }
}
