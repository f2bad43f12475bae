// What the page knows of the sandbox: the bot, the people, the chats and the settings.

import { api } from "./api.js";
import { fullName } from "./message/sender.js";
import { put, wordsFor } from "./words.js";

/** The thread of a forum's messages that belong to no topic. */
export const GENERAL = "general";

const IN = new Set(["creator", "administrator", "member"]);
const BOT_IN = new Set(["administrator", "member"]);

export class Model {
    bot = { id: 0, first_name: "…", username: "" };
    token = "";
    connected = true;
    online = true;
    users = [];
    settings = {};
    #chats = new Map();
    // Messages not looked at, by person and chat.
    #news = new Map();

    async readBot() {
        const { bot, connected, token } = await api.bot();
        Object.assign(this, { bot, connected, token });
    }

    /** Everything anew, as after a break. */
    async read() {
        const [users, chats, settings] = await Promise.all([api.users(), api.chats(), api.settings(), this.readBot()]);
        Object.assign(this, { users, settings });
        this.#chats = new Map(chats.map((chat) => [chat.id, chat]));
    }

    user = (id) => this.users.find((user) => user.id === id);

    keepUser(user) {
        const at = this.users.findIndex(({ id }) => id === user.id);
        if (at < 0) this.users.push(user);
        else this.users[at] = user;
        return user;
    }

    keepChat(chat) {
        this.#chats.set(chat.id, chat);
        return chat;
    }

    /** A chat as the sandbox tells it; a private chat with the bot is told of nowhere, for everybody has one. */
    chat = (id) =>
        this.#chats.get(id) ?? (this.user(id) ? { id, type: "private", withBot: true, members: [] } : undefined);

    /** The chats that a person can open, the one with the bot first. */
    chatsOf(person) {
        const theirs = [...this.#chats.values()].filter(
            (chat) => chat.type !== "channel" && !chat.migrated_to && this.isMember(chat, person),
        );
        return [this.chat(person), ...theirs];
    }

    /** Channels, which are there to write as; the sandbox does not ask whose they are. */
    channels = () => [...this.#chats.values()].filter((chat) => chat.type === "channel");

    member = (chat, person) => chat.members?.find(({ user }) => user.id === person);
    isMember = (chat, person) => chat.withBot || IN.has(this.member(chat, person)?.status);
    isAdmin = (chat, person) => ["creator", "administrator"].includes(this.member(chat, person)?.status);
    hasBot = (chat) => Boolean(chat.withBot) || BOT_IN.has(chat.bot);

    /** What a chat is called by one who is in it. */
    title(chat, person, words, botName) {
        if (chat.withBot) return botName ?? this.bot.first_name;
        if (chat.type !== "private") return chat.title ?? "…";
        const other = chat.members.find(({ user }) => user.id !== person)?.user;
        return other ? fullName(other) : words.savedMessages;
    }

    /** Whose colour a chat has. */
    face(chat, person) {
        if (chat.withBot) return this.bot.id;
        if (chat.type !== "private") return chat.id;
        return chat.members.find(({ user }) => user.id !== person)?.user.id ?? person;
    }

    /** A line below the title: who is in it. */
    about(chat, words) {
        if (!this.online) return words.offline;
        if (chat.withBot) return this.connected ? words.bot : words.notConnected;
        if (chat.type === "private") return words.withoutBot;
        const count = chat.members.filter(({ status }) => IN.has(status)).length + (this.hasBot(chat) ? 1 : 0);
        return put(words.members, { count });
    }

    /** A person nobody has met yet, with a name of their language. */
    async newPerson(language = "") {
        const { names } = wordsFor(language);
        const taken = new Set(this.users.map((user) => user.first_name));
        let first_name = names.find((name) => !taken.has(name));
        for (let count = 2; !first_name; count++)
            first_name = names.map((name) => `${name} ${count}`).find((name) => !taken.has(name));
        return this.keepUser(await api.addUser({ first_name, language_code: language }));
    }

    /** Somebody the server has forgotten, under the same name. */
    addPerson = async ({ first_name, language_code }) =>
        this.keepUser(await api.addUser({ first_name, language_code }));

    async changeUser(id, fields) {
        const answer = await api.changeUser(id, fields);
        return this.keepUser(answer?.id === id ? answer : { ...this.user(id), ...fields });
    }

    // --- What was not looked at ----------------------------------------------

    countNews(person, chat) {
        const key = `${person}:${chat}`;
        this.#news.set(key, (this.#news.get(key) ?? 0) + 1);
    }

    forgetNews = (person, chat) => this.#news.delete(`${person}:${chat}`);
    news = (person, chat) => this.#news.get(`${person}:${chat}`) ?? 0;
    newsOf = (person) => this.chatsOf(person).reduce((sum, chat) => sum + this.news(person, chat.id), 0);
}
