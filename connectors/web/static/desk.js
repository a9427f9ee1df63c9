/**
 * @file The page of a signed-in person: wires conversation, question field, earlier conversations and viewer together.
 */

import { sentenceOf } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { part } from "./element.js";
import { History } from "./history.js";
import { conversationId } from "./session.js";
import { starters } from "./starters.js";
import { Viewer } from "./viewer.js";
import { personInWords } from "./wording.js";

/** What a person works at once signed in. Made once for each load of the page. */
export class Desk {
  #api;
  #viewer;
  #conversation;
  #composer;
  #history;

  /**
   * @param {import("./api.js").Api} api
   * @param {import("./shapes.js").Person} person
   */
  constructor(api, person) {
    this.#api = api;
    this.#viewer = new Viewer(api);
    this.#conversation = this.#makeConversation();
    this.#composer = this.#makeComposer();
    this.#history = this.#makeHistory();
    part("person", HTMLElement).textContent = personInWords(person);
    part("starters", HTMLElement).append(...starters(person, (question) => this.#ask(question)));
    part("new-conversation", HTMLElement).addEventListener("click", () => this.#startNew());
    for (const id of ["desk", "account", "skip", "history-toggle"]) part(id, HTMLElement).hidden = false;
  }

  /** Brings back what this tab had open and puts the focus into the question field. */
  async begin() {
    this.#composer.focus();
    const id = conversationId();
    if (id) await this.#load(id);
    else this.#showState();
    await this.#listConversations();
  }

  #makeConversation() {
    return new Conversation({
      api: this.#api,
      list: part("turns", HTMLElement),
      open: (citation, opener) => this.#viewer.open(citation, opener),
      announce: (sentence) => void (part("announcer", HTMLElement).textContent = sentence),
      onBusy: (busy) => this.#composer.setBusy(busy),
      onChange: () => this.#showState(),
      onStored: () => void this.#listConversations(),
    });
  }

  #makeComposer() {
    return new Composer({
      form: part("composer", HTMLFormElement),
      field: part("question", HTMLTextAreaElement),
      send: part("send", HTMLButtonElement),
      stop: part("stop", HTMLButtonElement),
      onAsk: (question) => this.#ask(question),
      onStop: () => this.#conversation.stop(),
    });
  }

  #makeHistory() {
    return new History({
      panel: part("history", HTMLElement),
      list: part("conversations", HTMLElement),
      toggle: part("history-toggle", HTMLElement),
      onChosen: (id) => void this.#choose(id),
    });
  }

  /** @param {string} question */
  #ask(question) {
    this.#history.close();
    this.#composer.focus();
    void this.#conversation.ask(question);
  }

  #startNew() {
    this.#viewer.close();
    this.#history.close();
    this.#conversation.startNew();
    this.#composer.focus();
    void this.#listConversations();
  }

  /** @param {string} id */
  async #choose(id) {
    this.#viewer.close();
    this.#history.close();
    this.#composer.focus();
    await this.#load(id);
    await this.#listConversations();
  }

  /** @param {string} id */
  async #load(id) {
    try {
      await this.#conversation.load(id);
      this.#tell("");
    } catch (error) {
      this.#tell(sentenceOf(error));
    }
  }

  /** The list is a convenience: when it cannot be had, it says so and the conversation goes on. */
  async #listConversations() {
    try {
      this.#history.show(await this.#api.conversations(), conversationId());
    } catch (error) {
      this.#tell(sentenceOf(error));
    }
  }

  #showState() {
    part("welcome", HTMLElement).hidden = !this.#conversation.isEmpty;
  }

  /** @param {string} sentence a problem outside the turns; nothing when it is over */
  #tell(sentence) {
    const problem = part("problem", HTMLElement);
    problem.textContent = sentence;
    problem.hidden = sentence === "";
  }
}
