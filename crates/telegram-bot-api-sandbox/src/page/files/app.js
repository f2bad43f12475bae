// Puts the page together: the panes side by side, the panel, and what happens in the sandbox.

import { api, chatId } from "./api.js";
import { Inspector } from "./inspector/inspector.js";
import { newChat } from "./dialogs/newchat.js";
import { byId, translate } from "./dom.js";
import { follow, report, retryNow } from "./events.js";
import { Pane } from "./pane/pane.js";
import { Panel } from "./panel/panel.js";
import { firstVisit, lastPerson, readHash, writeHash } from "./location.js";
import { Model } from "./model.js";
import { ownLanguage, wordsFor } from "./words.js";

const PROFILE_PAUSE_MS = 150;
/** A pane narrower than this is no use. */
const NARROWEST_PANE = 330;
const PANEL = 340;
/** Narrower than this, the panel always lies over the chat. */
const NARROW = 900;
const MOST_PANES = 3;

const model = new Model();
let panes = [];
let active;
// While several panes open together, the address is written once, at the end.
let arranging = false;

// --- The parts -------------------------------------------------------------

/** What panes ask of the page. */
const page = {
    model,
    moved() {
        if (!arranging) writeHash(panes.filter((pane) => pane.loaded));
        showPanel();
    },
    retryNow,
    touched(pane) {
        if (active === pane) return;
        active = pane;
        showPanel();
    },
    become: (pane, user) => {
        const stays = !pane.chat.withBot && model.isMember(pane.chat, user);
        const wish = stays ? { thread: pane.thread } : {};
        return pane.guarded(() => pane.show(user, stays ? pane.chat.id : user, wish));
    },
    hasRoom: () => panes.length < Math.min(MOST_PANES, Math.floor(innerWidth / NARROWEST_PANE)),
    beside,
    close(pane) {
        panes = panes.filter((each) => each !== pane);
        pane.close();
        if (active === pane) active = panes[0];
        fit();
        page.moved();
    },
    openPanel: () => panel.open(),
};

const panel = new Panel({
    choose: (user) => {
        const hidden = panes.find((pane) => pane !== active && pane.me?.id === user.id);
        if (!hidden || document.documentElement.dataset.panes === "several") return page.become(active, user.id);
        return page.touched(hidden);
    },
    add: () =>
        active.guarded(async () => {
            const user = await model.newPerson(active.me.language_code);
            await active.show(user.id);
        }),
    open: (chat) => active.guarded(() => active.show(active.me.id, chat.id)),
    found: () =>
        active.guarded(async () => {
            const chat = await newChat(active);
            if (!chat) return;
            // Only to write as: there is nothing to look at in a channel.
            if (chat.type === "channel") active.showAround();
            else await active.show(active.me.id, chat.id);
        }),
    speak: (language_code) => changeMe({ language_code }),
    block: (blocked) => changeMe({ blocked }),
    turn: (setting, value) =>
        active.guarded(async () => {
            model.settings = await api.changeSettings({ [setting]: value });
            for (const pane of panes) pane.showAround();
        }),
});

const changeMe = (fields) =>
    active.guarded(async () => {
        await model.changeUser(active.me.id, fields);
        await refresh(active);
    });

/** Another pane, with somebody else in the same chat if there is such a person. */
function beside(pane) {
    const shown = new Set(panes.map(({ me }) => me.id));
    const others = model.users.filter((user) => !shown.has(user.id));
    const neighbour = others.find((user) => !pane.chat.withBot && model.isMember(pane.chat, user.id));
    const user = neighbour ?? others[0] ?? pane.me;
    const next = addPane(panes.indexOf(pane) + 1);
    return next.guarded(() => next.show(user.id, neighbour || user === pane.me ? pane.chat.id : user.id));
}

function addPane(at = panes.length) {
    const pane = new Pane(page);
    const behind = panes[at - 1]?.root;
    if (behind) behind.after(pane.root);
    else byId("panes").prepend(pane.root);
    panes.splice(at, 0, pane);
    active ??= pane;
    fit();
    return pane;
}

/** Shares the room: the panel stays beside the chats only if they keep enough of it. */
function fit() {
    const { dataset } = document.documentElement;
    const drawer = innerWidth < NARROW || innerWidth - PANEL < panes.length * NARROWEST_PANE;
    const changed = dataset.panel !== (drawer ? "drawer" : "side");
    dataset.panel = drawer ? "drawer" : "side";
    dataset.panes = panes.length > 1 && innerWidth >= panes.length * NARROWEST_PANE ? "several" : "one";
    if (changed) panel.fit();
    showActive();
}

function showActive() {
    for (const pane of panes) pane.root.classList.toggle("active", pane === active);
}

function showPanel() {
    showActive();
    if (!active?.loaded) return;
    document.title = `${active.botName} · ${active.words.title}`;
    document.documentElement.lang = active.words.tag;
    panel.show(active);
    inspector.translate();
}

