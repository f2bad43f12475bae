// What the owner of the bot switches on, and how strict the server is.

import { make } from "../dom.js";

const ON_OFF = ["on", "off"];
const SWITCHES = [
    ["ephemeral", ["accepted", "refused", "unknown_method", "ignored"]],
    ["privacy", ON_OFF],
    ["inline_mode", ON_OFF],
    ["inline_feedback", ON_OFF],
    ["inline_cache", ON_OFF],
    ["guest_mode", ON_OFF],
    ["group_limit", ON_OFF],
];

/** `turn(setting, value)` is told of a choice. */
export function showSwitches(root, settings, words, turn) {
    const row = ([name, values]) => {
        const options = values.map((value) => make("option", { value }, words.settingValues[value]));
        const select = make(
            "select",
            { "data-testid": `setting-${name}`, onchange: () => turn(name, select.value) },
            ...options,
        );
        // A limit that a test has set by number is a limit.
        select.value = typeof settings[name] === "object" ? "on" : settings[name];
        return make("label.field", {}, make("span", {}, words.settingNames[name]), select);
    };
    root.replaceChildren(...SWITCHES.map(row));
}
