// The agenda beside the pages: every item with its documents, what is closed, what was changed, where somebody is.

import { build, icon, signButton } from "./build.js";
import { changedPages, itemName } from "./plan.js";

/** Fill the agenda. `open(stretch)` jumps, `changes()` shows the changed pages, `noteOn(item)` writes about an item. */
export function showAgenda(place, reading, acts) {
  const { plan, stretches } = reading;
  const list = build("ol", { class: "reader-items" });
  for (const item of plan.items) {
    list.append(item.heading && !item.number ? headingRow(item) : itemRow(item, stretches, acts));
  }
  const changed = changedPages(stretches).length;
  place.replaceChildren(
    build(
      "div",
      { class: "reader-panelhead" },
      build("h2", { class: "reader-h2" }, "Tagesordnung"),
      signButton("close", "Tagesordnung schließen", acts.close),
    ),
    changed ? build("button", { type: "button", class: "reader-button", onclick: acts.changes }, `Geänderte Seiten (${changed})`) : "",
    ...(plan.supplements ?? []).map(supplementLine),
    list,
  );
}

function headingRow(item) {
  return build("li", { class: "reader-heading" }, item.title);
}

function itemRow(item, stretches, acts) {
  const own = stretches.filter((stretch) => stretch.item === item);
  const name = build(
    "div",
    { class: "reader-item__name" },
    build("span", { class: "reader-item__number" }, build("span", { class: "reader-hidden" }, "Tagesordnungspunkt "), item.number ?? ""),
    build("h3", { class: "reader-item__title" }, item.title),
    signButton("note", `Notiz zu ${itemName(item)}`, () => acts.noteOn(item)),
  );
  return build(
    "li",
    { class: item.closed ? "reader-item reader-item--closed" : "reader-item", "data-item": String(item.id) },
    item.closed ? build("p", { class: "reader-closed" }, icon("lock"), "Nichtöffentlich") : null,
    name,
    item.note ? build("p", { class: "reader-small" }, item.note) : null,
    own.length ? build("ul", { class: "reader-documents" }, own.map((stretch) => documentRow(stretch, acts))) : null,
  );
}

function documentRow(stretch, acts) {
  const { document } = stretch;
  const changed = document.changed?.pages?.length ?? 0;
  const facts = [
    stretch.pages === 1 ? "1 Seite" : `${stretch.pages} Seiten`,
    changed ? `${changed === 1 ? "1 Seite" : `${changed} Seiten`} geändert` : null,
    document.closed && !stretch.item.closed ? "nichtöffentlich" : null,
  ];
  return build(
    "li",
    {},
    build(
      "button",
      { type: "button", class: "reader-document", "data-stretch": String(stretch.index), onclick: () => acts.open(stretch) },
      build("span", {}, document.name),
      build("span", { class: "reader-small" }, facts.filter(Boolean).join(" · ")),
    ),
  );
}

function supplementLine(supplement) {
  const sent = new Date(supplement.sent).toLocaleDateString("de-DE", { timeZone: "Europe/Berlin", day: "numeric", month: "long" });
  const reason = supplement.reason ? `: ${supplement.reason}` : "";
  return build("p", { class: "reader-supplement" }, build("strong", {}, `${supplement.number}. Nachtrag vom ${sent}`), reason);
}

/** Show in the agenda where somebody is, without moving the focus. */
export function markPlace(place, stretch) {
  for (const row of place.querySelectorAll("[data-stretch]")) {
    const here = Number(row.dataset.stretch) === stretch?.index;
    row.toggleAttribute("aria-current", here);
    if (here) {
      row.setAttribute("aria-current", "true");
      row.scrollIntoView({ block: "nearest" });
    }
  }
}
