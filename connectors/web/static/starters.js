/**
 * @file Questions to begin with, by what the person is to the programme.
 */

import { button, element } from "./element.js";

/** @type {Record<"partner" | "manager", string[]>} */
const QUESTIONS = {
  partner: [
    "What discount do I get on a registered deal?",
    "How do I register a deal?",
    "When does my agreement end?",
    "What do I need for the next tier?",
  ],
  manager: [
    "Who can terminate without cause?",
    "Which agreements end this year?",
    "How do I rebuild trust after a missed launch?",
    "How do partners register a deal?",
  ],
};

/**
 * @param {import("./shapes.js").Person} person
 * @param {(question: string) => void} ask
 * @returns {HTMLLIElement[]}
 */
export function starters(person, ask) {
  const questions = person.role === "partner" ? QUESTIONS.partner : QUESTIONS.manager;
  return questions.map((question) => element("li", {}, button({ class: "starter" }, () => ask(question), question)));
}
