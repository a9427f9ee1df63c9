/**
 * @file The button that copies an answer with its sources.
 */

import { button } from "./element.js";
import { icon } from "./icons.js";

/**
 * @param {string} text what is copied
 * @param {HTMLElement} shown the same on the page, selected where the browser gives no clipboard
 * @param {(sentence: string) => void} say tells the person what happened
 * @returns {HTMLButtonElement}
 */
export function copyButton(text, shown, say) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say("Answer copied.");
    } catch {
      // Without HTTPS, or when the person refused, there is no clipboard; the keyboard still works.
      getSelection()?.selectAllChildren(shown);
      say("The answer is selected: press Ctrl+C or Command+C to copy it.");
    }
  };
  return button({ class: "tool", "aria-label": "Copy answer", title: "Copy answer" }, () => void copy(), icon("copy"));
}
