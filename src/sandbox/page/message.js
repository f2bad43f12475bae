// One message as a bubble.

import { icon, make } from "./dom.js";
import { formatText } from "./format.js";
import { keyboard } from "./keyboard.js";
import { put } from "./words.js";

/**
 * `scene` is what every message of a chat shares:
 * `{ bot, me, chat, words, act, press(message, button, kind), waits(messageId, data), forward(message) }`.
 */
export function messageNode(message, scene) {
  const own = message.from?.id === scene.me.id;
  const fromBot = message.from?.is_bot ?? message.from?.id === scene.bot.id;
  return make(
    "div.message",
    {
      "data-testid": "message",
      "data-message-id": message.message_id,
      "data-from": fromBot ? "bot" : "person",
      "data-own": own,
      "data-edited": message.edit_date !== undefined,
    },
    make("div.stack", {}, bubble(message, scene, own), keysOf(message, scene)),
  );
}

/**
 * Brings a node up to date after an edit. A message whose text stayed the same keeps its text
 * nodes, so an unfolded quote or an uncovered spoiler does not shut when only the keyboard changes.
 */
export function updateMessageNode(node, before, message, scene) {
  const own = message.from?.id === scene.me.id;
  const stack = node.querySelector(".stack");
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

const content = (message) => JSON.stringify([message.text, message.entities, message.caption, message.caption_entities]);
const sameContent = (before, after) => content(before) === content(after);

function bubble(message, scene, own) {
  const { words } = scene;
  const text = message.text ?? message.caption;
  const grouped = scene.chat.type !== undefined && scene.chat.type !== "private";
  return make(
    "div.bubble",
    { dir: "auto" },
    grouped && !own ? make("div.sender", { "data-hue": Math.abs(message.from?.id ?? 0) % 7 }, fullName(message.from)) : null,
    message.forwardedFrom ? make("div.forwarded", {}, put(words.forwardedFrom, { name: message.forwardedFrom })) : null,
    message.reply_to_message ? reply(message.reply_to_message) : null,
    make(
      "div.text",
      {},
      text === undefined
        ? make("em.unsupported", {}, words.unsupported)
        : formatText(text, message.entities ?? message.caption_entities, scene.act, words),
      meta(message, scene, own),
    ),
    !own && scene.forward ? forwardButton(message, scene) : null,
  );
}

function forwardButton(message, scene) {
  const label = scene.words.forward;
  return make(
    "button.forward",
    { type: "button", "data-testid": "forward", "aria-label": label, title: label, onclick: () => scene.forward(message) },
    icon("forward"),
  );
}

function meta(message, scene, own) {
  const { words } = scene;
  return make(
    "span.meta",
    {},
    message.edit_date !== undefined ? make("span.edited", { "data-testid": "edited" }, words.edited) : null,
    make("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date, words)),
    own ? icon("check", "ticks sent") : null,
    own ? icon("checks", "ticks read") : null,
  );
}

function reply(original) {
  return make("div.reply", {}, make("strong", {}, fullName(original.from)), make("span", {}, original.text ?? original.caption ?? "…"));
}

const keysOf = (message, scene) =>
  keyboard(message.reply_markup, {
    press: (button, kind) => scene.press(message, button, kind),
    waits: (data) => scene.waits(message.message_id, data),
  });

export const fullName = (user) => [user?.first_name, user?.last_name].filter(Boolean).join(" ");

const clock = (seconds, words) =>
  new Intl.DateTimeFormat(words.tag, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(seconds * 1000);
