// A tapped button waits until the bot answers the callback query.

import { api } from "../api.js";

const PATIENCE_MS = 15000;
const KEPT_ANSWERS = 50;

export class Taps {
  #waiting = new Set();
  // The answer can overtake the response that names the query.
  #early = new Map();

  /** `changed(key)`: the buttons of a message look different now; `answered(event)`; `failed(error)`. */
  constructor({ changed, answered, failed }) {
    Object.assign(this, { changed, answered, failed });
  }

  waits(where, data) {
    return [...this.#waiting].some((tap) => tap.where === where && tap.data === data);
  }

  /** `where` names the message for as long as the button waits; `fields` name it to the sandbox. */
  async press(where, fields) {
    const { data } = fields;
    if (this.waits(where, data)) return;
    const tap = { where, data, id: null };
    this.#waiting.add(tap);
    this.changed(where);
    tap.timer = setTimeout(() => this.#settle(tap), PATIENCE_MS);
    try {
      const { callback_query_id } = await api.tap(fields);
      tap.id = String(callback_query_id);
      const early = this.#early.get(tap.id);
      if (early) this.answer(early);
    } catch (error) {
      this.#settle(tap);
      this.failed(error);
    }
  }

  answer(event) {
    const id = String(event.callback_query_id);
    const tap = [...this.#waiting].find((each) => each.id === id);
    if (!tap) {
      this.#early.set(id, event);
      if (this.#early.size > KEPT_ANSWERS) this.#early.delete(this.#early.keys().next().value);
      return;
    }
    this.#early.delete(id);
    this.#settle(tap);
    this.answered(event);
  }

  #settle(tap) {
    clearTimeout(tap.timer);
    this.#waiting.delete(tap);
    this.changed(tap.where);
  }
}
