// The side panel: the people of the sandbox, their client language, the theme, and the bot's profile.

import { avatar, byId, icon, make } from "./dom.js";
import { fullName } from "./message.js";
import { chooseTheme, onTheme, theme } from "./place.js";
import { LANGUAGES } from "./words.js";

const OTHER = "other";

export class Panel {
  #words = null;

  /** `choose(user)`, `add()`, `speak(tag)`, `block(yes)`: what a person does here. */
  constructor({ choose, add, speak, block }) {
    this.choose = choose;
    byId("new-person").addEventListener("click", () => {
      this.close();
      add();
    });
    byId("block").addEventListener("click", () => block(byId("block").getAttribute("aria-pressed") !== "true"));
    byId("theme").addEventListener("click", () => chooseTheme(theme() === "dark" ? "light" : "dark"));
    onTheme(() => this.#showTheme());

    const select = byId("language");
    const tag = byId("language-tag");
    select.addEventListener("change", () => {
      byId("tag-field").hidden = select.value !== OTHER;
      if (select.value !== OTHER) return speak(select.value);
      tag.focus();
      tag.select();
    });
    tag.addEventListener("change", () => speak(tag.value.trim()));

    byId("panel-open").addEventListener("click", () => this.#open());
    byId("panel-close").addEventListener("click", () => this.close());
    byId("shade").addEventListener("click", () => this.close());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    // Beside a wide chat the panel is simply there; over a narrow one it is a drawer.
    const wide = matchMedia("(min-width: 900px)");
    wide.addEventListener("change", () => this.#drawer(false));
    this.#wide = wide;
    this.#drawer(false);
  }

  #wide;

  #drawer(open) {
    byId("panel").classList.toggle("open", open);
    byId("shade").hidden = !open;
    byId("panel").inert = !open && !this.#wide.matches;
    byId("panel-open").setAttribute("aria-expanded", String(open));
    document.querySelector("main").inert = open;
  }

  #open() {
    this.#drawer(true);
    byId("panel-close").focus();
  }

  close() {
    if (byId("shade").hidden) return;
    this.#drawer(false);
    byId("panel-open").focus();
  }

  #showTheme() {
    const next = theme() === "dark" ? "sun" : "moon";
    const button = byId("theme");
    button.replaceChildren(icon(next));
    if (!this.#words) return;
    const label = theme() === "dark" ? this.#words.toLight : this.#words.toDark;
    button.title = label;
    button.setAttribute("aria-label", label);
  }

  showPeople(users, me, news) {
    byId("people").replaceChildren(
      ...users.map((user) =>
        make(
          "li",
          {},
          make(
            "button.person",
            {
              type: "button",
              "data-testid": "person",
              "data-user-id": user.id,
              "aria-current": user.id === me.id ? "true" : undefined,
              onclick: () => {
                this.close();
                this.choose(user);
              },
            },
            avatar(user.id, fullName(user), "small"),
            make("span.person-name", {}, fullName(user), make("small", {}, `#${user.id}`)),
            news.get(user.id) ? make("span.count", {}, String(news.get(user.id))) : null,
            make("span.tag", {}, user.language_code || "–"),
          ),
        ),
      ),
    );
    byId("people").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  showLanguage(me, words) {
    this.#words = words;
    const select = byId("language");
    const tag = me.language_code ?? "";
    const listed = LANGUAGES.some(([code]) => code === tag);
    select.replaceChildren(
      ...LANGUAGES.map(([code, name]) => make("option", { value: code }, name)),
      make("option", { value: OTHER }, listed ? words.otherLanguage : `${words.otherLanguage} ${tag || words.noLanguage}`),
    );
    select.value = listed ? tag : OTHER;
    byId("tag-field").hidden = listed;
    byId("language-tag").value = tag;
    this.#showTheme();
  }

  showProfile(bot, profile, me, words) {
    byId("profile-avatar").replaceChildren(avatar(bot.id, profile.name || bot.first_name));
    byId("profile-name").textContent = profile.name || bot.first_name;
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
