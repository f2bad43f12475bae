// Puts the page together: who is looking, at which chat, and what happens when they act.

import { api, chatId } from "./api.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { avatar, byId, make } from "./dom.js";
import { follow } from "./events.js";
import { mayOpen } from "./format.js";
import { fullName, messageNode } from "./message.js";
import { askToOpen, copyText, showAlert, showPreview, toast } from "./notices.js";
import { Panel } from "./people.js";
import { firstVisit, lastPerson, readHash, writeHash } from "./place.js";
import { Taps } from "./taps.js";
import { ownLanguage, put, wordsFor } from "./words.js";

const TYPING_MS = 5000;
const PROFILE_PAUSE_MS = 150;

const state = {
  bot: { id: 0, first_name: "…", username: "" },
  connected: true,
  online: true,
  profile: {},
  users: [],
  me: null,
  chat: null, // { id, type }: a private chat carries the id of its person
  loaded: false,
  news: new Map(), // person -> messages not looked at
  typingUntil: 0,
};
let words = wordsFor(ownLanguage());

// --- The parts -------------------------------------------------------------

const chat = new Chat({ emptied: showFoot });
const composer = new Composer({ send });
const panel = new Panel({
  choose: (user) => goTo(user.id),
  add: () => guarded(async () => goTo((await newPerson(state.me?.language_code)).id)),
  speak: (language_code) => guarded(() => changeMe({ language_code })),
  block: (blocked) => guarded(() => changeMe({ blocked })),
});
const taps = new Taps({
  changed: (messageId) => chat.refreshKeys(messageId),
  answered: (event, tap) => tap.from === state.me.id && showAnswer(event),
  failed,
});

/** What all messages share; made anew whenever one of these changes. */
const scene = () => ({
  bot: state.bot,
  me: state.me,
  chat: state.chat,
  words,
  act: {
    command: send,
    link: (url, shown) => openLink(url, shown),
    copy: (text) => copyText(text, words),
  },
  press,
  waits: (messageId, data) => taps.waits(state.chat.id, messageId, data),
  forward: showForwarded,
});

// --- Doing things ----------------------------------------------------------

function failed(error) {
  toast(put(words.failed, { reason: error.status ? error.message : words.offline }));
}

async function guarded(deed) {
  try {
    return await deed();
  } catch (error) {
    failed(error);
    return undefined;
  }
}

// One after another, so that two quick messages cannot change places.
let sending = Promise.resolve();

function send(text) {
  const { me, chat: where } = state;
  const sent = sending.then(() =>
    guarded(async () => {
      const { message } = await api.send(me.id, where.id, text);
      if (message && where.id === state.chat.id && me.id === state.me.id) chat.add(message);
      return true;
    }),
  );
  sending = sent;
  return sent.then(Boolean);
}

function press(message, button, kind) {
  if (kind === "callback") taps.press(state.me.id, state.chat.id, message.message_id, button.callback_data);
  else if (kind === "url") openLink(button.url);
  else if (kind === "copy") copyText(button.copy_text?.text ?? "", words);
  else toast(kind === "inline" ? words.inlineNotYet : words.keyNotYet);
}

/** `shown` is the text people saw; an address that was in plain sight needs no question. */
async function openLink(url, shown) {
  if (!mayOpen(url)) return toast(words.badLink);
  const payload = ownDeepLink(url);
  if (payload !== null) return send(payload ? `/start ${payload}` : "/start");
  if (shown === url || (await askToOpen(url, words))) window.open(url, "_blank", "noopener,noreferrer");
}

/** A link that starts this very bot works inside the sandbox. */
function ownDeepLink(text) {
  const url = new URL(text);
  const name = url.protocol === "tg:" ? url.searchParams.get("domain") : url.pathname.slice(1);
  const toBot = url.protocol === "tg:" ? url.host === "resolve" || url.pathname.endsWith("resolve") : url.host === "t.me";
  if (!toBot || !state.bot.username || name?.toLowerCase() !== state.bot.username.toLowerCase()) return null;
  return url.searchParams.get("start") ?? "";
}

