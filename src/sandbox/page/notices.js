// Short-lived things on top of the chat: toasts, alerts, and the question before a link opens.

import { byId, make } from "./dom.js";

const TOAST_MS = 3500;

export function toast(text) {
  const host = byId("toasts");
  const node = make("div.toast", { "data-testid": "toast" }, text);
  host.replaceChildren(node);
  setTimeout(() => {
    node.classList.add("leaving");
    setTimeout(() => node.remove(), 250);
  }, Math.max(TOAST_MS, text.length * 60));
}

/** Resolves to true when the main button was pressed. */
function dialog({ testid, title, body, main, cancel }) {
  return new Promise((done) => {
    const node = make(
      "dialog.dialog",
      { "data-testid": testid, "aria-label": title ?? undefined, "aria-modal": "true" },
      make(
        "form",
        { method: "dialog" },
        title ? make("h2", {}, title) : null,
        body,
        make(
          "div.dialog-buttons",
          {},
          cancel ? make("button", { value: "no", "data-testid": "cancel" }, cancel) : null,
          make("button.main", { value: "yes", "data-testid": "ok", autofocus: true }, main),
        ),
      ),
    );
    node.addEventListener("close", () => {
      node.remove();
      done(node.returnValue === "yes");
    });
    // A tap beside the dialog puts it away, as everywhere in messengers.
    node.addEventListener("click", (event) => event.target === node && node.close("no"));
    document.body.append(node);
    node.showModal();
  });
}

export const showAlert = (text, title, words) =>
  dialog({ testid: "alert", title, body: make("p", {}, text), main: words.ok });

export const askToOpen = (url, words) =>
  dialog({
    testid: "open-link",
    title: words.openLink,
    body: make("p.address", {}, url),
    main: words.open,
    cancel: words.cancel,
  });

export const showPreview = (node, title, words) =>
  dialog({ testid: "forwarded", title, body: make("div.preview", {}, node), main: words.close });

export async function copyText(text, words) {
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
    if (!copied) return toast(words.notCopied);
  }
  toast(words.copied);
}
