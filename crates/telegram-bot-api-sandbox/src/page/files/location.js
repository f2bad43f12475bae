// Where the page is and how it looks: the hash says who is looking at which chat, the query
// arranges a first visit, and the browser remembers the theme.

const THEME = "sandbox-theme";
const PERSON = "sandbox-person";

// Storage can be forbidden altogether; the page then merely forgets.
const recall = (name) => {
    try {
        return localStorage.getItem(name);
    } catch {
        return null;
    }
};
const remember = (name, value) => {
    try {
        localStorage.setItem(name, value);
    } catch {
        /* nothing to do */
    }
};

// --- Who, and in which chat ------------------------------------------------

/**
 * `#user=1001&user=1002&chat=-1001`: every `user` begins a pane. A `chat` is named only when it is not the person's
 * private chat with the bot, a `thread` only when one topic of a forum is open.
 */
export function readHash() {
    const panes = [];
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
        const number = /^-?\d+$/.test(value) ? Number(value) : null;
        if (name === "user" && number !== null) panes.push({ user: number, chat: number, thread: null });
        else if (name === "chat" && number !== null && panes.length) panes.at(-1).chat = number;
        else if (name === "thread" && panes.length) panes.at(-1).thread = number ?? value;
    }
    return panes;
}

/**
 * Names the panes in the address. What a person opens can be left again with Back; what the page finds by itself
 * (`how` is "replace") takes the place of the last address.
 */
export function writeHash(panes, how = "push") {
    if (!panes.length) return;
    const fields = new URLSearchParams();
    for (const { me, chat, thread } of panes) {
        fields.append("user", me.id);
        if (chat.id !== me.id) fields.append("chat", chat.id);
        if (thread !== null) fields.append("thread", thread);
    }
    // The query is a wish for the first visit only: a reload must not make yet another person.
    const address = `${location.pathname}#${fields}`;
    const same = location.hash === `#${fields}` && !location.search;
    if (same) return;
    if (how === "push" && location.hash && !location.search) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    remember(PERSON, panes[0].me.id);
}

// --- Drafts -----------------------------------------------------------------

// For as long as the tab is open: what somebody was writing to a chat survives a reload.
const draftName = (person, chat) => `sandbox-draft:${person}:${chat}`;

export function recallDraft(person, chat) {
    try {
        return sessionStorage.getItem(draftName(person, chat)) ?? "";
    } catch {
        return "";
    }
}

export function rememberDraft(person, chat, text) {
    try {
        if (text) sessionStorage.setItem(draftName(person, chat), text);
        else sessionStorage.removeItem(draftName(person, chat));
    } catch {
        /* storage is forbidden: the draft lives as long as the page */
    }
}

// --- The open side panel ----------------------------------------------------

const INSPECTOR = "sandbox-inspector";
export const recallInspector = () => recall(INSPECTOR);
export const rememberInspector = (tab) => remember(INSPECTOR, tab ?? "");

export const lastPerson = () => Number(recall(PERSON)) || null;

export function firstVisit() {
    const query = new URLSearchParams(location.search);
    return {
        language: query.has("lang") ? query.get("lang").trim() : null,
        fresh: query.has("fresh") && query.get("fresh") !== "0",
        theme: query.get("theme"),
    };
}

// --- Theme -----------------------------------------------------------------

const system = matchMedia("(prefers-color-scheme: dark)");
const known = (theme) => theme === "dark" || theme === "light";
let chosen = known(firstVisit().theme) ? firstVisit().theme : recall(THEME);

export const theme = () => (known(chosen) ? chosen : system.matches ? "dark" : "light");

export function chooseTheme(name) {
    chosen = name;
    remember(THEME, name);
    showTheme();
}

let themeShown = () => {};
export function onTheme(listener) {
    themeShown = listener;
    listener(theme());
}

function showTheme() {
    document.documentElement.dataset.theme = theme();
    themeShown(theme());
}

if (known(firstVisit().theme)) remember(THEME, chosen);
system.addEventListener("change", showTheme);
showTheme();