const showLists = () => active?.loaded && panel.showLists(active);

// --- What happens ----------------------------------------------------------

/** Whoever sees a message without looking at its chat has news. */
function countNews(event) {
    const where = chatId(event.chat);
    const { message } = event;
    const chat = model.chat(where);
    if (!chat) return;
    const people =
        event.seen_by !== undefined
            ? [event.seen_by]
            : chat.withBot
              ? [where]
              : chat.members.map(({ user }) => user.id);
    const looks = (person) => panes.some((pane) => pane.loaded && pane.me.id === person && pane.chat.id === where);
    for (const person of people) {
        if (person !== message.from?.id && model.isMember(chat, person) && !looks(person))
            model.countNews(person, where);
    }
    showLists();
}

const handlers = {
    message: countNews,
    chat({ chat }) {
        model.keepChat(chat);
        showLists();
    },
    user({ user }) {
        model.keepUser(user);
        showLists();
    },
    settings({ settings }) {
        model.settings = settings;
        showPanel();
    },
    // A starting bot sets many texts in a row; once it pauses they are looked at together.
    profile() {
        clearTimeout(handlers.profileTimer);
        handlers.profileTimer = setTimeout(() => panes.forEach(refresh), PROFILE_PAUSE_MS);
    },
    connected: () =>
        active.guarded(async () => {
            await model.readBot();
            for (const pane of panes) pane.showStatus();
        }),
};

async function refresh(pane) {
    await pane.guarded(() => pane.refresh());
    if (pane === active) showPanel();
}

function handle(event) {
    handlers[event.kind]?.(event);
    for (const pane of panes) pane.handle(event);
    inspector.handle(event);
    if (event.kind === "user") showPanel();
}

// --- Coming, and coming back -----------------------------------------------

let visit = firstVisit();

/** A wish from the address, else whoever was here last, else anyone, else someone new. */
async function somebody() {
    const known = visit.fresh ? null : (model.user(readHash()[0]?.user) ?? model.user(lastPerson()) ?? model.users[0]);
    // After a restart of the server nobody is there: whoever was here comes back under the same name.
    if (!known && active?.me && !visit.fresh) return model.addPerson(active.me);
    if (!known) return model.newPerson(visit.language ?? ownLanguage());
    if (visit.language === null || visit.language === known.language_code) return known;
    return model.changeUser(known.id, { language_code: visit.language });
}

/** Lays out the panes that the address names. */
async function openAll() {
    const me = await somebody();
    const [first, ...more] = visit.fresh ? [] : readHash();
    const wishes = first?.user === me.id ? [first, ...more] : [{ user: me.id, chat: me.id }];
    const there = wishes.filter(({ user, chat }) => model.user(user) && model.chat(chat));
    if (!there.length) there.push({ user: me.id, chat: me.id });
    const drafts = panes.map((pane) => (pane.me && !model.user(pane.me.id) ? pane.draft : ""));
    for (const pane of panes.splice(0)) pane.close();
    active = undefined;
    const opened = there.slice(0, MOST_PANES).map(() => addPane());
    arranging = true;
    try {
        const show = (pane, at) => pane.show(there[at].user, there[at].chat, { thread: there[at].thread });
        await Promise.all(opened.map(show));
    } finally {
        arranging = false;
    }
    // What was being written to a server that is gone is written to the new one.
    opened.forEach((pane, at) => pane.draft || pane.write(drafts[at] ?? ""));
    visit = { language: null, fresh: false };
}

async function catchUp() {
    await model.read();
    const there = (pane) => pane.loaded && model.user(pane.me.id) && model.chat(pane.chat.id);
    if (panes.length && panes.every(there)) await Promise.all(panes.map((pane) => pane.catchUp()));
    else await openAll();
    writeHash(panes, "replace");
    showPanel();
}

// Someone may change the address by hand, or go back.
addEventListener("popstate", () => {
    const now = JSON.stringify(readHash());
    const shown = JSON.stringify(panes.map(({ me, chat, thread }) => ({ user: me.id, chat: chat.id, thread })));
    if (!active?.loaded || now === shown) return;
    active.guarded(async () => {
        await openAll();
        writeHash(panes, "replace");
    });
});
// Nothing that goes wrong in the page is silent.
addEventListener("unhandledrejection", ({ reason }) => report(reason));
addEventListener("resize", fit);

const inspector = new Inspector(model, () => active?.words ?? wordsFor(ownLanguage()));
translate(document, wordsFor(ownLanguage()));
inspector.translate();
fit();
follow({
    past: (event) => inspector.traffic.handle(event),
    catchUp,
    handle,
    online(now) {
        model.online = now;
        document.documentElement.classList.toggle("offline", !now);
        for (const pane of panes) pane.showStatus();
    },
});
