/**
 * @file Whether an answer helped: two thumbs, and an optional comment.
 */

import { sentenceOf } from "./api.js";
import { button, element } from "./element.js";
import { icon } from "./icons.js";

/** @typedef {"up" | "down"} Rating */

/** Characters of a comment; the service takes no more. */
const COMMENT_LIMIT = 2000;

/** Rates one answer. The thumb counts at once; a comment sent after it goes with the same rating. */
export class FeedbackTools {
  /** @type {Rating | null} */
  #rating = null;
  #send;

  /** @param {(rating: Rating, comment: string | null) => Promise<void>} send */
  constructor(send) {
    this.#send = send;
    this.thumbs = {
      up: this.#thumb("up", "This answer helped"),
      down: this.#thumb("down", "This answer did not help"),
    };
    this.said = element("p", { class: "feedback-said", role: "status" });
    this.form = this.#commentForm();
    this.node = element("div", { class: "feedback" }, this.form, this.said);
  }

  /**
   * @param {Rating} rating
   * @param {string} name
   */
  #thumb(rating, name) {
    const attributes = { class: "tool", "aria-label": name, title: name, "aria-pressed": "false" };
    return button(attributes, () => void this.#rate(rating), icon(rating));
  }

  #commentForm() {
    const comment = element("textarea", { name: "comment", rows: "2", maxlength: String(COMMENT_LIMIT), dir: "auto" });
    const form = element(
      "form",
      { class: "comment", hidden: true },
      element("label", {}, element("span", {}, "What should we know? (optional)"), comment),
      element("button", { type: "submit", class: "quiet-button" }, "Send comment"),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#comment(comment.value.trim());
    });
    return form;
  }

  /** @param {Rating} rating */
  async #rate(rating) {
    this.#rating = rating;
    for (const [name, thumb] of Object.entries(this.thumbs)) thumb.setAttribute("aria-pressed", String(name === rating));
    if (await this.#sent(null, "Thank you, noted.")) this.form.hidden = false;
  }

  /** @param {string} comment */
  async #comment(comment) {
    if (comment === "") return;
    if (!(await this.#sent(comment, "Thank you, your comment is saved."))) return;
    this.form.hidden = true;
    this.thumbs[this.#rating ?? "up"].focus();
  }

  /**
   * @param {string | null} comment
   * @param {string} thanks
   * @returns {Promise<boolean>} whether the service took it
   */
  async #sent(comment, thanks) {
    try {
      await this.#send(this.#rating ?? "up", comment);
      this.said.textContent = thanks;
      return true;
    } catch (error) {
      this.said.textContent = sentenceOf(error);
      return false;
    }
  }
}
