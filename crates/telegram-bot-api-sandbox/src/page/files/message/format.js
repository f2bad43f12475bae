// Message text with entities to DOM nodes. Entity offsets count UTF-16 units, and so do
// JavaScript strings, so they can be used as they are.

import { icon, make, pressable } from "../dom.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s" };

/**
 * `act` is what the text can ask for: `command(text)`, `link(url, shown)`, `copy(text)`;
 * `words` names those actions for people.
 */
export function formatText(text, entities, act, words) {
    const fragment = document.createDocumentFragment();
    const ordered = [...(entities ?? [])].sort(
        // Outer before inner; of two with the same extent a block must hold the inline one.
        (a, b) => a.offset - b.offset || b.length - a.length || BLOCKS.has(b.type) - BLOCKS.has(a.type),
    );
    fill(fragment, text, 0, text.length, ordered, act, words);
    return fragment;
}

function fill(parent, text, from, to, entities, act, words) {
    let at = from;
    let next = 0;
    while (next < entities.length) {
        const entity = entities[next++];
        const start = Math.max(entity.offset, at);
        const end = Math.min(entity.offset + entity.length, to);
        if (start >= end) continue;
        const inside = [];
        while (next < entities.length && entities[next].offset < end) inside.push(entities[next++]);
        parent.append(text.slice(at, start));
        const { node, body } = element(entity, text.slice(start, end), act, words);
        fill(body, text, start, end, inside, act, words);
        parent.append(node);
        at = end;
        // A block ends its line by itself; the line break behind it would show as an empty line.
        if (BLOCKS.has(entity.type) && text[at] === "\n") at += 1;
    }
    if (at < to) parent.append(text.slice(at, to));
}

/** The node for one entity, and where the text inside goes. */
function element(entity, shown, act, words) {
    const same = (node) => ({ node, body: node });
    switch (entity.type) {
        case "bold":
        case "italic":
        case "underline":
        case "strikethrough":
            return same(make(TAGS[entity.type]));
        case "spoiler":
            return same(spoiler(words));
        case "code":
            return same(pressable(make("code"), words.copy, () => act.copy(shown)));
        case "pre":
            return codeBlock(entity, shown, act, words);
        case "blockquote":
            return quote(false, words);
        case "expandable_blockquote":
            return quote(true, words);
        case "text_link":
            return same(link(entity.url, shown, act));
        case "url":
            return same(link(/^[a-z][a-z0-9+.-]*:/i.test(shown) ? shown : `https://${shown}`, shown, act));
        case "email":
            return same(link(`mailto:${shown}`, shown, act));
        case "phone_number":
            return same(link(`tel:${shown.replace(/[^+\d]/g, "")}`, shown, act));
        case "mention":
            return same(link(`https://t.me/${shown.slice(1)}`, shown, act));
        case "bot_command":
            return same(pressable(make("span.link", { "data-command": shown }), "", () => act.command(shown)));
        case "text_mention":
        case "hashtag":
        case "cashtag":
            return same(make("span.link.still"));
        default:
            // Kinds that are not known here still keep their text.
            return same(make("span"));
    }
}

const SAFE = /^(https?|tg|tel|mailto):/i;

/** Whether an address may be opened at all; a `javascript:` address, for one, may not. */
export const mayOpen = (url) => SAFE.test(url ?? "");

function link(url, shown, act) {
    return make("a.link", {
        href: mayOpen(url) ? url : undefined,
        target: "_blank",
        rel: "noopener noreferrer",
        onclick: (event) => {
            event.preventDefault();
            act.link(url, shown);
        },
    });
}

function spoiler(words) {
    const node = make("span.spoiler");
    pressable(node, words.reveal, (event) => {
        if (node.classList.contains("shown")) return;
        // One press uncovers every spoiler of the message.
        const all = node.closest(".text")?.querySelectorAll(".spoiler") ?? [node];
        for (const each of all) {
            each.classList.add("shown");
            for (const name of ["role", "tabindex", "title"]) each.removeAttribute(name);
        }
        event.stopPropagation();
        event.preventDefault();
    });
    return node;
}

function codeBlock(entity, shown, act, words) {
    const body = make("code");
    const head = make(
        "span.pre-head",
        {},
        make("span", {}, entity.language ?? ""),
        make(
            "button",
            { type: "button", "aria-label": words.copy, title: words.copy, onclick: () => act.copy(shown) },
            icon("copy"),
        ),
    );
    return { node: make("pre", {}, head, body), body };
}

function quote(expandable, words) {
    const body = make("div.quote-text");
    const node = make("blockquote", {}, icon("quote", "quote-mark"), body);
    if (!expandable) return { node, body };

    const arrow = make("button.quote-arrow", { type: "button", "data-testid": "expand" }, icon("down"));
    const show = (open) => {
        node.classList.toggle("open", open);
        arrow.setAttribute("aria-expanded", open);
        arrow.setAttribute("aria-label", open ? words.collapse : words.expand);
    };
    node.classList.add("expandable");
    node.append(arrow);
    show(false);
    const toggle = () => {
        show(!node.classList.contains("open"));
        // The chat below has moved; whoever keeps the scroll position wants to know.
        node.dispatchEvent(new CustomEvent("resized", { bubbles: true }));
    };
    arrow.addEventListener("click", (event) => {
        event.stopPropagation();
        toggle();
    });
    // The whole quote answers to a press, except where something inside has a meaning of its own
    // and except when the press ends a text selection.
    node.addEventListener("click", (event) => {
        if (event.target.closest("a, button, [role=button]")) return;
        if (!node.classList.contains("long") || String(getSelection())) return;
        toggle();
    });
    return { node, body };
}

/** Quotes of up to three lines have nothing to expand; lines are known only once laid out. */
export function measureQuotes(root) {
    const quotes = [...root.querySelectorAll("blockquote.expandable")];
    // Measured together before anything changes, so the page is laid out once.
    const long = quotes.map((node) => {
        const body = node.querySelector(".quote-text");
        const three = parseFloat(getComputedStyle(body).lineHeight) * 3;
        return body.scrollHeight > three + 2;
    });
    quotes.forEach((node, at) => node.classList.toggle("long", long[at]));
}
