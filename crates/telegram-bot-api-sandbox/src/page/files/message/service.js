// Messages that nobody wrote: somebody joined, a topic was made, a group has moved.

import { make } from "../dom.js";
import { put } from "../words.js";
import { nameOf, senderOf } from "./sender.js";

/** What happened, in a sentence; `null` for a message that somebody wrote. */
export function serviceText(message, scene) {
    const { words } = scene;
    const { name } = senderOf(message, scene);
    const joined = message.new_chat_members;
    const gone = message.left_chat_member;
    if (joined) {
        if (joined.length === 1 && joined[0].id === message.from?.id) return put(words.joined, { name });
        return put(words.added, { name, who: joined.map((user) => nameOf(user, scene)).join(", ") });
    }
    if (gone) {
        if (gone.id === message.from?.id) return put(words.left, { name });
        return put(words.removed, { name, who: nameOf(gone, scene) });
    }
    if (message.group_chat_created || message.supergroup_chat_created) return put(words.created, { name });
    if (message.new_chat_title !== undefined) return put(words.renamed, { name, title: message.new_chat_title });
    if (message.migrate_to_chat_id !== undefined || message.migrate_from_chat_id !== undefined) return words.migrated;
    if (message.forum_topic_created) return put(words.topicCreated, { name, topic: message.forum_topic_created.name });
    if (message.forum_topic_closed) return put(words.topicWasClosed, { name });
    if (message.forum_topic_reopened) return put(words.topicWasReopened, { name });
    return null;
}

export const serviceNode = (text, message) =>
    make(
        "div.message.service",
        { "data-testid": "message", "data-message-id": message.message_id, "data-from": "service" },
        make("span", {}, text),
    );
