// Raw updates and calls, the newest first: searchable, each to be unfolded and copied as a curl command.

import { copyText } from "../dialogs/dialog.js";
import { byId, icon, make } from "../dom.js";

/** So many are kept. */
const MOST = 500;

export class Traffic {
    #entries = [];
    #isShown = false;
    #list;
    #search;

    constructor(root, model, words) {
        Object.assign(this, { model, words });
        this.#list = root.querySelector("[data-part=list]");
        this.#search = root.querySelector("[data-part=search]");
        this.#search.addEventListener("input", () => this.#draw());
        root.querySelector("[data-part=clear]").addEventListener("click", () => {
            this.#entries = [];
            this.#draw();
        });
    }

    shown(shown) {
        this.#isShown = shown;
        if (shown) this.#draw();
    }

    translate() {
        if (this.#isShown) this.#draw();
    }

    handle(event) {
        if (event.kind !== "call" && event.kind !== "update") return;
        // After a break the same events come again.
        if (this.#entries.some(({ event: known }) => known.seq === event.seq && known.at_ms === event.at_ms)) return;
        const entry = { event, text: JSON.stringify(event).toLowerCase(), node: null };
        this.#entries.unshift(entry);
        this.#entries.splice(MOST);
        if (!this.#isShown) return;
        if (this.#matches(entry)) this.#list.prepend(this.#node(entry));
        byId("traffic-empty").hidden = this.#list.childElementCount > 0;
        while (this.#list.childElementCount > MOST) this.#list.lastElementChild.remove();
    }

    #matches = ({ text }) =>
        this.#search.value
            .toLowerCase()
            .split(/\s+/)
            .every((word) => text.includes(word));

    #draw() {
        this.#list.replaceChildren(...this.#entries.filter(this.#matches).map((entry) => this.#node(entry)));
        byId("traffic-empty").hidden = this.#list.childElementCount > 0;
    }

    #node(entry) {
        entry.node ??= this.#make(entry.event);
        return entry.node;
    }

    #make(event) {
        const call = event.kind === "call";
        const failed = call && !event.ok;
        const name = call ? event.method : Object.keys(event.update ?? {}).find((key) => key !== "update_id");
        const time = new Date(event.at_ms);
        const clock = `${time.toTimeString().slice(0, 8)}.${String(time.getMilliseconds()).padStart(3, "0")}`;
        const body = make("div.traffic-body", {});
        const node = make(
            "details.traffic-entry",
            { "data-testid": "traffic-entry", "data-kind": event.kind, "data-failed": failed },
            make(
                "summary",
                {},
                icon(call ? "call" : "update"),
                make("b", {}, name ?? "?"),
                make("span.traffic-short", {}, failed ? event.description : inShort(event)),
                event.fault ? make("span.tag", {}, event.fault) : null,
                make("time", {}, clock),
            ),
            body,
        );
        // The JSON is written out only for what somebody looks at.
        node.addEventListener(
            "toggle",
            () => node.open && !body.childElementCount && body.append(...this.#body(event)),
            true,
        );
        return node;
    }

    #body(event) {
        const words = this.words();
        const json = (value) => make("pre.raw", { tabindex: "0" }, JSON.stringify(value, null, 2));
        const copy = (label, testid, text) =>
            make(
                "button.link-button",
                { type: "button", "data-testid": testid, onclick: () => copyText(byId("inspector"), text(), words) },
                label,
            );
        const whole = event.kind === "call" ? { params: event.params, ...answer(event) } : event.update;
        return [
            make(
                "div.traffic-buttons",
                {},
                copy(words.copyCurl, "copy-curl", () =>
                    event.kind === "call" ? this.#curlCall(event) : curlUpdate(event),
                ),
                copy(words.copyJson, "copy-json", () => JSON.stringify(whole, null, 2)),
            ),
            ...(event.kind === "call" ? [json(event.params ?? {}), json(answer(event))] : [json(event.update)]),
        ];
    }

    #curlCall({ method, params }) {
        return curl(`${location.origin}/bot${this.model.token}/${method}`, params ?? {});
    }
}

const curl = (url, body) =>
    `curl ${quoted(url)} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`;

/** Sends the same update to the bot once more. */
function curlUpdate({ update }) {
    const { update_id, ...fields } = update;
    return curl(`${location.origin}/sandbox/updates`, fields);
}

/** One word of a shell. */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function answer({ ok, result, error_code, description }) {
    return ok ? { ok, result } : { ok, error_code, description };
}

/** Whom it is about and what it says, in one line. */
function inShort({ params, update }) {
    const fields = params ?? Object.values(update ?? {}).find((value) => value && typeof value === "object") ?? {};
    const chat = fields.chat_id ?? fields.chat?.id ?? fields.from?.id;
    const said = fields.text ?? fields.caption ?? fields.data ?? fields.query ?? "";
    return [chat, said]
        .filter((part) => part !== undefined && part !== "")
        .join(" · ")
        .slice(0, 120);
}
