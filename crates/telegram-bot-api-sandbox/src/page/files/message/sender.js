// Who a message is from, as people see it: a person, the bot, or a chat that speaks for one of its administrators.

import { hueOf, icon, make, pressable } from "../dom.js";
import { put } from "../words.js";
import { nameOfAttachment } from "./attachments.js";

export const fullName = (user) => [user?.first_name, user?.last_name].filter(Boolean).join(" ");

/** Who stands above the message. With a `scene`, the bot has its name in the language of the reader. */
export function senderOf(message, scene) {
    const { from, sender_chat: chat } = message;
    if (chat) return { id: chat.id, name: chat.title ?? fullName(chat) };
    return { id: from?.id, name: nameOf(from, scene) };
}

export const nameOf = (user, scene) => (scene && user?.id === scene.bot.id ? scene.bot.name : fullName(user));

/** A message somebody else wrote in one's name is not one's own. */
export const isOwn = (message, me) => message.from?.id === me.id && !message.sender_chat;

/** Two messages of a name in a row are one run. */
export const sameSender = (one, other) =>
    senderOf(one).id === senderOf(other).id &&
    one.via_bot?.id === other.via_bot?.id &&
    isEphemeral(one) === isEphemeral(other);

export const isEphemeral = (message) => message.ephemeral_message_id !== undefined;

/** Names a message within its chat: ephemeral ones are counted apart, for each receiver. */
export const keyOf = (message) =>
    isEphemeral(message)
        ? ephemeralKey(message.receiver_user?.id, message.ephemeral_message_id)
        : String(message.message_id);

export const ephemeralKey = (receiver, id) => `e${receiver}:${id}`;

/** The message as a press or a reply names it. */
export const idOf = (message) =>
    isEphemeral(message) ? { ephemeral_message_id: message.ephemeral_message_id } : { message_id: message.message_id };

/** Where a forwarded message came from. */
export function originName({ forward_origin: origin }, scene) {
    if (!origin) return null;
    return (
        origin.sender_user_name ?? origin.sender_chat?.title ?? origin.chat?.title ?? nameOf(origin.sender_user, scene)
    );
}

/** The line with the name, and through which bot. */
export function senderLine(message, scene, own) {
    const { words, chat } = scene;
    const grouped = chat.type !== "private";
    const sender = senderOf(message, scene);
    const via = message.via_bot?.username;
    const caller = message.guest_bot_caller_user;
    const named = (grouped && !own) || caller;
    if (!named && !via) return null;
    const anonymous = message.sender_chat && message.sender_chat.id === message.chat?.id;
    const tag = anonymous ? words.anonymous : caller ? put(words.guestOf, { name: fullName(caller) }) : null;
    return make(
        "div.sender",
        { "data-hue": hueOf(sender.id) },
        named ? make("span", { "data-testid": "sender" }, sender.name) : null,
        via ? viaLine(via, scene) : null,
        tag ? make("small", {}, tag) : null,
    );
}

function viaLine(username, scene) {
    const name = make("span.link", {}, `@${username}`);
    pressable(name, "", () => scene.act.draft(`@${username} `));
    const [before, after] = scene.words.via.split("{bot}");
    return make("span.via", { "data-testid": "via" }, before, name, after ?? "");
}

/** What a message says, in one line. */
export const inShort = (message, words = null) =>
    message.text ?? message.caption ?? (words ? nameOfAttachment(message, words) : "…");

/** The message that this one answers. */
export function replyQuote(message, scene) {
    const original = message.reply_to_message;
    // A topic's messages all answer the message that made the topic.
    if (!original || original.forum_topic_created) return null;
    const sender = senderOf(original, scene);
    const node = make(
        "div.reply",
        { "data-testid": "reply-quote", "data-hue": scene.chat.type === "private" ? undefined : hueOf(sender.id) },
        make("strong", {}, sender.name),
        make("span", {}, message.quote?.text ?? inShort(original, scene.words)),
    );
    return pressable(node, "", () => scene.act.find(keyOf(original)));
}

/** Who else can see it: nobody. */
export const ephemeralLine = (message, scene) =>
    isEphemeral(message)
        ? make(
              "div.only-you",
              { "data-testid": "only-you" },
              icon("eye"),
              make("span", {}, isOwn(message, scene.me) ? scene.words.onlyYouAndBot : scene.words.onlyYou),
          )
        : null;
