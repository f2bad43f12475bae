// A list above the text box that the arrow keys walk through while the text box keeps the focus.

import { make } from "../dom.js";

let lists = 0;

export class Suggestions {
    #node;
    #input;
    #entries = [];
    #at = -1;
    #name = `list-${++lists}`;

    /** `pick(entry)` is told of the chosen entry, `complete(entry)` of Tab. */
    constructor(node, input, { pick, complete }) {
        Object.assign(this, { pick, complete });
        this.#node = node;
        this.#input = input;
        node.id = this.#name;
    }

    get isOpen() {
        return !this.#node.hidden;
    }

    /** `row(entry)` gives the attributes and the contents of its line. */
    open(entries, row) {
        this.#entries = entries;
        this.#node.replaceChildren(...entries.map((entry, at) => this.#line(entry, at, row)));
        this.#node.hidden = entries.length === 0;
        this.mark(-1);
    }

    #line(entry, at, row) {
        const { attributes, contents } = row(entry);
        const more = {
            id: `${this.#name}-${at}`,
            role: "option",
            "aria-selected": "false",
            // Before the text box loses focus, which would fold the list away.
            onpointerdown: (event) => event.preventDefault(),
            onclick: () => this.pick(entry),
        };
        return make("li", { ...attributes, ...more }, ...contents);
    }

    close() {
        this.#node.hidden = true;
        this.#entries = [];
        this.#at = -1;
        this.#input.removeAttribute("aria-activedescendant");
    }

    mark(at) {
        this.#at = at;
        [...this.#node.children].forEach((node, place) => node.setAttribute("aria-selected", String(place === at)));
        const node = this.#node.children[at];
        if (!node) return this.#input.removeAttribute("aria-activedescendant");
        node.scrollIntoView({ block: "nearest" });
        this.#input.setAttribute("aria-controls", this.#name);
        this.#input.setAttribute("aria-activedescendant", node.id);
    }

    /** Whether the key was meant for the list. */
    key(event) {
        if (!this.isOpen || !this.#entries.length) return false;
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        const chosen = this.#entries[this.#at];
        if (step) {
            const count = this.#entries.length;
            this.mark(this.#at < 0 ? (step > 0 ? 0 : count - 1) : (this.#at + step + count) % count);
        } else if (event.key === "Tab" && chosen && this.complete) this.complete(chosen);
        else if (event.key === "Enter" && chosen) this.pick(chosen);
        else return false;
        event.preventDefault();
        return true;
    }
}