function showAnswer({ text, show_alert, url }) {
  if (url) openLink(url);
  else if (text && show_alert) showAlert(text, botName(), words);
  else if (text) toast(text);
}

function showForwarded(message) {
  // Buttons stay behind when a message is passed on, and so does the mark of an edit.
  const { reply_markup, edit_date, ...rest } = message;
  const stranger = { ...scene(), me: { id: -1 }, forward: null };
  const node = messageNode({ ...rest, forwardedFrom: botName() }, stranger);
  node.classList.add("first", "last");
  showPreview(node, words.forwardedTitle, words);
}

// --- People ----------------------------------------------------------------

async function newPerson(language = "") {
  const names = wordsFor(language).names;
  const taken = new Set(state.users.map((user) => user.first_name));
  let first_name = names.find((name) => !taken.has(name));
  for (let count = 2; !first_name; count++) first_name = names.map((name) => `${name} ${count}`).find((name) => !taken.has(name));
  const user = await api.addUser({ first_name, language_code: language });
  keepUser(user);
  return user;
}

function keepUser(user) {
  const at = state.users.findIndex(({ id }) => id === user.id);
  if (at < 0) state.users.push(user);
  else state.users[at] = user;
  if (state.me?.id === user.id) state.me = user;
}

async function changeMe(fields) {
  const { me } = state;
  const answer = await api.changeUser(me.id, fields);
  keepUser(answer?.id === me.id ? answer : { ...me, ...fields });
  await showMe();
}

/** A wish from the address, else whoever was here last, else anyone, else someone new. */
async function somebody(visit) {
  state.users = await api.users();
  const find = (id) => state.users.find((user) => user.id === id);
  const known = visit.fresh ? null : (find(readHash().user) ?? find(lastPerson()) ?? state.users[0]);
  if (!known) return newPerson(visit.language ?? state.me?.language_code ?? ownLanguage());
  if (visit.language !== null && visit.language !== known.language_code) {
    keepUser(await api.changeUser(known.id, { language_code: visit.language }));
  }
  return find(known.id);
}

async function goTo(user, where = user) {
  await guarded(async () => {
    await load(state.users.find(({ id }) => id === user), where);
    composer.clear();
  });
}

// --- Showing ---------------------------------------------------------------

// Two loads can overlap (a quick switch of people); only the last one may draw.
let latestLoad = 0;

async function load(me, where = me.id) {
  const turn = ++latestLoad;
  const [profile, messages] = await Promise.all([api.profile(me.language_code, where), api.messages(where, me.id)]);
  if (turn !== latestLoad) return;
  const again = state.loaded && state.me.id === me.id && state.chat.id === where;
  Object.assign(state, { me, profile, loaded: true, typingUntil: 0 });
  state.chat = { id: where, type: where === me.id ? "private" : "group" };
  state.news.delete(me.id);
  writeHash({ user: me.id, chat: where });
  showWords();
  if (again) chat.catchUp(messages, scene(), intro());
  else chat.reset(messages, scene(), intro());
  showAround();
}

/** The person or the bot's profile changed, the messages did not. */
async function showMe() {
  const before = words;
  state.profile = await api.profile(state.me.language_code, state.chat.id);
  showWords();
  // Drawing again folds quotes, so it is left to when something would look different.
  if (words !== before || chat.isEmpty) chat.redraw(scene(), intro());
  else chat.scene = scene();
  showAround();
}

function showWords() {
  words = wordsFor(state.me ? state.me.language_code : ownLanguage());
  document.documentElement.lang = words.tag;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = words[node.dataset.word];
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", words[node.dataset.label]);
    if (node.matches("button")) node.title = words[node.dataset.label];
  }
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = words[node.dataset.placeholder];
}

