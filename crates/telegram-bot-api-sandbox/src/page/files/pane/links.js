// Links that mean something inside the sandbox: those to the bot itself.

/**
 * What a link to this bot asks for: `{ kind: "chat" | "start" | "startgroup", payload }`, or `null` for any other
 * address.
 */
export function botLink(text, username) {
    const url = new URL(text);
    const inApp = url.protocol === "tg:";
    const name = inApp ? url.searchParams.get("domain") : url.pathname.slice(1);
    const toTelegram = inApp ? url.host === "resolve" || url.pathname.endsWith("resolve") : url.host === "t.me";
    if (!toTelegram || !username || name?.toLowerCase() !== username.toLowerCase()) return null;
    for (const kind of ["startgroup", "start"]) {
        if (url.searchParams.has(kind)) return { kind, payload: url.searchParams.get(kind) };
    }
    return { kind: "chat", payload: "" };
}

/** Which chats `switch_inline_query_chosen_chat` lets people choose. */
export function chosenChats(wish, chats) {
    const kindOf = (chat) =>
        chat.withBot ? "allow_bot_chats" : chat.type === "private" ? "allow_user_chats" : "allow_group_chats";
    return chats.filter((chat) => wish[kindOf(chat)]);
}
