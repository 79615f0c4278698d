// The empty frame of the reader: top line, agenda, pages, side panel, tools. Who fills it gets its parts by name.

import { build, signButton, tool } from "./build.js";

/** Build the frame for a plan into an element. The parts are named as in docs/reader-screen.md. */
export function buildFrame(element, plan) {
  const parts = { ...top(plan), ...middle(), ...bottom() };
  parts.frame = build("div", { class: "reader" }, parts.called, parts.news, parts.body, parts.toast, parts.tools);
  element.replaceChildren(parts.frame);
  // The bar of the page holds what is always in sight; a row of its own would cost a line of every page.
  const bar = document.querySelector(".shell-bar");
  (bar ?? parts.frame).prepend(parts.top);
  return parts;
}

function top(plan) {
  const close = build("a", { class: "reader-close", href: "/mappe/" }, "Mappe schließen");
  const title = build("h1", { class: "reader-title", tabIndex: -1 }, titleOf(plan));
  return {
    close,
    title,
    top: build("div", { class: "reader-top" }, close, title),
    called: build("div", { class: "reader-called", role: "status" }),
    news: build("div", { class: "reader-news", role: "status" }),
  };
}

function titleOf(plan) {
  const day = new Date(plan.start).toLocaleDateString("de-DE", {
    timeZone: "Europe/Berlin",
    weekday: "short",
    day: "numeric",
    month: "short",
  });
  return `${plan.organization ?? plan.title}, ${day}`;
}

function middle() {
  const viewer = build("div", { class: "pdfViewer" });
  const onward = build("button", { type: "button", class: "reader-button reader-onward", hidden: true });
  const pages = build("div", { class: "reader-pages", tabIndex: 0, role: "region", "aria-label": "Seiten der Unterlagen" }, viewer, onward);
  const other = build("div", { class: "reader-other", tabIndex: 0, role: "region", "aria-label": "Unterlage", hidden: true });
  const bar = build("div", { class: "reader-bar" });
  const stage = build("div", { class: "reader-stage" }, pages, other);
  const agenda = build("nav", { class: "reader-agenda", "aria-label": "Tagesordnung", id: "reader-agenda" });
  const grip = build("button", { type: "button", class: "reader-grip", "aria-label": "Bereich größer oder kleiner" });
  const view = build("div", { class: "reader-view" });
  const panel = build("aside", { class: "reader-panel", "aria-label": "Neben der Seite", id: "reader-panel", hidden: true }, grip, view);
  const centre = build("section", { class: "reader-centre", "aria-label": "Sitzungsmappe" }, bar, stage);
  return { pages, onward, other, bar, agenda, grip, view, panel, body: build("div", { class: "reader-body" }, agenda, centre, panel) };
}

function bottom() {
  const field = build("input", { type: "text", inputMode: "numeric", class: "reader-field", autocomplete: "off", "aria-label": "Seite der Mappe" });
  const of = build("span", { class: "reader-of" });
  const label = build("p", { class: "reader-label" });
  const form = build("form", { class: "reader-goto", noValidate: true }, build("span", { class: "reader-goto__word", "aria-hidden": "true" }, "Seite"), field, of);
  const previous = signButton("back", "Vorige Seite");
  const next = signButton("forward", "Nächste Seite");
  const smaller = signButton("smaller", "Kleiner", null, { class: "reader-sign reader-wide" });
  const larger = signButton("larger", "Größer", null, { class: "reader-sign reader-wide" });
  const pager = build("div", { class: "reader-pager" }, previous, build("div", { class: "reader-where" }, label, form), next, smaller, larger);
  const panelTool = (sign, word) => tool(sign, word, null, { "aria-expanded": "false", "aria-controls": "reader-panel" });
  const buttons = {
    agenda: tool("agenda", "Tages\u00adordnung", null, { "aria-expanded": "false", "aria-controls": "reader-agenda" }),
    search: panelTool("search", "Suchen"),
    mark: tool("mark", "Markieren", null, { class: "reader-tool reader-tool--text" }),
    note: tool("note", "Notiz", null, { class: "reader-tool reader-tool--text" }),
    pen: tool("pen", "Stift", null, { "aria-pressed": "false" }),
    notes: panelTool("notes", "Notizen"),
    more: panelTool("more", "Mehr"),
  };
  const row = build("div", { class: "reader-row", role: "group", "aria-label": "Werkzeuge" }, Object.values(buttons));
  const ink = build("div", { class: "reader-inkrow", role: "group", "aria-label": "Stift", hidden: true });
  const tools = build("footer", { class: "reader-tools" }, ink, pager, row);
  const toast = build("div", { class: "reader-toast", role: "status" });
  return { field, of, label, form, previous, next, smaller, larger, buttons, ink, tools, toast };
}