function showAround() {
  document.title = `${botName()} · ${words.title}`;
  byId("bot-name").textContent = botName();
  byId("bot-avatar").replaceChildren(avatar(state.bot.id, botName()));
  byId("viewer").replaceChildren(avatar(state.me.id, fullName(state.me), "tiny"), make("span", {}, fullName(state.me)));
  panel.showLanguage(state.me, words);
  panel.showProfile(state.bot, state.profile, state.me, words);
  composer.setCommands(state.profile.commands);
  showPeople();
  showStatus();
  showFoot();
}

const showPeople = () => panel.showPeople(state.users, state.me, state.news);
const botName = () => state.profile.name || state.bot.first_name;

function showStatus() {
  const typing = state.typingUntil > Date.now();
  const status = byId("bot-status");
  status.textContent = !state.connected ? words.notConnected : typing ? words.typing : words.bot;
  status.dataset.state = !state.connected ? "off" : typing ? "typing" : "on";
  byId("offline").hidden = state.online;
}

function showFoot() {
  if (!state.loaded) return;
  if (state.me.blocked) composer.show({ label: words.unblockBot, act: () => guarded(() => changeMe({ blocked: false })) });
  else if (chat.isEmpty) composer.show({ label: words.start, act: () => send("/start") });
  else composer.show(null);
}

/** What stands in a chat before its first message. */
function intro() {
  return make(
    "div.intro",
    { "data-testid": "intro" },
    avatar(state.bot.id, botName(), "large"),
    // The question makes sense only with its answer.
    make("h2", {}, state.profile.description ? words.whatCan : botName()),
    state.profile.description ? make("p", {}, state.profile.description) : null,
  );
}

// --- What happens ----------------------------------------------------------

let profileTimer;

const handlers = {
  message(event) {
    const where = chatId(event.chat);
    const { message } = event;
    const fromBot = message.from?.id === state.bot.id;
    if (where === state.chat.id) {
      if (fromBot) state.typingUntil = 0;
      const isNew = chat.add(message);
      if (isNew && fromBot) byId("announce").textContent = `${botName()}: ${message.text ?? message.caption ?? ""}`;
      showStatus();
    } else if (fromBot && state.users.some(({ id }) => id === where)) {
      state.news.set(where, (state.news.get(where) ?? 0) + 1);
      showPeople();
    }
  },
  edit: (event) => chatId(event.chat) === state.chat.id && chat.edit(event.message),
  delete: (event) => chatId(event.chat) === state.chat.id && chat.remove(event.message_id),
  callback_answer: (event) => taps.answer(event),
  chat_action(event) {
    if (chatId(event.chat) !== state.chat.id) return;
    state.typingUntil = Date.now() + TYPING_MS;
    showStatus();
    setTimeout(showStatus, TYPING_MS + 50);
  },
  // A starting bot sets many texts in a row; once it pauses they are looked at together.
  profile() {
    clearTimeout(profileTimer);
    profileTimer = setTimeout(() => guarded(showMe), PROFILE_PAUSE_MS);
  },
  user({ user }) {
    const before = state.me;
    keepUser(user);
    // Perhaps this very person was changed, in another window or by a test.
    if (user.id === before.id && JSON.stringify(user) !== JSON.stringify(before)) guarded(showMe);
    else showPeople();
  },
  connected: () => guarded(readBot),
};

async function readBot() {
  const { bot, connected } = await api.bot();
  Object.assign(state, { bot, connected });
  if (state.loaded) showStatus();
}

let visit = firstVisit();

async function catchUp() {
  await readBot();
  const me = await somebody(visit);
  visit = { language: null, fresh: false };
  const { user, chat: where } = readHash();
  await load(me, user === me.id ? where : me.id);
}

// Someone may change the address by hand, or go back.
addEventListener("hashchange", () => {
  const { user, chat: where } = readHash();
  if (!state.loaded || (user === state.me.id && where === state.chat.id)) return;
  if (state.users.some(({ id }) => id === user)) goTo(user, where);
  else writeHash({ user: state.me.id, chat: state.chat.id });
});

showWords();
follow({
  catchUp,
  handle: (event) => handlers[event.kind]?.(event),
  online(now) {
    state.online = now;
    showStatus();
  },
});
