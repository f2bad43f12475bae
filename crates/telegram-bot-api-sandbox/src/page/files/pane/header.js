// The head of a pane: which chat, whose eyes, the topics of a forum, and the menu of what can be done to the chat.

import { api } from "../api.js";
import { askForText, below, openMenu } from "../dialogs/dialog.js";
import { showMembers } from "../dialogs/members.js";
import { avatar, icon, make } from "../dom.js";
import { fullName } from "../message/sender.js";
import { GENERAL } from "../model.js";

export class Header {
    constructor(pane) {
        this.pane = pane;
        const { parts, page } = pane;
        parts.panelOpen.addEventListener("click", () => page.openPanel());
        parts.viewer.addEventListener("click", () => this.#people());
        parts.more.addEventListener("click", () => this.#menu());
        parts.closePane.addEventListener("click", () => page.close(pane));
    }

    show() {
        const { parts, model, chat, me } = this.pane;
        const title = this.pane.title();
        parts.chatName.textContent = title;
        parts.chatAvatar.replaceChildren(avatar(model.face(chat, me.id), title));
        // The name that is seen comes first, so that it can be said to the page.
        const role = make("span.unseen", {}, ` · ${this.pane.words.viewer}`);
        parts.viewer.replaceChildren(
            avatar(me.id, fullName(me), "tiny"),
            make("span.viewer-name", {}, fullName(me)),
            role,
        );
        parts.viewer.title = this.pane.words.viewer;
        this.#topics();
    }

    #topics() {
        const { parts, chat, thread, words } = this.pane;
        parts.topics.hidden = !chat.is_forum;
        if (!chat.is_forum) return parts.topics.replaceChildren();
        const chip = (label, value, closed) =>
            make(
                "button.chip",
                {
                    type: "button",
                    "data-testid": "topic",
                    "aria-pressed": String(thread === value),
                    onclick: () => this.#openTopic(value),
                },
                closed ? icon("lock") : null,
                label,
            );
        const there = (chat.topics ?? []).filter(({ state }) => state !== "deleted");
        parts.topics.replaceChildren(
            chip(words.allTopics, null),
            chip(words.general, GENERAL),
            ...there.map((topic) => chip(topic.name, topic.message_thread_id, topic.state === "closed")),
            make(
                "button.chip",
                {
                    type: "button",
                    "data-testid": "new-topic",
                    "aria-label": words.newTopic,
                    title: words.newTopic,
                    onclick: () => this.#newTopic(),
                },
                icon("plus"),
            ),
        );
        parts.topics.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
        return undefined;
    }

    #openTopic(thread) {
        const { pane } = this;
        return pane.guarded(() => pane.show(pane.me.id, pane.chat.id, { thread }));
    }

    async #newTopic() {
        const { pane } = this;
        const name = await askForText(pane.root, {
            testid: "topic-name",
            title: pane.words.newTopic,
            words: pane.words,
        });
        if (!name) return;
        const topic = await pane.guarded(() => api.addTopic(pane.chat.id, { name, by: pane.me.id }));
        if (topic) await this.#openTopic(topic.message_thread_id);
    }

    /** Whose eyes this pane looks with; they stay in the same chat if they are in it. */
    #people() {
        const { pane } = this;
        const items = pane.model.users.map((user) => ({
            label: fullName(user),
            testid: "viewer-choice",
            picture: avatar(user.id, fullName(user), "tiny"),
            checked: user.id === pane.me.id,
            act: () => pane.page.become(pane, user.id),
        }));
        openMenu(pane.root, below(pane.parts.viewer), items);
    }

    #menu() {
        const { pane } = this;
        const { chat, me, model, words, page } = pane;
        const group = chat.type === "group" || chat.type === "supergroup";
        const topic = chat.topics?.find((each) => each.message_thread_id === pane.thread);
        const old = me.client === "old";
        openMenu(pane.root, below(pane.parts.more), [
            page.hasRoom() && { label: words.beside, icon: "beside", testid: "beside", act: () => page.beside(pane) },
            group && { label: words.membersTitle, icon: "people", testid: "members", act: () => showMembers(pane) },
            group && { label: words.rename, icon: "pen", testid: "rename", act: () => this.#rename() },
            topic && this.#topicItem(topic, topic.state === "closed" ? "open" : "closed"),
            topic && this.#topicItem(topic, "deleted"),
            chat.type === "group" &&
                !chat.migrated_to && {
                    label: words.migrate,
                    icon: "forward",
                    testid: "migrate",
                    act: () => pane.guarded(() => api.migrate(chat.id)),
                },
            {
                label: words.oldClient,
                testid: "old-client",
                checked: old,
                act: () => pane.guarded(() => model.changeUser(me.id, { client: old ? "new" : "old" })),
            },
        ]);
    }

    #topicItem(topic, state) {
        const { pane } = this;
        const { words } = pane;
        const act = async () => {
            await pane.guarded(() => api.changeTopic(pane.chat.id, topic.message_thread_id, { state }));
            if (state === "deleted") await this.#openTopic(null);
        };
        const label = { open: words.reopenTopic, closed: words.closeTopic, deleted: words.deleteTopic }[state];
        return { label, icon: state === "deleted" ? "close" : "lock", testid: `topic-${state}`, act };
    }

    async #rename() {
        const { pane } = this;
        const title = await askForText(pane.root, {
            testid: "rename-to",
            title: pane.words.rename,
            placeholder: pane.title(),
            words: pane.words,
        });
        if (title) await pane.guarded(() => api.changeChat(pane.chat.id, { title }));
    }
}
