/**
 * @file The page inside the viewer: a picture with the mark in sight, or the text around the cited span.
 */

import { sentenceOf } from "./api.js";
import { button, element } from "./element.js";
import { highlightTop } from "./highlight.js";

/** @typedef {import("./shapes.js").Citation} Citation */

/** How much of the view stays above the mark when it is scrolled to: the lines before it are its context. */
const CONTEXT = 0.3;

/** Shows one page at a time in a scrolling frame. */
export class PageView {
  #api;
  #frame;
  #address = ""; // of the picture's blob; it holds memory until it is revoked
  #request = new AbortController();

  /**
   * @param {import("./api.js").Api} api
   * @param {HTMLElement} frame
   */
  constructor(api, frame) {
    this.#api = api;
    this.#frame = frame;
  }

  /**
   * Shows a page; a call before the last one has ended replaces it.
   * @param {Citation} citation
   * @param {number} number
   */
  async show(citation, number) {
    this.clear();
    const { signal } = this.#request;
    this.#frame.setAttribute("aria-busy", "true");
    this.#frame.replaceChildren(element("p", { class: "waiting" }, "Opening the page"));
    try {
      const content = await this.#api.page(citation, number, signal);
      if (signal.aborted) return;
      if ("picture" in content) await this.#showPicture(content.picture, citation, number, signal);
      else this.#showText(content);
    } catch (error) {
      if (!signal.aborted) this.#showTrouble(sentenceOf(error), () => void this.show(citation, number));
    } finally {
      if (!signal.aborted) this.#frame.removeAttribute("aria-busy");
    }
  }

  /** Empties the frame and gives the picture's memory back. */
  clear() {
    this.#request.abort();
    this.#request = new AbortController();
    this.#frame.replaceChildren();
    this.#frame.scrollTo(0, 0);
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = "";
  }

  /**
   * @param {Blob} blob
   * @param {Citation} citation
   * @param {number} number
   * @param {AbortSignal} signal
   */
  async #showPicture(blob, citation, number, signal) {
    this.#address = URL.createObjectURL(blob);
    const marked = number === citation.page ? ", with the cited words marked" : "";
    const picture = element("img", { class: "page-picture", alt: `Page ${number} of ${citation.title}${marked}` });
    picture.src = this.#address;
    await picture.decode();
    if (signal.aborted) return;
    this.#frame.replaceChildren(picture);
    const top = highlightTop(picture);
    if (top !== null) this.#frame.scrollTop = top * picture.clientHeight - CONTEXT * this.#frame.clientHeight;
  }

  /** @param {{before: string, span: string, after: string}} content */
  #showText({ before, span, after }) {
    const mark = element("mark", {}, span);
    this.#frame.replaceChildren(element("div", { class: "page-text", dir: "auto" }, before, mark, after));
    const above = mark.getBoundingClientRect().top - this.#frame.getBoundingClientRect().top;
    this.#frame.scrollTop = above - CONTEXT * this.#frame.clientHeight;
  }

  /**
   * @param {string} sentence
   * @param {() => void} retry
   */
  #showTrouble(sentence, retry) {
    const again = button({ class: "quiet-button" }, retry, "Retry");
    this.#frame.replaceChildren(element("div", { class: "trouble", role: "alert" }, element("p", {}, sentence), again));
  }
}
