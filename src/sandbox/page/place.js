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

/** `#user=1001`; a `chat` is named only when it is not the person's private chat with the bot. */
export function readHash() {
  const fields = new URLSearchParams(location.hash.slice(1));
  const number = (name) => (/^-?\d+$/.test(fields.get(name) ?? "") ? Number(fields.get(name)) : null);
  const user = number("user");
  return { user, chat: number("chat") ?? user };
}

export function writeHash({ user, chat }) {
  const fields = new URLSearchParams({ user });
  if (chat !== user) fields.set("chat", chat);
  // The query is a wish for the first visit only: a reload must not make yet another person.
  history.replaceState(null, "", `${location.pathname}#${fields}`);
  remember(PERSON, user);
}

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
