// Where a person writes: the text box, what is offered above it, and the big START or RESTART button.

import { make, touch } from "../dom.js";
import { Inline } from "./inline.js";
import { Suggestions } from "./suggestions.js";

/** Longer texts are sent as several messages, as clients do. */
const LONGEST = 4096;

export class Composer {
    #parts;
    #input;
    #list;
    #inline;
    #commands = [];
    #mark = "";
    #username = "";
    #bigAction = null;

    /**
     * `send(text)` resolves to whether it was sent; `changed(text)` is called with every draft, `scroll(key)` for the
     * keys that move the messages; `ask`, `pick` and `press` are inline mode's; `words()` are the page's.
     */
    constructor(parts, { send, ask, pick, press, words, changed, scroll }) {
        Object.assign(this, { send, words, changed, scroll });
        this.#parts = parts;
        this.#input = parts.input;
        this.#list = new Suggestions(parts.commands, parts.input, {
            pick: (entry) => this.#pick(entry),
            complete: (entry) => this.write(`${entry.mention ?? `/${entry.command}`} `),
        });
        this.#inline = new Inline(parts, {
            ask,
            words,
            press: (button) => {
                this.write("");
                press(button);
            },
            pick: (result, answer) => {
                this.write("");
                pick(result, answer);
            },
        });
        parts.composer.addEventListener("submit", (event) => {
            event.preventDefault();
            this.#submit();
        });
        parts.start.addEventListener("click", () => this.#bigAction?.());
        this.#input.addEventListener("input", () => this.#typed());
        this.#input.addEventListener("keydown", (event) => this.#key(event));
        parts.menu.setAttribute("aria-controls", parts.commands.id);
        parts.menu.addEventListener("click", () => this.#toggleMenu());
        parts.foot.addEventListener("keydown", (event) => event.key === "Escape" && this.fold());
        this.#typed();
    }

    /** `mark` is what a chosen command is followed by, for bots that are not alone in a chat. */
    setCommands(commands, mark) {
        this.#commands = commands ?? [];
        this.#mark = mark;
        this.#parts.menu.hidden = this.#commands.length === 0;
        this.#foldList();
    }

    /** The bot that answers inline queries here; empty if there is none. */
    setInlineBot(username) {
        this.#username = username;
    }

    /** Either the text box, or one big button in its place; without `act` it merely tells. */
    show(big) {
        const { start, composer } = this.#parts;
        const hadFocus = document.activeElement === start;
        start.hidden = !big;
        composer.hidden = Boolean(big);
        this.#bigAction = big?.act ?? null;
        if (big) {
            start.textContent = big.label;
            start.disabled = !big.act;
            this.fold();
        }
        // Right after START comes writing; on a touch screen that would raise the keyboard unasked.
        if (hadFocus && !big && !touch()) this.focus();
        this.#grow();
    }

    get text() {
        return this.#input.value;
    }

    focus = () => this.#input.focus({ preventScroll: true });

    /** Replaces what is being written. */
    write(text) {
        this.#input.value = text;
        this.#typed();
    }

    /** Puts away whatever is offered. */
    fold() {
        this.#foldList();
        this.#inline.close();
    }

    async #submit() {
        const text = this.#input.value.trim();
        if (!text) return;
        this.write("");
        for (let at = 0, end; at < text.length; at = end) {
            end = at + LONGEST;
            // Never between the two halves of an emoji.
            if (/[\uD800-\uDBFF]/.test(text[end - 1]) && end < text.length) end -= 1;
            if (await this.send(text.slice(at, end))) continue;
            // What did not go out comes back, unless something new was begun meanwhile.
            if (!this.#input.value) this.write(text.slice(at));
            return;
        }
    }

    #key(event) {
        // Enter that picks a candidate of an input method belongs to the input method. Safari ends
        // the composition before it reports the key, and marks it only by this code.
        if (event.isComposing || event.keyCode === 229) return;
        if (this.#list.key(event) || this.#inline.key(event)) return;
        const jumps = event.ctrlKey && !this.#input.value && ["Home", "End"].includes(event.key);
        if (jumps || event.key === "PageUp" || event.key === "PageDown") {
            event.preventDefault();
            this.scroll(event.key);
            return;
        }
        if (event.key === "Enter" && !event.shiftKey && !touch()) {
            event.preventDefault();
            this.#submit();
        }
    }

    #typed() {
        this.#grow();
        const text = this.#input.value;
        this.changed(text);
        this.#parts.composer.classList.toggle("writing", text.trim() !== "");
        if (this.#inline.typed(text, this.#username)) return this.#foldList();
        const typed = /^\/(\w*)$/.exec(text)?.[1];
        const called = /^@(\w*)$/.exec(text)?.[1];
        if (called !== undefined && this.#username.toLowerCase().startsWith(called.toLowerCase())) {
            this.#offer([{ mention: `@${this.#username}` }]);
            this.#list.mark(called ? 0 : -1);
        } else if (typed !== undefined) {
            const found = this.#commands.filter(({ command }) => command.startsWith(typed.toLowerCase()));
            this.#offer(found);
            this.#list.mark(typed && found.length ? 0 : -1);
        } else this.#foldList();
    }

    #grow() {
        this.#input.style.height = "auto";
        this.#input.style.height = `${this.#input.scrollHeight}px`;
    }

    // --- Commands, and the bot's name ----------------------------------------

    #toggleMenu() {
        if (this.#list.isOpen) return this.#foldList();
        this.#offer(this.#commands);
        if (!touch()) this.focus();
    }

    #offer(entries) {
        this.#list.open(entries, ({ mention, command, description }) => ({
            attributes: { "data-testid": mention ? "mention" : "command", "data-command": command },
            contents: [make("b", {}, mention ?? `/${command}`), make("span", {}, description ?? "")],
        }));
        this.#parts.menu.setAttribute("aria-expanded", String(this.#list.isOpen));
    }

    #foldList() {
        this.#list.close();
        this.#parts.menu.setAttribute("aria-expanded", "false");
    }

    #pick(entry) {
        if (entry.mention) return this.write(`${entry.mention} `);
        this.write("");
        this.#foldList();
        this.send(`/${entry.command}${this.#mark}`);
    }
}
