// What the person of a pane does: writes, presses, follows links, asks the bot inline, passes messages on.

import { api } from "../api.js";
import { askToOpen, choose, copyText } from "../dialogs/dialog.js";
import { newChat } from "../dialogs/newchat.js";
import { avatar, make } from "../dom.js";
import { mayOpen } from "../message/format.js";
import { messageNode } from "../message/message.js";
import { idOf, inShort, isEphemeral, keyOf, senderOf } from "../message/sender.js";
import { botLink, chosenChats } from "./links.js";
import { GENERAL } from "../model.js";

/** How long the bot may let people wait who have called it as a guest. */
const GUEST_MS = 30000;
/** The choice of a chat that is not there yet. */
const NEW = Symbol("new chat");

export class Actions {
    // One after another, so that two quick messages cannot change places.
    #sending = Promise.resolve();

    constructor(pane) {
        this.pane = pane;
    }

    // --- Writing -------------------------------------------------------------

    /** Where a message goes: the chat, the topic, and what it answers. */
    #place() {
        const { chat, thread, replyTo } = this.pane;
        const place = { from: this.pane.me.id, chat: chat.id };
        const topic = thread ?? (replyTo?.is_topic_message ? replyTo.message_thread_id : null);
        if (chat.is_forum && topic !== null && topic !== GENERAL) place.thread = topic;
        if (replyTo) place[isEphemeral(replyTo) ? "reply_to_ephemeral" : "reply_to"] = Object.values(idOf(replyTo))[0];
        return place;
    }

    /** Resolves to whether it was sent. */
    send(text, attachment) {
        const { editing } = this.pane;
        if (editing && !attachment) return this.#change(editing, text);
        const fields = { ...this.#place(), text };
        if (attachment) fields.attachment = attachment;
        const speaker = this.pane.sendAs.id;
        if (speaker !== fields.from) fields.send_as = speaker;
        this.pane.reply(null);
        const sent = this.#sending.then(() => this.pane.guarded(() => this.#post(fields)));
        this.#sending = sent;
        return sent.then(Boolean);
    }

    #change({ message_id }, text) {
        const { me, chat } = this.pane;
        this.pane.editing = null;
        this.pane.reply(null);
        return this.pane.guarded(() => api.editMessage({ from: me.id, chat: chat.id, message_id, text })).then(Boolean);
    }

    remove({ message_id }) {
        const { me, chat } = this.pane;
        return this.pane.guarded(() => api.deleteMessage({ from: me.id, chat: chat.id, message_id }));
    }

    /** The same once more takes it back. */
    react({ message_id, sandbox }, emoji) {
        const { me, chat } = this.pane;
        const before = sandbox?.reactions?.[me.id]?.[0]?.emoji;
        return this.pane.guarded(() =>
            api.react({ from: me.id, chat: chat.id, message_id, emoji: before === emoji ? "" : emoji }),
        );
    }

    async #post(fields) {
        const { message, guest_query_id: guest } = await api.send(fields);
        this.#sent(fields, message);
        if (guest) this.pane.typing(Date.now() + GUEST_MS);
        return true;
    }

    #sent({ from, chat }, message) {
        if (message && chat === this.pane.chat.id && from === this.pane.me.id) this.pane.messages.add(message);
    }

    /** START after a link was followed. */
    start() {
        const { payload } = this.pane;
        this.pane.payload = null;
        return this.send(payload ? `/start ${payload}` : "/start").then(() => this.pane.showFoot());
    }

    copy = (text) => copyText(this.pane.root, text, this.pane.words);

    // --- Pressing ------------------------------------------------------------

    press(message, button, kind) {
        const { pane } = this;
        const { me, chat } = pane;
        if (kind === "callback") {
            pane.presses.press(keyOf(message), {
                from: me.id,
                chat: chat.id,
                ...idOf(message),
                data: button.callback_data,
            });
        } else if (kind === "url") this.openLink(button.url);
        else if (kind === "copy") this.copy(button.copy_text?.text ?? "");
        else if (kind === "inline") this.#fill(button);
        else pane.toast(pane.words.keyNotYet);
    }

    /** Buttons that write an inline query into a text box, here or in a chosen chat. */
    async #fill(button) {
        const { pane } = this;
        const draft = (query) => `@${pane.model.bot.username} ${query}`;
        if (button.switch_inline_query_current_chat !== undefined) {
            pane.composer.write(draft(button.switch_inline_query_current_chat));
            return pane.composer.focus();
        }
        const all = pane.model.chatsOf(pane.me.id);
        const wish = button.switch_inline_query_chosen_chat;
        const chat = await this.#chooseChat(wish ? chosenChats(wish, all) : all);
        if (chat)
            await pane.guarded(() =>
                pane.show(pane.me.id, chat.id, { draft: draft(wish?.query ?? button.switch_inline_query ?? "") }),
            );
    }

    async #chooseChat(chats, title = this.pane.words.chooseChat, above = null) {
        const { pane } = this;
        const items = chats.map((chat) => ({
            value: chat,
            picture: avatar(pane.model.face(chat, pane.me.id), pane.title(chat), "small"),
            name: pane.title(chat),
            about: pane.model.about(chat, pane.words),
        }));
        // Who has no chat that fits makes one.
        items.push({ value: NEW, picture: avatar(0, "+", "small"), name: pane.words.newChat });
        const chosen = await choose(pane.root, {
            testid: "choose-chat",
            title,
            above,
            items,
            empty: pane.words.noChats,
            words: pane.words,
        });
        return chosen === NEW ? newChat(pane) : chosen;
    }

    // --- Links ---------------------------------------------------------------

    /** `shown` is the text people saw; an address that was in plain sight needs no question. */
    async openLink(url, shown) {
        const { pane } = this;
        if (!mayOpen(url) || !URL.canParse(url)) return pane.toast(pane.words.badLink);
        const link = botLink(url, pane.model.bot.username);
        if (link?.kind === "startgroup") return this.#addToGroup(link.payload);
        if (link)
            return pane.guarded(() =>
                pane.show(pane.me.id, pane.me.id, { payload: link.kind === "start" ? link.payload : null }),
            );
        if (shown === url || (await askToOpen(pane.root, url, pane.words)))
            window.open(url, "_blank", "noopener,noreferrer");
        return undefined;
    }

    async #addToGroup(payload) {
        const { pane } = this;
        const { me, model, words } = pane;
        const groups = model.chatsOf(me.id).filter((chat) => chat.type !== "private");
        const chat = await this.#chooseChat(groups, words.chooseGroup);
        if (!chat) return;
        await pane.guarded(async () => {
            await api.setMember(chat.id, { user: model.bot.id, status: "member", by: me.id, payload });
            await pane.show(me.id, chat.id);
        });
    }

    // --- Inline mode ---------------------------------------------------------

    async askInline(query, offset) {
        const { pane } = this;
        return pane.guarded(() => api.inlineQuery({ from: pane.me.id, chat: pane.chat.id, query, offset }));
    }

    async sendResult(result, { inline_query_id }) {
        const { pane } = this;
        // Whatever comes out of inline mode answers public messages only.
        const { reply_to_ephemeral, ...place } = this.#place();
        pane.reply(null);
        await pane.guarded(async () => {
            const { message } = await api.inlineResult({ ...place, inline_query_id, result_id: result.id });
            this.#sent(place, message);
        });
    }

    /** The button above the results leads to the bot. */
    pressAbove({ start_parameter: payload }) {
        const { pane } = this;
        if (payload === undefined) return pane.toast(pane.words.keyNotYet);
        return pane.guarded(() => pane.show(pane.me.id, pane.me.id, { payload }));
    }

    // --- Passing on ----------------------------------------------------------

    async forward(message) {
        const { pane } = this;
        const { me, words } = pane;
        // Buttons stay behind when a message is passed on, and so does the mark of an edit.
        const { reply_markup, edit_date, reply_to_message, ...rest } = message;
        const origin = message.forward_origin ?? { sender_user_name: senderOf(message, pane.scene()).name };
        const stranger = { ...pane.scene(), me: { id: -1 }, menu: null, chat: { type: "private" } };
        const node = messageNode({ ...rest, forward_origin: origin }, stranger);
        node.classList.add("first", "last");
        const chat = await this.#chooseChat(
            pane.model.chatsOf(me.id),
            words.forwardTo,
            make("div.preview", { "data-testid": "forwarded" }, node),
        );
        if (!chat) return;
        const author = senderOf(message);
        const known = pane.model.user(author.id) && !message.forward_origin;
        const forwarded_from = known ? author.id : (origin.sender_user_name ?? author.name);
        await pane.guarded(async () => {
            await api.send({ from: me.id, chat: chat.id, text: inShort(message), forwarded_from });
            await pane.show(me.id, chat.id);
        });
    }
}
