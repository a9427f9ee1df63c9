/**
 * @file The viewer: a citation's page beside the conversation, or over it where there is no room beside it.
 */

import { part } from "./element.js";
import { PageView } from "./page_view.js";
import { placeOf } from "./wording.js";

/** @typedef {import("./shapes.js").Citation} Citation */

/** From this width a page and a conversation are readable side by side; viewer.css says the same. */
const BESIDE = "(min-width: 68rem)";

/** Widths of the page, in percent of the viewer; viewer.css has a rule for each. */
const ZOOMS = [100, 150, 200, 300];

/** Opens citations, one at a time. */
export class Viewer {
  #api;
  #dialog = part("viewer", HTMLDialogElement);
  #frame = part("viewer-frame", HTMLElement);
  #previous = part("viewer-previous", HTMLButtonElement);
  #next = part("viewer-next", HTMLButtonElement);
  #page;
  /** @type {Citation | null} */
  #citation = null;
  /** @type {HTMLElement | null} */
  #opener = null;
  #number = 1;
  #pages = 1;
  #zoom = 0;

  /** @param {import("./api.js").Api} api */
  constructor(api) {
    this.#api = api;
    this.#page = new PageView(api, this.#frame);
    const on = (/** @type {HTMLElement} */ node, /** @type {() => void} */ act) => node.addEventListener("click", act);
    on(part("viewer-close", HTMLButtonElement), () => this.close());
    on(this.#previous, () => this.#turnTo(this.#number - 1));
    on(this.#next, () => this.#turnTo(this.#number + 1));
    on(part("viewer-smaller", HTMLButtonElement), () => this.#setZoom(this.#zoom - 1));
    on(part("viewer-larger", HTMLButtonElement), () => this.#setZoom(this.#zoom + 1));
    this.#dialog.addEventListener("close", () => this.#closed());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /**
   * @param {Citation} citation
   * @param {HTMLElement} opener gets the focus back
   */
  open(citation, opener) {
    this.#citation = citation;
    this.#opener = opener;
    this.#pages = citation.page ?? 1;
    part("viewer-title", HTMLElement).textContent = citation.title;
    part("viewer-place", HTMLElement).textContent = placeOf(citation).join(" · ");
    part("viewer-quote", HTMLElement).textContent = citation.quote;
    part("viewer-paging", HTMLElement).hidden = citation.page === null;
    part("viewer-zoom", HTMLElement).hidden = citation.page === null;
    this.#setZoom(0);
    if (!this.#dialog.open) this.#appear();
    part("viewer-title", HTMLElement).focus();
    this.#turnTo(citation.page ?? 1, true);
    void this.#countPages(citation);
  }

  close() {
    if (this.#dialog.open) this.#dialog.close();
  }

  /** Beside the conversation nothing else is blocked; over it, the rest waits. */
  #appear() {
    if (matchMedia(BESIDE).matches) this.#dialog.show();
    else this.#dialog.showModal();
  }

  #closed() {
    this.#page.clear();
    this.#citation = null;
    this.#opener?.focus(); // not every browser focuses a button that is clicked, so it could not return there by itself
    this.#opener = null;
  }

  /**
   * The number of pages only says how far one can turn; without it the cited page still shows.
   * @param {Citation} citation
   */
  async #countPages(citation) {
    const found = await this.#api.document(citation.document_id).catch(() => null);
    if (!found || this.#citation !== citation) return;
    this.#pages = Math.max(found.pages, citation.page ?? 1);
    this.#showNumber();
  }

  /**
   * @param {number} number
   * @param {boolean} [always] also when it is the page that is shown
   */
  #turnTo(number, always = false) {
    if (!this.#citation || (!always && (number < 1 || number > this.#pages))) return;
    this.#number = number;
    this.#showNumber();
    void this.#page.show(this.#citation, number);
  }

  #showNumber() {
    part("viewer-number", HTMLElement).textContent = `Page ${this.#number} of ${this.#pages}`;
    // Not `disabled`: a disabled button would drop the keyboard focus that is on it.
    this.#previous.setAttribute("aria-disabled", String(this.#number <= 1));
    this.#next.setAttribute("aria-disabled", String(this.#number >= this.#pages));
  }

  /** @param {number} step index into ZOOMS */
  #setZoom(step) {
    this.#zoom = Math.min(Math.max(step, 0), ZOOMS.length - 1);
    this.#frame.dataset.zoom = String(ZOOMS[this.#zoom]);
    part("viewer-zoomed", HTMLElement).textContent = `${ZOOMS[this.#zoom]}%`;
    part("viewer-smaller", HTMLElement).setAttribute("aria-disabled", String(this.#zoom === 0));
    part("viewer-larger", HTMLElement).setAttribute("aria-disabled", String(this.#zoom === ZOOMS.length - 1));
  }
}
