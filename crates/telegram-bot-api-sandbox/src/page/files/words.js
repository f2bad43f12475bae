// The page's own words. What the bot says comes from the bot.

import { en } from "./words/en.js";
import { kk } from "./words/kk.js";
import { ru } from "./words/ru.js";
import { zh } from "./words/zh.js";

const all = { zh, en, ru, kk };

/** Tags a Telegram client would send, each under its own name. */
export const LANGUAGES = [
    ["zh-hans", "简体中文"],
    ["zh-hant", "繁體中文"],
    ["en", "English"],
    ["ru", "Русский"],
    ["kk", "Қазақша"],
];

/** The words for a client language; a language without a dictionary reads English. */
export const wordsFor = (tag) =>
    all[
        String(tag ?? "")
            .toLowerCase()
            .split(/[-_]/)[0]
    ] ?? en;

export const put = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** What a client on this machine would report as its language. */
export function ownLanguage() {
    const tag = (navigator.language || "en").toLowerCase();
    if (/^zh-(hant|tw|hk|mo)/.test(tag)) return "zh-hant";
    if (tag.startsWith("zh")) return "zh-hans";
    return tag.split("-")[0];
}
