// The sandbox's control API: what a person does, and what can be seen.

export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, { query, body, wait = 15 } = {}) {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  // A server that went away without closing the connection must not hold the page for ever.
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), wait * 1000);
  try {
    const response = await fetch(url, {
      method,
      signal: stop.signal,
      cache: "no-store",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw new ApiError(answer?.error ?? `${response.status} ${response.statusText}`, response.status);
    return answer;
  } finally {
    clearTimeout(timer);
  }
}

const list = (answer, field) => (Array.isArray(answer) ? answer : answer?.[field] ?? []);
// A created or changed thing may come bare or under its name.
const one = (answer, field) => answer?.[field] ?? answer;

/** Bots describe themselves per two-letter language, clients carry longer tags. */
const profileLanguage = (tag) => (tag ?? "").split(/[-_]/)[0].toLowerCase();

export const api = {
  bot: () => call("GET", "/sandbox/bot"),
  // A bot can give a single chat commands of its own, hence the chat.
  profile: (tag, chat) => call("GET", "/sandbox/profile", { query: { language_code: profileLanguage(tag), chat } }),
  users: async () => list(await call("GET", "/sandbox/users"), "users"),
  addUser: async (fields) => one(await call("POST", "/sandbox/users", { body: fields }), "user"),
  changeUser: async (id, fields) => one(await call("PATCH", `/sandbox/users/${id}`, { body: fields }), "user"),
  messages: async (chat, viewer) =>
    list(await call("GET", `/sandbox/chats/${chat}/messages`, { query: { viewer } }), "messages"),
  send: (from, chat, text) => call("POST", "/sandbox/messages", { body: { from, chat, text } }),
  tap: (from, chat, message_id, data) => call("POST", "/sandbox/taps", { body: { from, chat, message_id, data } }),
  events: (after, timeout) =>
    call("GET", "/sandbox/events", { query: { after, timeout }, wait: timeout + 10 }),
};

/** A chat arrives as an id or as an object. */
export const chatId = (chat) => (chat && typeof chat === "object" ? chat.id : chat);
