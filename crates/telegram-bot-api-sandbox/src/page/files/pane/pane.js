// One person with one chat open: what is shown, what this person does, and what happens to them.

import { api, chatId } from "../api.js";
import { report } from "../events.js";
import { recallDraft, rememberDraft } from "../location.js";
import { openMenu, showAlert, toast } from "../dialogs/dialog.js";
import { avatar, fromTemplate, make, translate } from "../dom.js";
import { ephemeralKey, inShort, isEphemeral, isOwn, senderOf } from "../message/sender.js";
import { GENERAL } from "../model.js";
import { put, wordsFor } from "../words.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { Actions } from "./actions.js";
import { Attach } from "./attach.js";
import { Header } from "./header.js";
import { ReplyKeys } from "./replykeys.js";
import { SendAs } from "./sendas.js";
import { Presses } from "./presses.js";

const TYPING_MS = 5000;
/** A few that every chat allows. */
const REACTIONS = ["👍", "🔥"];

export class Pane {
    me = null;
    chat = null;
    thread = null; // of a forum: null for all topics
    profile = {};
    loaded = false;
    replyTo = null;
    // The own message that is being changed.
    editing = null;
    // What a followed link wants START to say; null without such a link.
    payload = null;
    words = wordsFor("");
    #typingUntil = 0;
    // Two loads can overlap (a quick switch of people); only the last one may draw.
    #turn = 0;

    /** `page` is what panes ask of the page: `model`, `moved()`, `touched(pane)`, `beside(pane)`, `close(pane)`, `openPanel()`. */
    constructor(page) {
        this.page = page;
        this.model = page.model;
        const { root, parts } = fromTemplate("pane");
        Object.assign(this, { root, parts });
        this.actions = new Actions(this);
        this.messages = new Chat(parts, { changed: () => this.showFoot() });
        this.presses = new Presses({
            changed: (key) => this.messages.refreshKeys(key),
            answered: (event) => this.#answered(event),
            failed: (error) => this.failed(error),
        });
        this.composer = new Composer(parts, {
            words: () => this.words,
            send: (text) => this.actions.send(text),
            ask: (query, offset) => this.actions.askInline(query, offset),
            pick: (result, answer) => this.actions.sendResult(result, answer),
            press: (button) => this.actions.pressAbove(button),
            changed: (text) => this.loaded && rememberDraft(this.me.id, this.chat.id, text),
            scroll: (key) => this.messages.scrollBy(key),
        });
        this.header = new Header(this);
        this.sendAs = new SendAs(this);
        this.attach = new Attach(this);
        this.replyKeys = new ReplyKeys(this);
        parts.retry.addEventListener("click", () => page.retryNow());
        parts.skip.addEventListener("click", () => this.composer.focus());
        parts.scroll.addEventListener("keydown", (event) => event.key === "Escape" && this.composer.focus());
        parts.replyClose.addEventListener("click", () => this.reply(null));
        for (const name of ["pointerdown", "focusin"]) root.addEventListener(name, () => page.touched(this), true);
    }

    close() {
        this.messages.close();
        this.root.remove();
    }

    get draft() {
        return this.composer.text;
    }

    write = (text) => this.composer.write(text);

    // --- What went wrong, and what is told -----------------------------------

    toast = (text) => toast(this.root, text);
    failed = (error) =>
        this.toast(put(this.words.failed, { reason: error.status ? error.message : this.words.offline }));

    async guarded(action) {
        try {
            return await action();
        } catch (error) {
            report(error);
            this.failed(error);
            return undefined;
        }
    }

    get botName() {
        return this.profile.name || this.model.bot.first_name;
    }

    title = (chat = this.chat) => this.model.title(chat, this.me.id, this.words, this.botName);

    // --- Showing -------------------------------------------------------------

