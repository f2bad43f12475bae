// Faults on order: for the next calls of one method, or for a share of all calls.

import { api } from "../api.js";
import { make } from "../dom.js";
import { report } from "../events.js";

/** What is sent to the sandbox for each way to fail; `number` is the field for milliseconds or seconds. */
const KINDS = {
    too_many_requests: (seconds) => ({
        error_code: 429,
        description: `Too Many Requests: retry after ${seconds}`,
        parameters: { retry_after: seconds },
    }),
    server_error: () => ({ error_code: 500, description: "Internal Server Error" }),
    refuse: () => ({ error_code: 403, description: "Forbidden: bot was blocked by the user" }),
    delay: (ms) => ({ kind: "delay", delay_ms: ms }),
    timeout: (ms) => ({ kind: "timeout", delay_ms: ms }),
    reset: () => ({ kind: "reset" }),
    lost: () => ({ kind: "lost" }),
    truncated: () => ({ kind: "truncated" }),
    malformed: () => ({ kind: "malformed" }),
    html: () => ({ kind: "html" }),
};
const SECONDS = new Set(["too_many_requests"]);
const MILLISECONDS = new Set(["delay", "timeout"]);
/** What a mix can have. */
const MIXED = Object.keys(KINDS).filter((kind) => kind !== "refuse");

export class Faults {
    #root;
    #words;
    #isShown = false;
    #methods = [];

    constructor(root, words) {
        this.#root = root;
        this.#words = words;
    }

    shown(shown) {
        this.#isShown = shown;
        if (shown) this.translate();
    }

    async translate() {
        if (!this.#isShown) return;
        try {
            this.#methods = await api.methods();
            this.#root.replaceChildren(
                this.#orderForm(this.#methods),
                this.#mixForm(),
                make("div", { "data-part": "report", role: "status" }),
            );
            await this.refresh();
        } catch (error) {
            report(error);
        }
    }

    #field = (label, node) => make("label.field", {}, make("span", {}, label), node);

    #orderForm(methods) {
        const words = this.#words();
        const options = (names, label) => names.map((name) => make("option", { value: name }, label(name)));
        const method = make("select", { "data-testid": "fault-method" }, ...options(methods, (name) => name));
        method.value = "sendMessage";
        const kind = make(
            "select",
            { "data-testid": "fault-kind" },
            ...options(Object.keys(KINDS), (name) => words.faultKinds[name]),
        );
        const number = make("input", { type: "number", min: 1, "data-testid": "fault-number" });
        const times = make("input", { type: "number", min: 1, max: 10000, value: 1, "data-testid": "fault-times" });
        const numberLabel = make("span", {});
        const numberField = make("label.field", {}, numberLabel, number);
        const show = () => {
            const milliseconds = MILLISECONDS.has(kind.value);
            numberField.hidden = !milliseconds && !SECONDS.has(kind.value);
            numberLabel.textContent = milliseconds ? words.milliseconds : words.seconds;
            number.value = milliseconds ? 2000 : 3;
        };
        kind.addEventListener("change", show);
        show();
        const order = () => ({
            method: method.value,
            times: Number(times.value) || 1,
            ...KINDS[kind.value](Number(number.value) || 1),
        });
        return this.#form(
            words.nextCalls,
            [
                this.#field(words.method, method),
                this.#field(words.faultKind, kind),
                numberField,
                this.#field(words.times, times),
            ],
            [make("button.pill", { type: "submit", "data-testid": "fault-order" }, words.add)],
            () => api.orderFault(order()),
        );
    }

    #mixForm() {
        const words = this.#words();
        const share = make("input", { type: "number", min: 1, max: 100, value: 10, "data-testid": "mix-share" });
        const boxes = MIXED.map((name) => {
            const box = make("input", { type: "checkbox", value: name });
            box.checked = name === "too_many_requests" || name === "delay";
            return { box, node: make("label.check", {}, box, make("span", {}, words.faultKinds[name])) };
        });
        const kinds = () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
        const stop = make(
            "button.pill",
            { type: "button", "data-testid": "mix-stop", onclick: () => this.#act(() => api.stopMix()) },
            words.stop,
        );
        return this.#form(
            words.randomFaults,
            [
                this.#field(words.share, share),
                make(
                    "div.checks",
                    { role: "group", "aria-label": words.randomFaults },
                    ...boxes.map(({ node }) => node),
                ),
            ],
            [make("button.pill", { type: "submit", "data-testid": "mix-start" }, words.begin), stop],
            () => api.startMix({ share: Number(share.value) / 100, kinds: kinds(), seed: Date.now() % 1_000_000 }),
        );
    }

    #form(title, fields, buttons, act) {
        const onsubmit = (event) => {
            event.preventDefault();
            this.#act(act);
        };
        return make(
            "form.card",
            { onsubmit },
            make("h3", {}, title),
            ...fields,
            make("div.fault-buttons", {}, ...buttons),
        );
    }

    async #act(act) {
        try {
            await act();
            await this.refresh();
        } catch (error) {
            report(error);
            this.#show([make("p", {}, this.#words().failed.replace("{reason}", error.message))]);
        }
    }

    #show(nodes) {
        this.#root.querySelector("[data-part=report]")?.replaceChildren(...nodes);
    }

    /** The sandbox names methods in small letters. */
    #spelled = (method) => this.#methods.find((name) => name.toLowerCase() === method) ?? method;

    /** Shows what waits and what has happened. */
    async refresh() {
        if (!this.#isShown) return;
        const words = this.#words();
        const { waiting = [], mix, injected = {} } = await api.faults();
        const name = (kind) => words.faultKinds[kind] ?? kind;
        const row = (text) => make("li", {}, text);
        const list = (title, rows, testid) =>
            rows.length ? [make("h3", {}, title), make("ul.fault-list", { "data-testid": testid }, ...rows)] : [];
        this.#show([
            ...list(
                words.waitingFaults,
                waiting.map(({ method, fault, times }) => row(`${this.#spelled(method)}: ${name(fault)} × ${times}`)),
                "faults-waiting",
            ),
            ...(mix
                ? list(
                      words.randomFaults,
                      [row(`${Math.round(mix.share * 100)} %: ${mix.kinds.map(name).join(", ")}`)],
                      "faults-mix",
                  )
                : []),
            ...list(
                words.happened,
                Object.entries(injected).map(([kind, count]) => row(`${name(kind)} × ${count}`)),
                "faults-happened",
            ),
        ]);
    }
}
