// The reply keyboard: buttons in the place of the letters, which send what is written on them.

import { make } from "../dom.js";
import { keyOf } from "../message/sender.js";

export class ReplyKeys {
    // A keyboard for one use that was used.
    #used = null;

    constructor(pane) {
        this.pane = pane;
    }

    /** The message whose keyboard counts now: the newest with one, unless a newer one removes it. */
    #newest() {
        const message = this.pane.messages.newest(
            (each) => each.sandbox?.reply_markup?.keyboard || each.sandbox?.reply_markup?.remove_keyboard,
        );
        return message?.sandbox.reply_markup.keyboard ? message : null;
    }

    show() {
        const { parts, words } = this.pane;
        const message = this.#newest();
        const markup = message && keyOf(message) !== this.#used ? message.sandbox.reply_markup : null;
        parts.input.placeholder = markup?.input_field_placeholder ?? words.message;
        parts.replyKeys.hidden = !markup || parts.composer.hidden;
        parts.replyKeys.replaceChildren(
            ...(markup?.keyboard ?? []).map((row) =>
                make("div.key-row", {}, ...row.map((button) => this.#key(message, button))),
            ),
        );
    }

    #key(message, given) {
        const button = typeof given === "string" ? { text: given } : given;
        const onclick = () => this.#press(message, button);
        return make(
            "button.key",
            { type: "button", "data-testid": "reply-key", "data-style": button.style, title: button.text, onclick },
            make("span.key-text", {}, button.text),
        );
    }

    #press(message, button) {
        const { pane } = this;
        if (message.sandbox.reply_markup.one_time_keyboard) this.#used = keyOf(message);
        if (button.request_contact) pane.attach.shareContact();
        else if (button.request_location) pane.attach.shareLocation();
        else if (button.request_users || button.request_chat || button.request_poll || button.web_app)
            pane.toast(pane.words.keyNotYet);
        else pane.actions.send(button.text);
        this.show();
    }
}
