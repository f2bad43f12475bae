// Where a person writes: the text box, the command list, and the big START or RESTART button.

import { byId, make } from "./dom.js";

/** Longer texts are sent as several messages, as clients do. */
const LONGEST = 4096;

export class Composer {
  #input = byId("input");
  #list = byId("commands");
  #menu = byId("menu");
  #commands = [];
  #shown = [];
  #at = -1;
  #bigAction = null;

  /** `send(text)` resolves to whether it was sent. */
  constructor({ send }) {
    this.send = send;
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    byId("start").addEventListener("click", () => this.#bigAction?.());
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#menu.addEventListener("click", () => this.#toggleMenu());
    document.addEventListener("pointerdown", (event) => {
      if (!event.target.closest("#commands, #menu, #input")) this.#close();
    });
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
    this.#typed();
  }

  setCommands(commands) {
    this.#commands = commands ?? [];
    this.#menu.hidden = this.#commands.length === 0;
    this.#close();
  }

  /** Either the text box, or one big button in its place. */
  show(big) {
    const start = byId("start");
    const hadFocus = document.activeElement === start;
    start.hidden = !big;
    byId("composer").hidden = Boolean(big);
    this.#bigAction = big?.act ?? null;
    if (big) start.textContent = big.label;
    this.#close();
    // Right after START comes writing; on a touch screen that would raise the keyboard unasked.
    if (hadFocus && !big && !touch()) this.#input.focus({ preventScroll: true });
    this.#grow();
  }

  clear() {
    this.#input.value = "";
    this.#typed();
  }

  async #submit() {
    const text = this.#input.value.trim();
    if (!text) return;
    this.clear();
    for (let at = 0, end; at < text.length; at = end) {
      end = at + LONGEST;
      // Never between the two halves of an emoji.
      if (/[\uD800-\uDBFF]/.test(text[end - 1]) && end < text.length) end -= 1;
      if (await this.send(text.slice(at, end))) continue;
      // What did not go out comes back, unless something new was begun meanwhile.
      if (!this.#input.value) {
        this.#input.value = text.slice(at);
        this.#typed();
      }
      return;
    }
  }

  #key(event) {
    // Enter that picks a candidate of an input method belongs to the input method. Safari ends
    // the composition before it reports the key, and marks it only by this code.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#shown.length && !this.#list.hidden && this.#choose(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !touch()) {
      event.preventDefault();
      this.#submit();
    }
  }

  /** Keys that walk the command list. */
  #choose(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const count = this.#shown.length;
      this.#mark(this.#at < 0 ? (step > 0 ? 0 : count - 1) : (this.#at + step + count) % count);
    } else if (event.key === "Tab" && this.#at >= 0) {
      this.#input.value = `/${this.#shown[this.#at].command} `;
      this.#typed();
    } else if (event.key === "Enter" && this.#at >= 0) {
      this.#pick(this.#shown[this.#at]);
    } else return false;
    event.preventDefault();
    return true;
  }

  #typed() {
    this.#grow();
    const text = this.#input.value;
    byId("composer").classList.toggle("writing", text.trim() !== "");
    const typed = /^\/(\w*)$/.exec(text)?.[1];
    if (typed === undefined) return this.#close();
    this.#open(this.#commands.filter(({ command }) => command.startsWith(typed.toLowerCase())));
    this.#mark(typed && this.#shown.length ? 0 : -1);
  }

  #grow() {
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }

  // --- The command list ----------------------------------------------------

  #toggleMenu() {
    if (!this.#list.hidden) return this.#close();
    this.#open(this.#commands);
    if (!touch()) this.#input.focus({ preventScroll: true });
  }

  #open(commands) {
    this.#shown = commands;
    this.#at = -1;
    this.#input.removeAttribute("aria-activedescendant");
    this.#list.replaceChildren(
      ...commands.map((entry, at) =>
        make(
          "li",
          {
            id: `command-${at}`,
            role: "option",
            "aria-selected": "false",
            "data-testid": "command",
            "data-command": entry.command,
            // Before the text box loses focus, which would fold the list away.
            onpointerdown: (event) => event.preventDefault(),
            onclick: () => this.#pick(entry),
          },
          make("b", {}, `/${entry.command}`),
          make("span", {}, entry.description),
        ),
      ),
    );
    this.#list.hidden = commands.length === 0;
    this.#menu.setAttribute("aria-expanded", String(!this.#list.hidden));
  }

  #close() {
    this.#list.hidden = true;
    this.#shown = [];
    this.#menu.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }

  #mark(at) {
    this.#at = at;
    [...this.#list.children].forEach((node, place) => node.setAttribute("aria-selected", String(place === at)));
    const node = this.#list.children[at];
    if (!node) return;
    node.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", node.id);
  }

  #pick(entry) {
    this.clear();
    this.#close();
    this.send(`/${entry.command}`);
  }
}

// On a touch keyboard Enter makes a new line; there is a send button beside it.
const touch = () => matchMedia("(pointer: coarse)").matches;
