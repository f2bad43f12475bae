// One message as a bubble.

import { avatar, icon, make } from "../dom.js";
import { put } from "../words.js";
import { attachment, hasAttachment, reactions } from "./attachments.js";
import { formatText } from "./format.js";
import { keyboard } from "./keyboard.js";
import { ephemeralLine, isEphemeral, isOwn, keyOf, originName, replyQuote, senderLine, senderOf } from "./sender.js";
import { serviceNode, serviceText } from "./service.js";

/** Longer than this is a long press. */
const LONG_PRESS_MS = 450;

/**
 * `scene` is what every message of a chat shares: `{ bot, me, chat, words, act, press(message, button, kind),
 * waits(message, data), topicName(message), reply, forward, menu }`.
 */
export function messageNode(message, scene) {
    const service = serviceText(message, scene);
    if (service !== null) return serviceNode(service, message);
    const own = isOwn(message, scene.me);
    const fromBot = message.from?.is_bot && !message.sender_chat;
    const node = make(
        "div.message",
        {
            "data-testid": "message",
            "data-message-id": message.message_id,
            "data-from": fromBot ? "bot" : "person",
            "data-own": own,
            "data-faced": hasFace(scene, own),
            "data-ephemeral": isEphemeral(message),
            "data-edited": message.edit_date !== undefined,
        },
        make("div.stack", {}, bubble(message, scene, own), keysOf(message, scene)),
    );
    if (scene.menu) listen(node, scene);
    // Kept up to date by edits, for whatever is chosen in the menu later.
    node.message = message;
    return node;
}

/**
 * Brings a node up to date after an edit. A message whose text stayed the same keeps its text
 * nodes, so an unfolded quote or an uncovered spoiler does not shut when only the keyboard changes.
 */
export function updateMessageNode(node, before, message, scene) {
    node.message = message;
    const stack = node.querySelector(".stack");
    if (!stack) return;
    const own = isOwn(message, scene.me);
    const focused = stack.contains(document.activeElement);
    const keyAt = [...stack.querySelectorAll(".key")].indexOf(document.activeElement);

    if (message.edit_date !== undefined) node.setAttribute("data-edited", "");
    if (sameContent(before, message)) stack.querySelector(".meta").replaceWith(meta(message, scene, own));
    else stack.querySelector(".bubble").replaceWith(bubble(message, scene, own));
    stack.querySelector(".keys")?.remove();
    const keys = keysOf(message, scene);
    if (keys) stack.append(keys);

    // Whoever walks the keyboard with Tab stays on the message instead of starting over.
    if (focused && !stack.contains(document.activeElement)) {
        const now = stack.querySelectorAll(".key");
        (now[Math.max(keyAt, 0)] ?? now[0])?.focus({ preventScroll: true });
    }
}

/** Where several people write, everybody else has a face. */
const hasFace = (scene, own) => scene.chat.type !== "private" && !own;

const content = (message) =>
    JSON.stringify([
        message.photo,
        message.text,
        message.entities,
        message.caption,
        message.caption_entities,
        message.sandbox?.reactions,
    ]);
const sameContent = (before, after) => content(before) === content(after);

function bubble(message, scene, own) {
    const { words } = scene;
    const text = message.text ?? message.caption;
    const origin = originName(message, scene);
    const topic = scene.topicName?.(message);
    const sender = senderOf(message, scene);
    return make(
        "div.bubble",
        { dir: "auto" },
        hasFace(scene, own) ? avatar(sender.id, sender.name, "small") : null,
        senderLine(message, scene, own) ?? make("span.unseen", {}, `${sender.name}: `),
        topic ? make("div.topic-name", {}, icon("topic"), make("span", {}, topic)) : null,
        origin ? make("div.forwarded", { "data-testid": "origin" }, put(words.forwardedFrom, { name: origin })) : null,
        replyQuote(message, scene),
        attachment(message, words),
        make(
            "div.text",
            {},
            text === undefined && hasAttachment(message)
                ? null
                : text === undefined
                  ? make("em.unsupported", {}, words.unsupported)
                  : formatText(text, message.entities ?? message.caption_entities, scene.act, words),
            meta(message, scene, own),
        ),
        reactions(message),
        ephemeralLine(message, scene),
        scene.menu ? actions(message, scene) : null,
    );
}

/** What can be done with a message, beside it; the last button opens the menu, so that no mouse is needed for it. */
function actions(message, scene) {
    const button = (testid, name, act) =>
        make(
            "button",
            {
                type: "button",
                "data-testid": testid,
                "aria-label": scene.words[name],
                title: scene.words[name],
                onclick: act,
            },
            icon(name),
        );
    const openMenu = (event) => {
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        scene.menu(message, { clientX: left, clientY: bottom });
    };
    return make(
        "div.actions",
        {},
        button("reply", "reply", () => scene.reply(message)),
        isEphemeral(message) ? null : button("forward", "forward", () => scene.forward(message)),
        button("message-menu", "more", openMenu),
    );
}

/** A double click answers; a right click or a long press asks what to do. */
function listen(node, scene) {
    const free = (event) => event.target.closest(".bubble") && !event.target.closest("a, button, [role=button]");
    node.addEventListener("dblclick", (event) => {
        if (!free(event)) return;
        getSelection()?.removeAllRanges();
        scene.reply(node.message);
    });
    node.addEventListener("contextmenu", (event) => {
        if (!free(event) || String(getSelection())) return;
        event.preventDefault();
        scene.menu(node.message, event);
    });
    let timer;
    const stop = () => clearTimeout(timer);
    node.addEventListener("pointerdown", (event) => {
        stop();
        // Not every touch screen reports a long press as a right click.
        if (event.pointerType !== "mouse" && free(event))
            timer = setTimeout(() => scene.menu(node.message, event), LONG_PRESS_MS);
    });
    for (const name of ["pointerup", "pointercancel", "pointermove"]) node.addEventListener(name, stop);
}

function meta(message, scene, own) {
    const { words } = scene;
    const silent = message.sandbox?.disable_notification;
    return make(
        "span.meta",
        {},
        silent ? make("span.silent", { "data-testid": "silent", title: words.silent }, icon("silent")) : null,
        message.edit_date !== undefined ? make("span.edited", { "data-testid": "edited" }, words.edited) : null,
        make("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date, words)),
        own ? icon("check", "ticks sent") : null,
        own ? icon("checks", "ticks read") : null,
    );
}

const keysOf = (message, scene) =>
    keyboard(message.reply_markup, {
        press: (button, kind) => scene.press(message, button, kind),
        waits: (data) => scene.waits(keyOf(message), data),
    });

const clock = (seconds, words) =>
    new Intl.DateTimeFormat(words.tag, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(seconds * 1000);
