// Building DOM nodes. Everything that came from the bot or from a person enters
// the page as text or as an attribute made here, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/** `make("button.key", { type: "button", onclick }, "text", node)` */
export function make(kind, attributes = {}, ...children) {
    const [tag, ...classes] = kind.split(".");
    const node = document.createElement(tag || "div");
    if (classes.length) node.className = classes.join(" ");
    for (const [name, value] of Object.entries(attributes)) {
        if (value === undefined || value === null || value === false) continue;
        if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
        else node.setAttribute(name, value === true ? "" : String(value));
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
}

/** One of the drawings kept at the top of index.html. */
export function icon(name, className = "icon") {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", className);
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `#i-${name}`);
    svg.append(use);
    return svg;
}

/** Makes an inline element (which, unlike a button, can break across lines) press like one. */
export function pressable(node, label, act) {
    node.setAttribute("role", "button");
    node.setAttribute("tabindex", "0");
    if (label) node.setAttribute("title", label);
    node.addEventListener("click", act);
    node.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        act(event);
    });
    return node;
}

/** Which of the seven colours somebody has: it follows from the id, as people expect. */
export const hueOf = (id) => Math.abs(Number(id) || 0) % 7;

/** A coloured disc with one or two initials. */
export function avatar(id, name, size = "") {
    const parts = String(name || "?")
        .trim()
        .split(/\s+/);
    const first = (part) => Array.from(part ?? "")[0] ?? "";
    const initials = (first(parts[0]) + (parts.length > 1 ? first(parts[1]) : "")).toUpperCase();
    return make(`span.avatar${size ? `.${size}` : ""}`, { "data-hue": hueOf(id), "aria-hidden": "true" }, initials);
}

export const byId = (id) => document.getElementById(id);

/** A copy of a template's only element, and its parts by their `data-part`. */
export function fromTemplate(id) {
    const root = byId(id).content.firstElementChild.cloneNode(true);
    const parts = Object.fromEntries(
        [...root.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]),
    );
    return { root, parts };
}

/** Writes the page's own words into everything that names one. */
export function translate(root, words) {
    for (const node of root.querySelectorAll("[data-word]")) node.textContent = words[node.dataset.word];
    for (const node of root.querySelectorAll("[data-label]")) {
        node.setAttribute("aria-label", words[node.dataset.label]);
        if (node.matches("button")) node.title = words[node.dataset.label];
    }
    for (const node of root.querySelectorAll("[data-placeholder]")) node.placeholder = words[node.dataset.placeholder];
}

/** A hand: on a touch keyboard Enter makes a new line, and focus raises the keyboard. */
export const touch = () => matchMedia("(pointer: coarse)").matches;
