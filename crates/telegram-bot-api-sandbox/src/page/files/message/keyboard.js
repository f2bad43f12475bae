// The inline keyboard under a message.

import { icon, make } from "../dom.js";

// Field of the button -> how it is called here, and the mark in its corner.
const KINDS = [
    ["callback_data", "callback", null],
    ["url", "url", "out"],
    ["copy_text", "copy", "copy"],
    ["switch_inline_query", "inline", "inline"],
    ["switch_inline_query_current_chat", "inline", "inline"],
    ["switch_inline_query_chosen_chat", "inline", "inline"],
];

const kindOf = (button) => KINDS.find(([field]) => button[field] !== undefined) ?? [null, "other", null];

/** `press(button, kind)` is told of presses; `waits(data)` says which buttons are still unanswered. */
export function keyboard(markup, { press, waits }) {
    const rows = markup?.inline_keyboard ?? [];
    if (!rows.length) return null;
    return make(
        "div.keys",
        {},
        ...rows.map((row) => make("div.key-row", {}, ...row.map((button) => key(button, press, waits)))),
    );
}

function key(button, press, waits) {
    const [, kind, mark] = kindOf(button);
    return make(
        "button.key",
        {
            type: "button",
            "data-testid": "key",
            "data-kind": kind,
            "data-style": button.style,
            "data-callback": button.callback_data,
            // One line is all a client gives a label; the whole of it is still within reach.
            title: button.text,
            "aria-busy": kind === "callback" && waits(button.callback_data) ? "true" : undefined,
            onclick: () => press(button, kind),
        },
        make("span.key-text", {}, button.text),
        mark ? icon(mark, "key-mark") : null,
        kind === "callback" ? make("span.key-wait", { "aria-hidden": "true" }) : null,
    );
}

/** Shows anew which buttons wait, without touching the nodes: focus stays where it is. */
export function refreshKeys(root, waits) {
    for (const node of root.querySelectorAll(".key[data-callback]")) {
        if (waits(node.dataset.callback)) node.setAttribute("aria-busy", "true");
        else node.removeAttribute("aria-busy");
    }
}
