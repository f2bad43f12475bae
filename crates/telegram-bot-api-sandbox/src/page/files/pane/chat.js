// The list of messages of one chat: order, days, edits in place, and where it is scrolled to.

import { make } from "../dom.js";
import { measureQuotes } from "../message/format.js";
import { refreshKeys } from "../message/keyboard.js";
import { messageNode, updateMessageNode } from "../message/message.js";
import { isEphemeral, keyOf, sameSender } from "../message/sender.js";

/** Nearer to the bottom than this counts as being there. */
const NEAR_PX = 90;

export class Chat {
    // What is shown, in order: `{ key, order, message, node }`.
    #entries = [];
    #unread = 0;
    #scroll;
    #column;
    #parts;
    // Growing boxes and narrow windows move the bottom away from someone who was there.
    #atBottom = true;

    /** `changed()`: there are messages now, or there are none any more. */
    constructor(parts, { changed }) {
        this.changed = changed;
        this.#parts = parts;
        this.#scroll = parts.scroll;
        this.#column = parts.column;
        this.#scroll.addEventListener("scroll", () => this.#scrolled(), { passive: true });
        parts.toBottom.addEventListener("click", () => this.#toBottom(true));
        this.#column.addEventListener("resized", () => this.#scrolled());
        this.#watch = new ResizeObserver(() => {
            measureQuotes(this.#column);
            if (this.#atBottom) this.#toBottom(false);
        });
        this.#watch.observe(this.#scroll);
    }

    #watch;

    get isEmpty() {
        return this.#entries.length === 0;
    }

    /** Shows a chat from scratch. `card` stands in an empty one. */
    reset(messages, scene, card) {
        this.scene = scene;
        this.card = card;
        this.#entries = [];
        this.#column.replaceChildren();
        for (const message of messages) if (scene.shows(message)) this.#insert(message);
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
            const known = this.#find(keyOf(message))?.message;
            return !known || (known.date === message.date && known.from?.id === message.from?.id);
        });
        if (!same) return this.reset(messages, scene, card);
        this.scene = scene;
        this.card = card;
        const present = new Set(messages.map(keyOf));
        for (const { key } of [...this.#entries]) if (!present.has(key)) this.remove(key);
        for (const message of messages) {
            const known = this.#find(keyOf(message))?.message;
            if (JSON.stringify(known) !== JSON.stringify(message)) this.add(message);
        }
        if (this.isEmpty) this.#arrange();
    }

    /** The same messages in another language of the page, staying where they are. */
    redraw(scene, card) {
        const kept = this.#entries.map(({ message }) => message);
        const { scrollTop } = this.#scroll;
        const wasAtBottom = this.#atBottom;
        this.reset(kept, scene, card);
        if (!wasAtBottom) this.#scroll.scrollTop = scrollTop;
    }

    /** A new message, or one that is here already. Returns whether it was new. */
    add(message) {
        if (!this.scene.shows(message)) return false;
        if (this.#find(keyOf(message))) {
            this.edit(message);
            return false;
        }
        const own = message.from?.id === this.scene.me.id;
        // The browser reports scrolling with the next frame, and a message may come before it.
        this.#scrolled();
        const follow = this.#atBottom || own;
        const node = this.#keepingPosition(!follow, () => this.#insert(message));
        node.classList.add("arriving");
        if (follow) this.#toBottom(true);
        else this.#showUnread(this.#unread + 1);
        return true;
    }

    /** Replaces a message; gives what it was before. */
    edit(message) {
        const entry = this.#find(keyOf(message));
        if (!entry) return undefined;
        const before = entry.message;
        const wasAtBottom = this.#atBottom;
        this.#keepingPosition(!wasAtBottom, () => {
            entry.message = message;
            updateMessageNode(entry.node, before, message, this.scene);
        });
        if (wasAtBottom) this.#toBottom(false);
        return before;
    }

    /** PageUp, PageDown, Home and End of who is writing move the messages. */
    scrollBy(key) {
        const { clientHeight, scrollHeight } = this.#scroll;
        const top = {
            Home: -scrollHeight,
            End: scrollHeight,
            PageUp: -clientHeight * 0.9,
            PageDown: clientHeight * 0.9,
        }[key];
        this.#scroll.scrollBy({ top, behavior: "instant" });
    }

    remove(key) {
        const entry = this.#find(key);
        if (!entry) return;
        this.#keepingPosition(!this.#atBottom, () => {
            entry.node.remove();
            this.#entries.splice(this.#entries.indexOf(entry), 1);
        });
    }

    /** The newest message of which something is true. */
    newest = (test) => this.#entries.findLast(({ message }) => test(message))?.message;

    /** Buttons of a message began or ceased to wait. */
    refreshKeys(key) {
        const entry = this.#find(key);
        if (entry) refreshKeys(entry.node, (data) => this.scene.waits(key, data));
    }

    /** Brings a message into view and says which one it is. */
    goTo(key) {
        const node = this.#find(key)?.node;
        if (!node) return;
        node.scrollIntoView({ block: "center" });
        node.classList.add("found");
        setTimeout(() => node.classList.remove("found"), 1200);
    }

    #find(key) {
        return this.#entries.findLast((entry) => entry.key === key);
    }

    /** A pane that goes away must not be held by what watches it. */
    close() {
        this.#watch.disconnect();
    }

    // --- Order, days, runs ---------------------------------------------------

    /**
     * Messages are ordered by their ids. An ephemeral one is counted apart: it comes after everything that was there
     * before it, or right behind the public message in whose place it stands.
     */
    #orderOf(message) {
        if (!isEphemeral(message)) return message.message_id;
        return message.sandbox?.replaces ?? Math.floor(this.#entries.at(-1)?.order ?? 0);
    }

    #insert(message) {
        const node = messageNode(message, this.scene);
        const order = this.#orderOf(message);
        // Nearly always the last one, but answers overtake each other.
        const at = this.#entries.findLastIndex((entry) => entry.order <= order);
        const after = this.#entries[at]?.node;
        if (after) after.after(node);
        else this.#column.prepend(node);
        this.#entries.splice(at + 1, 0, { key: keyOf(message), order, message, node });
        return node;
    }

    /** Day marks, runs of one sender (only the last has a tail), read marks, and the empty chat. */
    #arrange() {
        for (const mark of this.#column.querySelectorAll(".day, .intro")) mark.remove();
        const covered = new Set(
            this.#entries
                .map(({ message }) => message.sandbox?.replaces)
                .filter(Boolean)
                .map(String),
        );
        let day = null;
        let previous = null;
        let unanswered = [];
        for (const { key, message, node } of this.#entries) {
            node.hidden = covered.has(key);
            if (node.hidden) continue;
            const today = dayOf(message.date);
            const newDay = today !== day;
            if (newDay) node.before(make("div.day", {}, make("span", {}, dayName(message.date, this.scene.words))));
            day = today;
            const between = node.dataset.from === "service" || previous?.node.dataset.from === "service";
            const sameRun = !newDay && previous && !between && sameSender(previous.message, message);
            node.classList.toggle("first", !sameRun);
            node.classList.add("last");
            if (sameRun) previous.node.classList.remove("last");
            previous = { message, node };
            // Whatever the bot has answered, it has read.
            if (node.dataset.from === "person") unanswered.push(node);
            else if (node.dataset.from === "bot") {
                for (const each of unanswered) each.classList.add("was-read");
                unanswered = [];
            }
        }
        if (this.isEmpty && this.card) this.#column.append(this.card);
        this.changed();
    }

    // --- Scrolling -----------------------------------------------------------

    /** Runs a change; with `keep`, what is at the top of the view stays where the eye is. */
    #keepingPosition(keep, change) {
        const edge = this.#scroll.getBoundingClientRect().top;
        const anchor = keep
            ? this.#entries.find(({ node }) => !node.hidden && node.getBoundingClientRect().bottom > edge)?.node
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
        this.#parts.toBottom.hidden = true;
        this.#gliding = smooth && !calm ? performance.now() : 0;
    }

    // While gliding down the position is far from the bottom though the aim is to be there.
    #gliding = 0;
    #lastTop = 0;

    #scrolled() {
        const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
        // Gliding only goes down: whatever goes up is a person who wants to read.
        if (scrollTop < this.#lastTop - 1) this.#gliding = 0;
        this.#lastTop = scrollTop;
        const near = scrollHeight - scrollTop - clientHeight < NEAR_PX;
        if (!near && performance.now() - this.#gliding < 700) return;
        this.#atBottom = near;
        this.#parts.toBottom.hidden = near;
        if (near) this.#showUnread(0);
    }

    #showUnread(count) {
        this.#unread = count;
        const badge = this.#parts.unread;
        badge.hidden = count === 0;
        badge.textContent = count ? String(count) : "";
        if (count) this.#parts.toBottom.hidden = false;
    }
}

const dayOf = (seconds) => new Date(seconds * 1000).toDateString();

function dayName(seconds, words) {
    const now = Date.now() / 1000;
    if (dayOf(seconds) === dayOf(now)) return words.today;
    if (dayOf(seconds) === dayOf(now - 86400)) return words.yesterday;
    return new Intl.DateTimeFormat(words.tag, { day: "numeric", month: "long" }).format(seconds * 1000);
}
