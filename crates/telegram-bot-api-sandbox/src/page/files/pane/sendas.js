// In whose name the person of a pane writes: their own, the group's (anonymous administrators), or a channel's.

import { below, openMenu } from "../dialogs/dialog.js";
import { avatar } from "../dom.js";
import { fullName } from "../message/sender.js";

export class SendAs {
    #choice = null;
    #place = "";

    constructor(pane) {
        this.pane = pane;
        pane.parts.speaker.addEventListener("click", () => this.#ask());
    }

    /** Who may be spoken for here, oneself first. */
    #voices() {
        const { me, chat, model } = this.pane;
        const own = { id: me.id, name: fullName(me) };
        if (chat.type !== "supergroup") return [own];
        const group = { id: chat.id, name: chat.title };
        const channels = model.channels().map(({ id, title }) => ({ id, name: title }));
        return model.member(chat, me.id)?.is_anonymous ? [group, ...channels] : [own, ...channels];
    }

    #voice() {
        const voices = this.#voices();
        return voices.find(({ id }) => id === this.#choice) ?? voices[0];
    }

    get id() {
        return this.#voice().id;
    }

    show() {
        const { me, chat, parts, words } = this.pane;
        const place = `${me.id}:${chat.id}`;
        if (place !== this.#place) this.#choice = null;
        this.#place = place;
        const voice = this.#voice();
        parts.speaker.hidden = this.#voices().length === 1 && voice.id === me.id;
        parts.speaker.replaceChildren(avatar(voice.id, voice.name, "tiny"));
        parts.speaker.title = `${words.writeAs} ${voice.name}`;
        parts.speaker.setAttribute("aria-label", parts.speaker.title);
    }

    #ask() {
        const { root, parts, chat, words } = this.pane;
        const items = this.#voices().map((voice) => ({
            label: voice.id === chat.id ? `${voice.name} · ${words.anonymous}` : voice.name,
            testid: "voice",
            picture: avatar(voice.id, voice.name, "tiny"),
            checked: voice.id === this.id,
            act: () => {
                this.#choice = voice.id;
                this.show();
            },
        }));
        openMenu(root, below(parts.speaker), items);
    }
}