    /** Opens a chat as a person; `draft` is written into the text box, `payload` is what START will say. */
    async show(user, where = user, { thread = null, draft = "", payload = null } = {}) {
        const me = this.model.user(user);
        const chat = me && this.model.chat(where);
        if (!chat) return;
        const turn = ++this.#turn;
        const [profile, messages] = await Promise.all([
            api.profile(me.language_code, where, user),
            api.messages(where, user),
        ]);
        if (turn !== this.#turn) return;
        Object.assign(this, { me, chat: this.model.chat(where) ?? chat, thread, profile, payload, loaded: true });
        this.#typingUntil = 0;
        this.model.forgetNews(user, where);
        this.#showWords();
        this.messages.reset(messages, this.scene(), this.#intro());
        this.reply(null);
        this.composer.write(draft || recallDraft(user, where));
        this.showAround();
        this.page.moved();
        if (draft) this.composer.focus();
    }

    /** The same again after a break, with as little movement as possible. */
    async catchUp() {
        const turn = ++this.#turn;
        const user = this.me.id;
        const where = this.chat.id;
        const me = this.model.user(user);
        const chat = me && this.model.chat(where);
        // The page has made sure that both are there.
        if (!chat) return;
        const [profile, messages] = await Promise.all([
            api.profile(me.language_code, where, user),
            api.messages(where, user),
        ]);
        if (turn !== this.#turn) return;
        Object.assign(this, { me, chat, profile });
        this.#showWords();
        this.messages.catchUp(messages, this.scene(), this.#intro());
        this.showAround();
    }

    /** The person or the bot's profile changed, the messages did not. */
    async refresh() {
        const before = this.words;
        this.me = this.model.user(this.me.id) ?? this.me;
        this.profile = await api.profile(this.me.language_code, this.chat.id, this.me.id);
        this.#showWords();
        // Drawing again folds quotes, so it is left to when something would look different.
        if (this.words !== before || this.messages.isEmpty) this.messages.redraw(this.scene(), this.#intro());
        else this.messages.scene = this.scene();
        this.showAround();
    }

    #showWords() {
        this.words = wordsFor(this.me.language_code);
        this.root.lang = this.words.tag;
        this.root.dataset.userId = this.me.id;
        translate(this.root, this.words);
    }

    showAround() {
        this.header.show();
        this.sendAs.show();
        this.composer.setCommands(this.profile.commands, this.chat.withBot ? "" : `@${this.model.bot.username}`);
        this.composer.setInlineBot(this.model.settings.inline_mode === "off" ? "" : this.model.bot.username);
        this.showStatus();
        this.showFoot();
    }

    showStatus() {
        if (!this.loaded) return;
        const typing = this.#typingUntil > Date.now();
        const { status, offline } = this.parts;
        status.textContent = typing ? this.words.typing : this.model.about(this.chat, this.words);
        status.dataset.state =
            !this.model.online || (this.chat.withBot && !this.model.connected) ? "off" : typing ? "typing" : "on";
        offline.hidden = this.model.online;
    }

    typing(until = Date.now() + TYPING_MS) {
        this.#typingUntil = until;
        this.showStatus();
        if (until) setTimeout(() => this.showStatus(), until - Date.now() + 50);
    }

    showFoot() {
        if (!this.loaded) return;
        this.composer.show(this.#instead());
        this.replyKeys.show();
    }

    /** What stands in the place of the text box. */
    #instead() {
        const { model, chat, me, words } = this;
        if (chat.withBot) {
            if (me.blocked)
                return {
                    label: words.unblockBot,
                    act: () => this.guarded(() => model.changeUser(me.id, { blocked: false })),
                };
            if (this.payload !== null) return { label: words.start, act: () => this.actions.start() };
            return this.messages.isEmpty ? { label: words.start, act: () => this.actions.send("/start") } : null;
        }
        if (chat.migrated_to) return { label: words.openSupergroup, act: () => this.show(me.id, chat.migrated_to) };
        if (!model.isMember(chat, me.id)) return { label: words.notMember };
        const topic = chat.topics?.find((each) => each.message_thread_id === this.thread);
        return topic?.state === "closed" && !model.isAdmin(chat, me.id) ? { label: words.topicClosed } : null;
    }

    /** What stands in a chat before its first message. */
    #intro() {
        const { chat, words, profile } = this;
        if (!chat.withBot) return make("div.intro.small", { "data-testid": "intro" }, make("p", {}, words.noMessages));
        return make(
            "div.intro",
            { "data-testid": "intro" },
            avatar(this.model.bot.id, this.botName, "large"),
            // The question makes sense only with its answer.
            make("h2", {}, profile.description ? words.whatCan : this.botName),
            profile.description ? make("p", {}, profile.description) : null,
        );
    }

    /** What all messages share; made anew whenever one of these changes. */
    scene() {
        const { chat, me, words, actions } = this;
        return {
            bot: { ...this.model.bot, name: this.botName },
            me,
            chat,
            words,
            shows: (message) => this.#shows(message),
            act: {
                command: (text) =>
                    actions.send(chat.withBot || text.includes("@") ? text : `${text}@${this.model.bot.username}`),
                link: (url, shown) => actions.openLink(url, shown),
                copy: (text) => actions.copy(text),
                draft: (text) => this.composer.write(text),
                find: (key) => this.messages.goTo(key),
            },
            press: (message, button, kind) => actions.press(message, button, kind),
            waits: (key, data) => this.presses.waits(key, data),
            topicName: (message) => this.#topicName(message),
            reply: (message) => this.reply(message),
            forward: (message) => actions.forward(message),
            menu: (message, point) => this.#menu(message, point),
        };
    }

    #shows(message) {
        if (!this.chat.is_forum || this.thread === null) return true;
        const topic = message.is_topic_message ? message.message_thread_id : GENERAL;
        return topic === this.thread;
    }

    #topicName(message) {
        if (this.thread !== null || !message.is_topic_message) return null;
        return this.chat.topics?.find((topic) => topic.message_thread_id === message.message_thread_id)?.name ?? null;
    }

    // --- Answering -----------------------------------------------------------

    /** Changes an own message: its text goes back into the text box. */
    edit(message) {
        this.reply(message);
        this.replyTo = null;
        this.editing = message;
        this.parts.replyName.textContent = this.words.edit;
        this.write(message.text ?? message.caption ?? "");
    }

    reply(message) {
        if (this.editing && !message) this.write("");
        this.editing = null;
        this.replyTo = message;
        const { replyBar, replyName, replyText } = this.parts;
        replyBar.hidden = !message;
        if (!message) return;
        replyName.textContent = senderOf(message, this.scene()).name;
        replyText.textContent = inShort(message, this.words);
        this.composer.focus();
    }

    #menu(message, { clientX, clientY }) {
        const { words } = this;
        const own = isOwn(message, this.me) && !isEphemeral(message);
        openMenu(this.root, { x: clientX, y: clientY }, [
            { label: words.reply, icon: "reply", testid: "menu-reply", act: () => this.reply(message) },
            !isEphemeral(message) && {
                label: words.forward,
                icon: "forward",
                testid: "menu-forward",
                act: () => this.actions.forward(message),
            },
            own && { label: words.edit, icon: "pen", testid: "menu-edit", act: () => this.edit(message) },
            own && {
                label: words.remove,
                icon: "close",
                testid: "menu-delete",
                act: () => this.actions.remove(message),
            },
            ...(isEphemeral(message)
                ? []
                : REACTIONS.map((emoji) => ({
                      label: `${words.react} ${emoji}`,
                      icon: "smile",
                      testid: "menu-react",
                      act: () => this.actions.react(message, emoji),
                  }))),
            { label: words.copy, icon: "copy", testid: "menu-copy", act: () => this.actions.copy(inShort(message)) },
        ]);
    }

