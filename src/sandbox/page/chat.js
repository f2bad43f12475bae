// The list of messages of one chat: order, days, edits in place, and where it is scrolled to.

import { byId, make } from "./dom.js";
import { measureQuotes } from "./format.js";
import { refreshKeys } from "./keyboard.js";
import { messageNode, updateMessageNode } from "./message.js";

/** Nearer to the bottom than this counts as being there. */
const NEAR_PX = 90;

export class Chat {
  #messages = new Map();
  #nodes = new Map();
  #unread = 0;
  #scroll = byId("scroll");
  #column = byId("column");
  // Growing boxes and narrow windows move the bottom away from someone who was there.
  #atBottom = true;

  constructor({ emptied }) {
    this.emptied = emptied;
    this.#scroll.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    byId("to-bottom").addEventListener("click", () => this.#toBottom(true));
    this.#column.addEventListener("resized", () => this.#scrolled());
    new ResizeObserver(() => {
      measureQuotes(this.#column);
      if (this.#atBottom) this.#toBottom(false);
    }).observe(this.#scroll);
  }

  get isEmpty() {
    return this.#messages.size === 0;
  }

  /** Shows a chat from scratch. `card` stands in an empty one. */
  reset(messages, scene, card) {
    this.scene = scene;
    this.card = card;
    this.#messages.clear();
    this.#nodes.clear();
    this.#column.replaceChildren();
    for (const message of [...messages].sort((a, b) => a.message_id - b.message_id)) this.#insert(message);
    this.#arrange();
    measureQuotes(this.#column);
    this.#toBottom(false);
  }

  /**
   * Brings the chat to a newer snapshot of itself after a break, with as little movement as possible.
   * Ids that now belong to something else are the sign of another history: that starts from scratch.
   */
  catchUp(messages, scene, card) {
    const same = messages.every((message) => {
      const known = this.#messages.get(message.message_id);
      return !known || (known.date === message.date && known.from?.id === message.from?.id);
    });
    if (!same) return this.reset(messages, scene, card);
    this.scene = scene;
    this.card = card;
    const present = new Set(messages.map((message) => message.message_id));
    for (const id of [...this.#messages.keys()]) if (!present.has(id)) this.remove(id);
    for (const message of messages) {
      const known = this.#messages.get(message.message_id);
      if (JSON.stringify(known) !== JSON.stringify(message)) this.add(message);
    }
    if (this.isEmpty) this.#arrange();
  }

  /** The same messages in another language of the page, staying where they are. */
  redraw(scene, card) {
    const kept = [...this.#messages.values()];
    const { scrollTop } = this.#scroll;
    const wasAtBottom = this.#atBottom;
    this.reset(kept, scene, card);
    if (!wasAtBottom) this.#scroll.scrollTop = scrollTop;
  }

  /** A new message, or one that is here already. Returns whether it was new. */
  add(message) {
    if (this.#messages.has(message.message_id)) {
      this.edit(message);
      return false;
    }
    const own = message.from?.id === this.scene.me.id;
    const follow = this.#atBottom || own;
    const node = this.#keepingPosition(!follow, () => this.#insert(message));
    node.classList.add("arriving");
    if (follow) this.#toBottom(true);
    else this.#showUnread(this.#unread + 1);
    return true;
  }

  edit(message) {
    const before = this.#messages.get(message.message_id);
    if (!before) return;
    const node = this.#nodes.get(message.message_id);
    const wasAtBottom = this.#atBottom;
    this.#keepingPosition(!wasAtBottom, () => {
      this.#messages.set(message.message_id, message);
      updateMessageNode(node, before, message, this.scene);
    });
    if (wasAtBottom) this.#toBottom(false);
  }

  remove(messageId) {
    const node = this.#nodes.get(messageId);
    if (!node) return;
    this.#keepingPosition(!this.#atBottom, () => {
      node.remove();
      this.#messages.delete(messageId);
      this.#nodes.delete(messageId);
    });
  }

  /** Buttons of a message began or ceased to wait. */
  refreshKeys(messageId) {
    const node = this.#nodes.get(messageId);
    if (node) refreshKeys(node, (data) => this.scene.waits(messageId, data));
  }

  // --- Order, days, runs ---------------------------------------------------

  #insert(message) {
    const node = messageNode(message, this.scene);
    // Nearly always the last one, but a history page may bring older ones.
    const after = [...this.#nodes].reverse().find(([id]) => id < message.message_id)?.[1];
    if (after) after.after(node);
    else this.#column.prepend(node);
    this.#messages.set(message.message_id, message);
    this.#nodes.set(message.message_id, node);
    if ([...this.#nodes.keys()].at(-2) > message.message_id) this.#sortMaps();
    return node;
  }

  #sortMaps() {
    const sorted = (map) => new Map([...map].sort(([a], [b]) => a - b));
    this.#messages = sorted(this.#messages);
    this.#nodes = sorted(this.#nodes);
  }

  /** Day marks, runs of one sender (only the last has a tail), read marks, and the empty chat. */
  #arrange() {
    for (const mark of this.#column.querySelectorAll(".day, .intro")) mark.remove();
    let day = null;
    let previous = null;
    let unanswered = [];
    for (const [id, message] of this.#messages) {
      const node = this.#nodes.get(id);
      const today = dayOf(message.date);
      const newDay = today !== day;
      if (newDay) node.before(make("div.day", {}, make("span", {}, dayName(message.date, this.scene.words))));
      day = today;
      const sameRun = !newDay && previous?.message.from?.id === message.from?.id;
      node.classList.toggle("first", !sameRun);
      node.classList.add("last");
      if (sameRun) previous.node.classList.remove("last");
      previous = { message, node };
      // Whatever the bot has answered, it has read.
      if (node.dataset.from === "person") unanswered.push(node);
      else {
        for (const each of unanswered) each.classList.add("was-read");
        unanswered = [];
      }
    }
    if (this.isEmpty && this.card) this.#column.append(this.card);
    this.emptied(this.isEmpty);
  }

  // --- Scrolling -----------------------------------------------------------

  /** Runs a change; with `keep`, what is at the top of the view stays where the eye is. */
  #keepingPosition(keep, change) {
    const edge = this.#scroll.getBoundingClientRect().top;
    const anchor = keep
      ? [...this.#nodes.values()].find((node) => node.getBoundingClientRect().bottom > edge)
      : null;
    const before = anchor?.getBoundingClientRect().top;
    const result = change();
    this.#arrange();
    measureQuotes(this.#column);
    if (anchor?.isConnected) this.#scroll.scrollTop += anchor.getBoundingClientRect().top - before;
    this.#scrolled();
    return result;
  }

  #toBottom(smooth) {
    this.#atBottom = true;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#scroll.scrollTo({ top: this.#scroll.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
    this.#showUnread(0);
    byId("to-bottom").hidden = true;
    this.#gliding = smooth && !calm ? performance.now() : 0;
  }

  // While gliding down the position is far from the bottom though the aim is to be there.
  #gliding = 0;

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (!near && performance.now() - this.#gliding < 700) return;
    this.#atBottom = near;
    byId("to-bottom").hidden = near;
    if (near) this.#showUnread(0);
  }

  #showUnread(count) {
    this.#unread = count;
    const badge = byId("unread");
    badge.hidden = count === 0;
    badge.textContent = count ? String(count) : "";
    if (count) byId("to-bottom").hidden = false;
  }
}

const dayOf = (seconds) => new Date(seconds * 1000).toDateString();

function dayName(seconds, words) {
  const now = Date.now() / 1000;
  if (dayOf(seconds) === dayOf(now)) return words.today;
  if (dayOf(seconds) === dayOf(now - 86400)) return words.yesterday;
  return new Intl.DateTimeFormat(words.tag, { day: "numeric", month: "long" }).format(seconds * 1000);
}
