// Making a chat: a group of some kind, a channel to write as, or one that the bot is not in.

import { api } from "../api.js";
import { avatar, make } from "../dom.js";
import { fullName } from "../message/sender.js";
import { dialog } from "./dialog.js";

const KINDS = ["supergroup", "forum", "group", "private", "channel"];
const BOT_KINDS = ["absent", "member", "administrator"];

/** Asks for everything and makes the chat; resolves to it, or to `null`. */
export async function newChat(pane) {
    const { model, words, root, me } = pane;
    const options = (list, name) => list.map((kind) => make("option", { value: kind }, words[name][kind]));
    const kind = make("select", { "data-testid": "chat-kind" }, ...options(KINDS, "kinds"));
    const title = make("input.line-input", {
        "data-testid": "chat-title",
        maxlength: 128,
        autocomplete: "off",
        placeholder: words.chatTitle,
    });
    const bot = make("select", { "data-testid": "chat-bot" }, ...options(BOT_KINDS, "statuses"));
    bot.value = "member";
    const boxes = model.users
        .filter(({ id }) => id !== me.id)
        .map((user) => {
            const box = make("input", { type: "checkbox", value: user.id, "data-testid": "chat-member" });
            // Nearly always somebody else is to be in it.
            box.checked = true;
            return {
                box,
                node: make(
                    "label.member",
                    {},
                    avatar(user.id, fullName(user), "small"),
                    make("span.person-name", {}, fullName(user)),
                    box,
                ),
            };
        });
    const field = (word, node) => make("label.field", {}, make("span", {}, word), node);
    const botField = field(pane.botName, bot);
    const show = () => {
        title.hidden = kind.value === "private";
        botField.hidden = kind.value === "private" || kind.value === "channel";
    };
    kind.addEventListener("change", show);
    show();
    const people = make("div.choices", { role: "group", "aria-label": words.people }, ...boxes.map(({ node }) => node));
    const body = make("div.form", {}, field(words.kind, kind), title, people, botField);
    const answer = await dialog(root, {
        testid: "new-chat-dialog",
        title: words.newChat,
        body,
        main: words.create,
        cancel: words.cancel,
    });
    if (answer !== "yes") return null;

    const members = [me.id, ...boxes.filter(({ box }) => box.checked).map(({ box }) => Number(box.value))];
    const type = kind.value === "forum" ? "supergroup" : kind.value;
    const fields = { type, members: type === "private" ? members.slice(0, 2) : members };
    if (type !== "private") fields.title = title.value.trim() || words.kinds[kind.value];
    if (kind.value === "forum") fields.is_forum = true;
    if (!botField.hidden) fields.bot = bot.value;
    return model.keepChat(await api.addChat(fields));
}
