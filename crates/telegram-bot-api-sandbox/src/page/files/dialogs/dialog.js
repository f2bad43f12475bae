// What lies on top of one pane: toasts, and dialogs that leave the panes beside it alone.

import { icon, make } from "../dom.js";

const TOAST_MS = 3500;

/** `host` is a pane. */
export function toast(host, text) {
    const place = host.querySelector(".toasts");
    const node = make("div.toast", { "data-testid": "toast" }, text);
    place.replaceChildren(node);
    setTimeout(
        () => {
            node.classList.add("leaving");
            setTimeout(() => node.remove(), 250);
        },
        Math.max(TOAST_MS, text.length * 60),
    );
}

/**
 * Opens a dialog in a pane; `main` and `cancel` are its buttons. Resolves to what it was closed with: "yes" by the
 * main button, "no" by anything else, or whatever `body(close)` passes to `close`.
 */
export function dialog(host, { testid, title, body, main, cancel }) {
    return new Promise((done) => {
        const before = document.activeElement;
        const others = [...host.children].filter((node) => !node.classList.contains("toasts"));
        const close = (value) => {
            if (!cover.isConnected) return;
            cover.remove();
            for (const node of others) node.inert = false;
            document.removeEventListener("keydown", keys, true);
            if (before?.isConnected) before.focus({ preventScroll: true });
            done(value);
        };
        const keys = (event) => {
            const elsewhere = document.activeElement?.closest(".dialog, .popup") ?? null;
            if (elsewhere !== null && elsewhere !== box) return;
            if (event.key === "Tab") return stayInside(box, event);
            if (event.key !== "Escape") return;
            event.stopPropagation();
            close("no");
        };
        // Enter presses the first button that submits, so only the main one does.
        const no = cancel
            ? make("button", { type: "button", "data-testid": "cancel", onclick: () => close("no") }, cancel)
            : null;
        const yes = main ? make("button.main", { type: "submit", "data-testid": "ok" }, main) : null;
        const form = make(
            "form",
            {
                onsubmit: (event) => {
                    event.preventDefault();
                    close("yes");
                },
            },
            title ? make("h2", {}, title) : null,
            typeof body === "function" ? body(close) : body,
            main || cancel ? make("div.dialog-buttons", {}, no, yes) : null,
        );
        const box = make(
            "div.dialog",
            { role: "dialog", "data-testid": testid, "aria-label": title, "aria-modal": "true", tabindex: "-1" },
            form,
        );
        // A press beside the dialog puts it away, as everywhere in messengers.
        const cover = make("div.cover", { onclick: (event) => event.target === cover && close("no") }, box);
        for (const node of others) node.inert = true;
        host.append(cover);
        document.addEventListener("keydown", keys, true);
        (form.querySelector("input:not([type=checkbox])") ?? form.querySelector(".main") ?? box).focus({
            preventScroll: true,
        });
    });
}

/** Tab goes round inside a dialog: what lies behind it cannot be used. */
function stayInside(box, event) {
    const all = [...box.querySelectorAll("a[href], button, input, select, textarea")].filter(
        (node) => !node.disabled && node.checkVisibility(),
    );
    const at = all.indexOf(document.activeElement);
    const next = event.shiftKey ? (at <= 0 ? all.length - 1 : at - 1) : (at + 1) % Math.max(all.length, 1);
    event.preventDefault();
    (all[next] ?? box).focus();
}

export const showAlert = (host, text, title, words) =>
    dialog(host, { testid: "alert", title, body: make("p", {}, text), main: words.ok });

export const askToOpen = async (host, url, words) =>
    "yes" ===
    (await dialog(host, {
        testid: "open-link",
        title: words.openLink,
        body: make("p.address", {}, url),
        main: words.open,
        cancel: words.cancel,
    }));

/** Asks for one line of text; resolves to it, or to `null`. */
export async function askForText(host, { testid, title, placeholder, words }) {
    const input = make("input.line-input", {
        "data-testid": `${testid}-text`,
        maxlength: 128,
        placeholder,
        autocomplete: "off",
    });
    const answer = await dialog(host, { testid, title, body: input, main: words.ok, cancel: words.cancel });
    return (answer === "yes" && input.value.trim()) || null;
}

/**
 * Lets a person choose one of `items` (`{ value, picture, name, about }`); resolves to its value, or to `null`.
 * `above` stands over the list.
 */
export async function choose(host, { testid, title, above, items, empty, words }) {
    let chosen = null;
    const row = (item, close) =>
        make(
            "li",
            {},
            make(
                "button.person",
                {
                    type: "button",
                    "data-testid": "choice",
                    onclick: () => {
                        chosen = item.value;
                        close("yes");
                    },
                },
                item.picture,
                make(
                    "span.two-lines",
                    {},
                    make("span", {}, item.name),
                    item.about ? make("small", {}, item.about) : null,
                ),
            ),
        );
    const body = (close) =>
        make(
            "div",
            {},
            above ?? null,
            items.length
                ? make("ul.choices", {}, ...items.map((item) => row(item, close)))
                : make("p.quiet", {}, empty ?? ""),
        );
    await dialog(host, { testid, title, body, cancel: words.cancel });
    return chosen;
}

/** A small menu at a point of a pane: `items` are `{ label, testid, icon, checked, act }`. */
export function openMenu(host, { x, y }, items) {
    const before = document.activeElement;
    const close = () => {
        menu.remove();
        document.removeEventListener("pointerdown", outside, true);
        document.removeEventListener("keydown", key, true);
    };
    const outside = (event) => menu.contains(event.target) || close();
    const key = (event) => {
        if (event.key === "Escape" || event.key === "Tab") {
            close();
            before?.focus({ preventScroll: true });
        } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            const all = [...menu.querySelectorAll("button")];
            const step = event.key === "ArrowDown" ? 1 : -1;
            all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
        } else return;
        event.preventDefault();
        event.stopPropagation();
    };
    const row = (item) =>
        make(
            "button",
            {
                type: "button",
                role: item.checked === undefined ? "menuitem" : "menuitemradio",
                "aria-checked": item.checked === undefined ? undefined : String(item.checked),
                "data-testid": item.testid,
                onclick: () => {
                    close();
                    item.act();
                },
            },
            item.picture ?? icon(item.checked ? "tick" : (item.icon ?? "none")),
            make("span", {}, item.label),
        );
    const menu = make("div.popup", { role: "menu", "data-testid": "popup" }, ...items.filter(Boolean).map(row));
    host.append(menu);
    const box = host.getBoundingClientRect();
    const clamp = (at, size, room) => Math.max(8, Math.min(at, room - size - 8));
    menu.style.left = `${clamp(x - box.left, menu.offsetWidth, box.width)}px`;
    menu.style.top = `${clamp(y - box.top, menu.offsetHeight, box.height)}px`;
    document.addEventListener("pointerdown", outside, true);
    document.addEventListener("keydown", key, true);
    menu.querySelector("button")?.focus({ preventScroll: true });
}

/** Where a menu opens that belongs to a button. */
export function below(button) {
    const { left, bottom } = button.getBoundingClientRect();
    return { x: left, y: bottom + 4 };
}

export async function copyText(host, text, words) {
    try {
        await navigator.clipboard.writeText(text);
    } catch {
        // Pages reached over plain http from another device have no clipboard object.
        const box = make("textarea.unseen", { "aria-hidden": "true" });
        box.value = text;
        document.body.append(box);
        box.select();
        const copied = document.execCommand("copy");
        box.remove();
        if (!copied) return toast(host, words.notCopied);
    }
    toast(host, words.copied);
}
