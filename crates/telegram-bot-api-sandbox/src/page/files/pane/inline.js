// Inline mode: what the bot offers while `@bot …` is being written, as cards above the text box.

import { hueOf, make } from "../dom.js";
import { Suggestions } from "./suggestions.js";

/** A pause in typing after which the bot is asked. */
const PAUSE_MS = 300;
/** Nearer to the end of the list than this, more is asked for. */
const NEAR_PX = 120;

export class Inline {
    #parts;
    #list;
    #timer;
    // Only the answer to the newest question is shown.
    #turn = 0;
    #query = null;
    #answer = null;
    #results = [];

    /**
     * `ask(query, offset)` resolves to the bot's answer, or to nothing; `pick(result, answer)` sends one;
     * `press(button)` is the button over the results; `words()` are the page's.
     */
    constructor(parts, { ask, pick, press, words }) {
        Object.assign(this, { ask, pick, press, words });
        this.#parts = parts;
        this.#list = new Suggestions(parts.cards, parts.input, {
            pick: ({ result, answer }) => this.pick(result, answer),
        });
        parts.cards.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    }

    /** Told of every change of the text box; `username` is the bot's. Returns whether this is an inline query. */
    typed(text, username) {
        const query = username ? inlineQuery(text, username) : null;
        if (query === this.#query) return query !== null;
        this.close();
        if (query === null) return false;
        this.#query = query;
        this.#timer = setTimeout(() => this.#load(""), PAUSE_MS);
        return true;
    }

    close() {
        clearTimeout(this.#timer);
        this.#turn++;
        this.#query = null;
        this.#answer = null;
        this.#results = [];
        this.#list.close();
        this.#parts.inline.hidden = true;
    }

    key = (event) => this.#list.key(event);

    async #load(offset) {
        const turn = ++this.#turn;
        this.#parts.inline.setAttribute("aria-busy", "true");
        const answer = await this.ask(this.#query, offset);
        if (turn !== this.#turn) return;
        this.#parts.inline.removeAttribute("aria-busy");
        if (!answer) return;
        if (!answer.answered) return this.#note(this.words().notAnswered);
        this.#answer = answer;
        const more = (answer.results ?? []).map((result) => ({ result, answer }));
        this.#results = offset ? [...this.#results, ...more] : more;
        this.#show(offset ? this.#parts.cards.scrollTop : 0);
    }

    #scrolled() {
        const { scrollHeight, scrollTop, clientHeight } = this.#parts.cards;
        if (!this.#answer?.next_offset || scrollHeight - scrollTop - clientHeight > NEAR_PX) return;
        const offset = this.#answer.next_offset;
        this.#answer = null;
        this.#load(offset);
    }

    #show(scrollTop) {
        const { inline, cards, above, note } = this.#parts;
        const { button } = this.#answer;
        inline.hidden = false;
        above.hidden = !button;
        above.textContent = button?.text ?? "";
        above.onclick = () => this.press(button);
        this.#list.open(this.#results, ({ result }) => card(result));
        cards.scrollTop = scrollTop;
        note.hidden = Boolean(this.#results.length || button);
        note.textContent = this.words().noResults;
    }

    #note(text) {
        const { inline, above, note } = this.#parts;
        inline.hidden = false;
        above.hidden = true;
        note.hidden = false;
        note.textContent = text;
    }
}

/** What is asked for: everything behind the bot's name and a space. */
function inlineQuery(text, username) {
    const name = `@${username} `;
    return text.slice(0, name.length).toLowerCase() === name.toLowerCase() ? text.slice(name.length).trimStart() : null;
}

function card(result) {
    const said = result.input_message_content?.message_text ?? result.caption ?? "";
    const title = result.title ?? said.split("\n")[0];
    const letter = Array.from(title.trim())[0] ?? "…";
    return {
        attributes: { "data-testid": "inline-result", "data-result": result.id },
        contents: [
            make(
                "span.tile",
                {
                    "data-hue": hueOf([...title].reduce((sum, each) => sum + each.codePointAt(0), 0)),
                    "aria-hidden": "true",
                },
                letter,
            ),
            make(
                "span.two-lines",
                {},
                make("b", {}, title),
                result.description ? make("small", {}, result.description) : null,
            ),
        ],
    };
}