    // --- What happens --------------------------------------------------------

    /** Whether this person, with this client, sees what an event is about. */
    #concerns(event) {
        if (!this.loaded || chatId(event.chat) !== this.chat.id) return false;
        return event.seen_by === undefined || (event.seen_by === this.me.id && this.me.client !== "old");
    }

    handle(event) {
        if (this.loaded) this.#handlers[event.kind]?.(event);
    }

    #handlers = {
        message: (event) => {
            if (!this.#concerns(event)) return;
            const { message } = event;
            const fromBot = message.from?.id === this.model.bot.id;
            if (fromBot) this.typing(0);
            const isNew = this.messages.add(message);
            if (isNew && fromBot && message.sandbox?.reply_markup?.force_reply) this.reply(message);
            if (isNew && fromBot)
                this.parts.announce.textContent = `${this.botName}: ${message.text ?? message.caption ?? ""}`;
        },
        edit: (event) => {
            if (!this.#concerns(event)) return;
            const { message } = event;
            // The bot changes its menus in place: who cannot see that is told.
            const before = this.messages.edit(message);
            const text = message.text ?? message.caption ?? "";
            const said = before && (before.text ?? before.caption ?? "");
            if (before && text !== said && message.from?.id === this.model.bot.id) {
                this.parts.announce.textContent = `${this.botName}, ${this.words.edited}: ${text}`;
            }
        },
        delete: (event) => {
            if (!this.#concerns(event)) return;
            const ephemeral = event.ephemeral_message_id;
            this.messages.remove(
                ephemeral === undefined ? String(event.message_id) : ephemeralKey(event.receiver, ephemeral),
            );
        },
        callback_answer: (event) => event.user === this.me.id && this.presses.answer(event),
        chat_action: (event) => this.#concerns(event) && this.typing(),
        guest_answer: (event) => this.#concerns(event) && this.typing(0),
        chat: ({ chat }) => {
            if (chat.id !== this.chat.id) return;
            const moved = chat.migrated_to && !this.chat.migrated_to;
            this.chat = chat;
            this.messages.scene = this.scene();
            // Clients follow a group to where it has gone.
            if (moved && this.model.chat(chat.migrated_to)) this.guarded(() => this.show(this.me.id, chat.migrated_to));
            else this.showAround();
        },
        user: ({ user }) => {
            if (user.id !== this.me.id || JSON.stringify(user) === JSON.stringify(this.me)) return;
            // Another client sees other messages.
            const other = user.client !== this.me.client;
            this.me = user;
            this.guarded(() => (other ? this.catchUp() : this.refresh()));
        },
        settings: () => this.showAround(),
    };

    #answered({ text, show_alert, url }) {
        if (url) this.actions.openLink(url);
        else if (text && show_alert) showAlert(this.root, text, this.botName, this.words);
        else if (text) this.toast(text);
    }
}
