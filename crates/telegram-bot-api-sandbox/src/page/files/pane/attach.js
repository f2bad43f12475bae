// What the person of a pane attaches to a message: files of this machine, a contact, a place, a die.

import { api } from "../api.js";
import { below, openMenu } from "../dialogs/dialog.js";
import { fullName } from "../message/sender.js";

const ACCEPTED = {
    photo: "image/png,image/jpeg",
    voice: "audio/*",
    sticker: "image/webp,image/png,.tgs,.webm",
    document: "",
};

export class Attach {
    #kind = "document";

    constructor(pane) {
        this.pane = pane;
        const { attach, file } = pane.parts;
        attach.addEventListener("click", () => this.#menu());
        file.addEventListener("change", () => this.#send([...file.files]));
    }

    #menu() {
        const { root, parts, words } = this.pane;
        const names = words.attachments;
        const pick = (kind, name) => ({
            label: names[kind],
            icon: name,
            testid: `attach-${kind}`,
            act: () => this.#pick(kind),
        });
        const send = (kind, name, fields) => ({
            label: names[kind],
            icon: name,
            testid: `attach-${kind}`,
            act: () => this.send({ kind, ...fields }),
        });
        openMenu(root, below(parts.attach), [
            pick("photo", "photo"),
            pick("document", "file"),
            pick("voice", "voice"),
            pick("sticker", "smile"),
            send("contact", "contact", this.#contact()),
            send("location", "place", { latitude: 43.238, longitude: 76.945 }),
            send("dice", "none", { emoji: "🎲" }),
        ]);
    }

    /** One's own; the number is of a range that nobody has. */
    #contact() {
        const { me } = this.pane;
        return { phone_number: "+15550100", first_name: fullName(me), user_id: me.id };
    }

    #pick(kind) {
        const { file } = this.pane.parts;
        this.#kind = kind;
        file.accept = ACCEPTED[kind];
        file.value = "";
        file.click();
    }

    /** Several photos or files are an album. */
    async #send(files) {
        const { pane } = this;
        const kind = this.#kind;
        const group =
            files.length > 1 && kind !== "voice" && kind !== "sticker" ? { media_group_id: `9${Date.now()}` } : {};
        await pane.guarded(async () => {
            for (const file of files) {
                const { file_id } = await api.upload(file, kind === "photo");
                await this.send({ kind, file_id, ...group });
            }
        });
    }

    /** What is being written becomes the caption. */
    send(attachment) {
        const caption = ["contact", "location", "dice", "sticker"].includes(attachment.kind)
            ? ""
            : this.pane.draft.trim();
        if (caption) this.pane.write("");
        return this.pane.actions.send(caption, attachment);
    }

    /** A button of a reply keyboard that asks for something. */
    shareContact = () => this.send({ kind: "contact", ...this.#contact() });
    shareLocation = () => this.send({ kind: "location", latitude: 43.238, longitude: 76.945 });
}
