// Who is in a group and as what: one line for everybody, the bot first.

import { api } from "../api.js";
import { avatar, make } from "../dom.js";
import { fullName } from "../message/sender.js";
import { dialog } from "./dialog.js";

const ANONYMOUS = "anonymous";

export function showMembers(pane) {
    const { model, words, root } = pane;
    const list = make("ul.choices", {});
    const draw = () => {
        const chat = model.chat(pane.chat.id);
        const bot = {
            id: model.bot.id,
            name: pane.botName,
            status: model.hasBot(chat) ? chat.bot : "absent",
            kinds: ["absent", "member", "administrator"],
        };
        const people = model.users.map((user) => {
            const member = model.member(chat, user.id);
            const there = model.isMember(chat, user.id);
            const status = !there ? "absent" : member.is_anonymous ? ANONYMOUS : member.status;
            const kinds = ["absent", "member", "administrator", ANONYMOUS];
            return {
                id: user.id,
                name: fullName(user),
                status,
                kinds: member?.status === "creator" ? ["creator", ...kinds] : kinds,
            };
        });
        list.replaceChildren(...[bot, ...people].map(row));
    };
    const row = ({ id, name, status, kinds }) => {
        const select = make(
            "select",
            { "data-testid": "status-of", "data-user-id": id, "aria-label": name },
            ...kinds.map((kind) => make("option", { value: kind }, words.statuses[kind])),
        );
        select.value = status;
        select.addEventListener("change", async () => {
            await pane.guarded(async () => model.keepChat(await change(pane, id, select.value)));
            draw();
        });
        return make("li.member", {}, avatar(id, name, "small"), make("span.person-name", {}, name), select);
    };
    draw();
    const newcomer = async () => {
        await pane.guarded(async () => {
            const user = await model.newPerson(pane.me.language_code);
            model.keepChat(await change(pane, user.id, "member"));
        });
        draw();
    };
    const body = make(
        "div",
        {},
        list,
        make(
            "button.link-button",
            { type: "button", "data-testid": "add-newcomer", onclick: newcomer },
            words.newPerson,
        ),
    );
    return dialog(root, { testid: "members-dialog", title: words.membersTitle, body, main: words.close });
}

function change(pane, user, kind) {
    const by = pane.me.id;
    if (kind === "absent") return api.setMember(pane.chat.id, { user, by, status: user === by ? "left" : "kicked" });
    if (kind === ANONYMOUS)
        return api.setMember(pane.chat.id, { user, by, status: "administrator", is_anonymous: true });
    return api.setMember(pane.chat.id, { user, by, status: kind });
}
