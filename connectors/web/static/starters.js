/**
 * @file Questions to begin with, by what the person is to the programme.
 */

import { button, element } from "./element.js";

/** @type {Record<"partner" | "manager", string[]>} */
const QUESTIONS = {
  partner: [
    "What notice do we need to leave the agreement?",
    "Which of our certifications have expired?",
    "How do I claim marketing funds?",
  ],
  manager: [
    "Which agreements require insurance?",
    "How do I rebuild trust after a missed launch?",
    "Which certifications have expired?",
    "Who approves an extra discount?",
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
