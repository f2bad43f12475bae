// The sandbox's control API: what a person does, and what can be seen.

export class ApiError extends Error {
    constructor(message, status) {
        super(message);
        this.status = status;
    }
}

/** The sandbox could not be reached, or did not answer in time. */
export class ConnectionError extends Error {}

async function call(method, path, { query, body, file, wait = 15 } = {}) {
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
            body: file ?? (body === undefined ? undefined : JSON.stringify(body)),
        }).catch((error) => {
            throw new ConnectionError(error.message, { cause: error });
        });
        const answer = await response.json().catch(() => null);
        if (!response.ok)
            throw new ApiError(answer?.error ?? `${response.status} ${response.statusText}`, response.status);
        return answer;
    } finally {
        clearTimeout(timer);
    }
}

const list = (answer, field) => (Array.isArray(answer) ? answer : (answer?.[field] ?? []));
// A created or changed thing may come bare or under its name.
const one = (answer, field) => answer?.[field] ?? answer;

/** Bots describe themselves per two-letter language, clients carry longer tags. */
const profileLanguage = (tag) => (tag ?? "").split(/[-_]/)[0].toLowerCase();

export const api = {
    bot: () => call("GET", "/sandbox/bot"),
    // A bot can give a single chat, or a single person in it, commands of their own.
    profile: (tag, chat, user) =>
        call("GET", "/sandbox/profile", {
            query: { language_code: profileLanguage(tag), chat, ...(user !== chat && { user }) },
        }),
    settings: () => call("GET", "/sandbox/settings"),
    changeSettings: (fields) => call("PATCH", "/sandbox/settings", { body: fields }),

    users: async () => list(await call("GET", "/sandbox/users"), "users"),
    addUser: async (fields) => one(await call("POST", "/sandbox/users", { body: fields }), "user"),
    changeUser: async (id, fields) => one(await call("PATCH", `/sandbox/users/${id}`, { body: fields }), "user"),

    chats: async () => list(await call("GET", "/sandbox/chats"), "chats"),
    addChat: async (fields) => one(await call("POST", "/sandbox/chats", { body: fields }), "chat"),
    /** `{ user, status, by, is_anonymous?, payload? }` */
    setMember: async (chat, fields) =>
        one(await call("POST", `/sandbox/chats/${chat}/members`, { body: fields }), "chat"),
    changeChat: (chat, fields) => call("PATCH", `/sandbox/chats/${chat}`, { body: fields }),
    addTopic: (chat, fields) => call("POST", `/sandbox/chats/${chat}/topics`, { body: fields }),
    changeTopic: (chat, thread, fields) => call("PATCH", `/sandbox/chats/${chat}/topics/${thread}`, { body: fields }),
    migrate: async (chat) => one(await call("POST", `/sandbox/chats/${chat}/migration`, { body: {} }), "chat"),

    messages: async (chat, viewer) =>
        list(await call("GET", `/sandbox/chats/${chat}/messages`, { query: { viewer } }), "messages"),
    /** `{ from, chat, text, thread?, reply_to?, reply_to_ephemeral?, send_as?, forwarded_from? }` */
    send: (fields) => call("POST", "/sandbox/messages", { body: fields }),
    /** `{ from, chat, message_id, text }` */
    editMessage: (fields) => call("PATCH", "/sandbox/messages", { body: fields }),
    deleteMessage: (fields) => call("DELETE", "/sandbox/messages", { body: fields }),
    react: (fields) => call("POST", "/sandbox/reactions", { body: fields }),
    /** Keeps a file; gives `{ file_id }`. */
    upload: (file, photo) => call("POST", "/sandbox/files", { query: { name: file.name, photo }, file }),
    /** `{ from, chat, message_id | ephemeral_message_id, data }` */
    press: (fields) => call("POST", "/sandbox/presses", { body: fields }),
    /** `{ from, chat, query, offset }`; the bot has ten seconds. */
    inlineQuery: (fields) => call("POST", "/sandbox/inline_queries", { body: { ...fields, timeout: 10 } }),
    /** `{ from, chat, inline_query_id, result_id, thread?, reply_to? }` */
    inlineResult: (fields) => call("POST", "/sandbox/inline_results", { body: fields }),
    methods: () => call("GET", "/sandbox/methods"),
    faults: () => call("GET", "/sandbox/faults"),
    orderFault: (fields) => call("POST", "/sandbox/faults", { body: fields }),
    startMix: (fields) => call("POST", "/sandbox/faults/mix", { body: fields }),
    stopMix: () => call("DELETE", "/sandbox/faults/mix"),
    events: (after, timeout) => call("GET", "/sandbox/events", { query: { after, timeout }, wait: timeout + 10 }),
};

/** A chat arrives as an id or as an object. */
export const chatId = (chat) => (chat && typeof chat === "object" ? chat.id : chat);
