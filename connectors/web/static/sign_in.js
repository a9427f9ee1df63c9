/**
 * @file The sign-in field: takes an access token when the address brought none or the service refused it.
 */

/**
 * @typedef {object} SignInParts
 * @property {HTMLElement} panel
 * @property {HTMLFormElement} form
 * @property {HTMLInputElement} field
 * @property {HTMLElement} problem
 * @property {(token: string) => void} onToken
 */

/** Shown while nobody is signed in. */
export class SignIn {
  #parts;

  /** @param {SignInParts} parts */
  constructor(parts) {
    this.#parts = parts;
    parts.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const token = parts.field.value.trim();
      if (token !== "") parts.onToken(token);
    });
  }

  /**
   * @param {string} [sentence] why signing in is needed, or what went wrong
   * @param {string} [token] put back into the field, when it was not the token that failed
   */
  show(sentence = "", token = "") {
    const { panel, field, problem } = this.#parts;
    panel.hidden = false;
    field.value = token;
    problem.textContent = sentence;
    problem.hidden = sentence === "";
    field.focus();
  }

  hide() {
    this.#parts.panel.hidden = true;
    this.#parts.field.value = "";
  }
}
