// The developer panel: what passes between the bot and the sandbox, and faults on order.

import { byId, translate } from "../dom.js";
import { recallInspector, rememberInspector } from "../location.js";
import { Faults } from "./faults.js";
import { Traffic } from "./traffic.js";

const TABS = ["traffic", "faults"];

export class Inspector {
    #root = byId("inspector");
    #tab = null;
    #words = null;

    /** `words()` are the page's. */
    constructor(model, words) {
        this.words = words;
        this.traffic = new Traffic(byId("traffic"), model, words);
        this.faults = new Faults(byId("faults"), words);
        byId("inspector-open").addEventListener("click", () => this.open(this.#tab ? null : "traffic"));
        byId("inspector-close").addEventListener("click", () => this.#close());
        TABS.forEach((tab, at) => {
            const button = byId(`tab-${tab}`);
            button.addEventListener("click", () => this.open(tab));
            button.addEventListener("keydown", (event) => {
                if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
                const other = TABS[(at + 1) % TABS.length];
                this.open(other);
                byId(`tab-${other}`).focus();
            });
        });
        this.#root.addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
        this.open(TABS.includes(recallInspector()) ? recallInspector() : null);
    }

    /** Shows a tab; `null` closes the panel. */
    open(tab) {
        this.#tab = tab;
        rememberInspector(tab);
        this.#root.hidden = tab === null;
        byId("inspector-open").setAttribute("aria-expanded", String(tab !== null));
        for (const each of TABS) {
            const shown = each === tab;
            byId(each).hidden = !shown;
            byId(`tab-${each}`).setAttribute("aria-selected", String(shown));
            byId(`tab-${each}`).tabIndex = shown ? 0 : -1;
            this[each].shown(shown);
        }
        // The chats have another width now.
        dispatchEvent(new Event("resize"));
    }

    #close() {
        this.open(null);
        byId("inspector-open").focus();
    }

    translate() {
        const words = this.words();
        if (words === this.#words) return;
        this.#words = words;
        translate(this.#root, words);
        this.traffic.translate();
        this.faults.translate();
    }

    handle(event) {
        this.traffic.handle(event);
        if (event.kind === "call" && event.fault) this.faults.refresh();
    }
}
