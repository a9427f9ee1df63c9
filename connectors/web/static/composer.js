/**
 * @file The question field: Enter sends, Shift+Enter starts a new line, and Stop ends an answer being written.
 */

/**
 * @typedef {object} ComposerParts
 * @property {HTMLFormElement} form
 * @property {HTMLTextAreaElement} field
 * @property {HTMLButtonElement} send
 * @property {HTMLButtonElement} stop
 * @property {(question: string) => void} onAsk
 * @property {() => void} onStop
 */

/** Takes questions. While an answer is written the next question can be typed but not sent. */
export class Composer {
  #parts;

  /** @param {ComposerParts} parts */
  constructor(parts) {
    this.#parts = parts;
    const { form, field, stop } = parts;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    field.addEventListener("keydown", (event) => {
      // Enter that ends the choice of a character (Japanese, Chinese, …) belongs to the input method.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    stop.addEventListener("click", () => parts.onStop());
  }

  focus() {
    this.#parts.field.focus();
  }

  /** @param {boolean} busy */
  setBusy(busy) {
    const { send, stop } = this.#parts;
    const leaving = busy ? send : stop;
    const hadFocus = document.activeElement === leaving;
    send.hidden = busy;
    stop.hidden = !busy;
    if (hadFocus) this.focus();
  }

  #submit() {
    const { field, send, onAsk } = this.#parts;
    const question = field.value.trim();
    if (question === "" || send.hidden) return;
    field.value = "";
    onAsk(question);
  }
}
