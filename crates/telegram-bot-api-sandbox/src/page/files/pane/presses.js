// A tapped button waits until the bot answers the callback query.

import { api } from "../api.js";

const PATIENCE_MS = 15000;
const KEPT_ANSWERS = 50;

export class Presses {
    #waiting = new Set();
    // The answer can overtake the response that names the query.
    #early = new Map();

    /** `changed(key)`: the buttons of a message look different now; `answered(event)`; `failed(error)`. */
    constructor({ changed, answered, failed }) {
        Object.assign(this, { changed, answered, failed });
    }

    waits(where, data) {
        return [...this.#waiting].some((press) => press.where === where && press.data === data);
    }

    /** `where` names the message for as long as the button waits; `fields` name it to the sandbox. */
    async press(where, fields) {
        const { data } = fields;
        if (this.waits(where, data)) return;
        const press = { where, data, id: null };
        this.#waiting.add(press);
        this.changed(where);
        press.timer = setTimeout(() => this.#settle(press), PATIENCE_MS);
        try {
            const { callback_query_id } = await api.press(fields);
            press.id = String(callback_query_id);
            const early = this.#early.get(press.id);
            if (early) this.answer(early);
        } catch (error) {
            this.#settle(press);
            this.failed(error);
        }
    }

    answer(event) {
        const id = String(event.callback_query_id);
        const press = [...this.#waiting].find((each) => each.id === id);
        if (!press) {
            this.#early.set(id, event);
            if (this.#early.size > KEPT_ANSWERS) this.#early.delete(this.#early.keys().next().value);
            return;
        }
        this.#early.delete(id);
        this.#settle(press);
        this.answered(event);
    }

    #settle(press) {
        clearTimeout(press.timer);
        this.#waiting.delete(press);
        this.changed(press.where);
    }
}
