// The side panel: the people of the sandbox and their chats, their client language, the theme, and the bot's profile.
// It speaks of whoever looks through the pane that was used last.

import { avatar, byId, icon, make, translate } from "../dom.js";
import { fullName } from "../message/sender.js";
import { chooseTheme, onTheme, theme } from "../location.js";
import { LANGUAGES } from "../words.js";
import { showSwitches } from "./switches.js";

const OTHER = "other";

export class Panel {
    #words = null;
    #opener = null;

    /** `choose(user)`, `add()`, `open(chat)`, `found()`, `speak(tag)`, `block(yes)`, `turn(setting, value)`: what a person does here. */
    constructor(acts) {
        this.acts = acts;
        for (const [id, act] of [
            ["new-person", acts.add],
            ["new-chat", acts.found],
        ]) {
            byId(id).addEventListener("click", () => {
                this.close();
                act();
            });
        }
        byId("block").addEventListener("click", () =>
            acts.block(byId("block").getAttribute("aria-pressed") !== "true"),
        );
        byId("theme").addEventListener("click", () => chooseTheme(theme() === "dark" ? "light" : "dark"));
        onTheme(() => this.#showTheme());

        const select = byId("language");
        const tag = byId("language-tag");
        select.addEventListener("change", () => {
            byId("tag-field").hidden = select.value !== OTHER;
            if (select.value !== OTHER) return acts.speak(select.value);
            tag.focus();
            tag.select();
        });
        tag.addEventListener("change", () => acts.speak(tag.value.trim()));

        const switches = byId("switches").parentElement;
        switches.addEventListener("toggle", () => switches.open && switches.scrollIntoView({ block: "end" }));

        byId("panel-close").addEventListener("click", () => this.close());
        byId("shade").addEventListener("click", () => this.close());
        document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    }

    // --- Beside the chats, or a drawer over them -----------------------------

    #isDrawer = () => document.documentElement.dataset.panel === "drawer";

    #slide(open) {
        byId("panel").classList.toggle("open", open);
        byId("shade").hidden = !open;
        byId("panel").inert = !open && this.#isDrawer();
        byId("panes").inert = open;
        this.#opener?.setAttribute("aria-expanded", String(open));
    }

    /** The room for the panel has changed. */
    fit() {
        this.#slide(false);
    }

    open() {
        this.#opener = document.activeElement;
        this.#slide(true);
        byId("panel-close").focus();
    }

    close() {
        if (byId("shade").hidden) return;
        this.#slide(false);
        this.#opener?.focus();
    }

    // --- What stands in it ---------------------------------------------------

    #showTheme() {
        const next = theme() === "dark" ? "sun" : "moon";
        const button = byId("theme");
        button.replaceChildren(icon(next));
        if (!this.#words) return;
        const label = theme() === "dark" ? this.#words.toLight : this.#words.toDark;
        button.title = label;
        button.setAttribute("aria-label", label);
    }

    /** Everything, for the person and the chat of a pane. */
    show(pane) {
        const { model, me, words } = pane;
        this.#words = words;
        translate(byId("panel"), words);
        this.showLists(pane);
        this.#showLanguage(me, words);
        this.#showProfile(pane);
        this.#showTheme();
        showSwitches(byId("switches"), model.settings, words, this.acts.turn);
    }

    /** The people, and the chats of the one who looks. */
    showLists({ model, me, chat, title, words }) {
        const person = (user) => {
            const tag = make("span.tag", {}, user.language_code || "–");
            const name = make("span.person-name", {}, fullName(user), make("small", {}, `#${user.id}`));
            const attributes = {
                "data-testid": "person",
                "data-user-id": user.id,
                "aria-current": user.id === me.id ? "true" : undefined,
            };
            return this.#row(
                attributes,
                avatar(user.id, fullName(user), "small"),
                name,
                model.newsOf(user.id),
                tag,
                () => this.acts.choose(user),
            );
        };
        const open = (each) => {
            const name = make(
                "span.two-lines",
                {},
                make("span", {}, title(each)),
                make("small", {}, model.about(each, words)),
            );
            const attributes = {
                "data-testid": "chat",
                "data-chat-id": each.id,
                "aria-current": each.id === chat.id ? "true" : undefined,
            };
            const picture = avatar(model.face(each, me.id), title(each), "small");
            return this.#row(attributes, picture, name, model.news(me.id, each.id), null, () => this.acts.open(each));
        };
        byId("people").replaceChildren(...model.users.map(person));
        byId("chats").replaceChildren(...model.chatsOf(me.id).map(open));
        for (const list of ["people", "chats"])
            byId(list).querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    }

    #row(attributes, picture, name, news, tag, act) {
        const onclick = () => {
            this.close();
            act();
        };
        const count = news ? make("span.count", {}, String(news)) : null;
        return make(
            "li",
            {},
            make("button.person", { type: "button", ...attributes, onclick }, picture, name, count, tag),
        );
    }

    #showLanguage(me, words) {
        const select = byId("language");
        const tag = me.language_code ?? "";
        const listed = LANGUAGES.some(([code]) => code === tag);
        select.replaceChildren(
            ...LANGUAGES.map(([code, name]) => make("option", { value: code }, name)),
            make(
                "option",
                { value: OTHER },
                listed ? words.otherLanguage : `${words.otherLanguage} ${tag || words.noLanguage}`,
            ),
        );
        select.value = listed ? tag : OTHER;
        byId("tag-field").hidden = listed;
        byId("language-tag").value = tag;
    }

    #showProfile({ model: { bot }, botName, profile, me, words }) {
        byId("profile-avatar").replaceChildren(avatar(bot.id, botName));
        byId("profile-name").textContent = botName;
        byId("profile-username").textContent = bot.username ? `@${bot.username}` : "";
        for (const [id, text] of [
            ["profile-short", profile.short_description],
            ["profile-description", profile.description],
        ]) {
            byId(id).textContent = text ?? "";
            byId(id).hidden = !text;
        }
        const blocked = Boolean(me.blocked);
        byId("block").setAttribute("aria-pressed", String(blocked));
        byId("block-word").textContent = blocked ? words.unblockBot : words.blockBot;
    }
}
