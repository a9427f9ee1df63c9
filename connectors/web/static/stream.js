/**
 * @file Reads server-sent events from a response body, however the bytes were cut on their way.
 */

/** @typedef {{event: string, data: string}} ServerSentEvent */

/** Turns text that arrives in pieces into events. Comments and fields other than `event` and `data` are passed over. */
export class EventParser {
  #rest = "";
  #event = "";
  /** @type {string[]} */
  #data = [];

  /**
   * @param {string} text the next piece
   * @returns {ServerSentEvent[]} the events it completed
   */
  push(text) {
    this.#rest += text;
    /** @type {ServerSentEvent[]} */
    const events = [];
    // A carriage return at the very end may be half of a line break: it waits for the next piece.
    for (let cut = /\r\n|\n|\r(?!$)/.exec(this.#rest); cut; cut = /\r\n|\n|\r(?!$)/.exec(this.#rest)) {
      const line = this.#rest.slice(0, cut.index);
      this.#rest = this.#rest.slice(cut.index + cut[0].length);
      const event = this.#take(line);
      if (event) events.push(event);
    }
    return events;
  }

  /**
   * @param {string} line
   * @returns {ServerSentEvent | null} the event that an empty line ends
   */
  #take(line) {
    if (line === "") {
      const event = this.#data.length ? { event: this.#event || "message", data: this.#data.join("\n") } : null;
      this.#event = "";
      this.#data = [];
      return event;
    }
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line) ?? ["", "", ""];
    if (field === "event") this.#event = value;
    if (field === "data") this.#data.push(value);
    return null;
  }
}

/**
 * The events of a body, as they come. Leaving the loop early lets go of the connection.
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<ServerSentEvent, void, void>}
 */
export async function* readEvents(body) {
  const parser = new EventParser();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      yield* parser.push(decoder.decode(piece.value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => undefined); // a broken connection has nothing left to cancel
  }
}
