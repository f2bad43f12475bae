// What a message carries besides text: pictures, files, places, contacts, dice, reactions.

import { icon, make } from "../dom.js";

const FILES = ["document", "video", "animation", "audio", "voice", "video_note", "sticker"];

/** Whether there is anything to show without a text. */
export const hasAttachment = (message) =>
    Boolean(message.photo || message.location || message.contact || message.dice) ||
    FILES.some((field) => message[field]);

/** In a word or two, for quotes and menus. */
export function nameOfAttachment(message, words) {
    if (message.photo) return words.photo;
    if (message.dice) return `${message.dice.emoji} ${message.dice.value}`;
    if (message.contact) return `${message.contact.first_name} ${message.contact.phone_number}`;
    if (message.location) return words.attachments.location;
    const field = FILES.find((each) => message[each]);
    return field ? (message[field].file_name ?? words.attachments[field] ?? field) : "…";
}

const address = (file) => `/sandbox/files/${encodeURIComponent(file.file_id)}`;

/** The node of an attachment, or `null`. */
export function attachment(message, words) {
    if (message.photo) return photo(message.photo.at(-1), words);
    if (message.dice) return make("div.dice", { "data-testid": "dice" }, `${message.dice.emoji} ${message.dice.value}`);
    if (message.venue) return row("place", message.venue.title, message.venue.address);
    if (message.location)
        return row("place", words.attachments.location, `${message.location.latitude}, ${message.location.longitude}`);
    if (message.contact) {
        const { first_name, last_name, phone_number } = message.contact;
        return row("contact", [first_name, last_name].filter(Boolean).join(" "), phone_number);
    }
    const field = FILES.find((each) => message[each]);
    return field ? file(field, message[field], words) : null;
}

/** The picture, as large as the bubble; a press opens the file itself. */
function photo(size, words) {
    const { width, height } = size;
    const link = { href: address(size), target: "_blank", rel: "noopener" };
    return make(
        "a.photo",
        link,
        make("img", { "data-testid": "photo", src: address(size), width, height, alt: words.photo }),
    );
}

function file(field, about, words) {
    const size = about.file_size ? `${Math.max(1, Math.round(about.file_size / 1024))} KB` : "";
    const name = about.file_name ?? about.title ?? words.attachments[field] ?? field;
    const node = row(
        field === "voice" || field === "audio" ? "voice" : field === "sticker" ? "smile" : "file",
        name,
        size,
        "a",
    );
    node.href = address(about);
    node.target = "_blank";
    node.rel = "noopener";
    return node;
}

function row(name, title, about, tag = "div") {
    return make(
        `${tag}.attachment`,
        { "data-testid": "attachment" },
        make("span.tile", { "data-hue": 0 }, icon(name)),
        make("span.two-lines", {}, make("b", {}, title), make("small", {}, about)),
    );
}

/** Below the text: who thinks what of it. */
export function reactions(message) {
    const all = Object.values(message.sandbox?.reactions ?? {}).flat();
    if (!all.length) return null;
    const counts = new Map();
    for (const { emoji = "★" } of all) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
    return make(
        "div.reactions",
        { "data-testid": "reactions" },
        ...[...counts].map(([emoji, count]) => make("span", {}, `${emoji} ${count}`)),
    );
}
