// The list of notes: the way to every mark that needs no eye for colours and no steady hand.

import { build, wordButton } from "./build.js";
import { isForeign } from "./notes.js";
import { itemName } from "./plan.js";
import { sentenceOf } from "./visibility.js";
import { pageLabel } from "./marks.js";
import { textOf } from "./selectors.js";

/** Fill the panel. `acts`: open(note), edit(note), remove(note), write(), old(note), anew(note), keepOne(one, other), keepBoth(one). */
export function showNotes(place, notes, reading, acts) {
  const placed = notes.placed;
  const orphans = notes.orphans;
  const paired = new Set();
  const rows = placed.map((note) => {
    const twin = placed.find((each) => each["ris:conflict_with"] === note.id) ?? null;
    if (twin) {
      paired.add(twin.id);
      return conflict(note, twin, reading, acts);
    }
    return null;
  });
  place.append(
    wordButton("Notiz zu dieser Seite", acts.write, { class: "reader-button reader-button--wide" }),
    orphans.length ? tray(orphans, reading, acts) : "",
    placed.length
      ? build(
          "ul",
          { class: "reader-notes" },
          placed.map((note, at) => rows[at] ?? (paired.has(note.id) ? null : noteRow(note, reading, acts))),
        )
      : build("p", {}, "Noch keine Notizen. Wählen Sie im Text eine Stelle aus und drücken Sie „Markieren“."),
  );
}

function noteRow(note, reading, acts) {
  const where = whereWords(note, reading);
  const name = build(
    "button",
    { type: "button", class: "reader-note__open", onclick: () => acts.open(note) },
    build("span", { class: "reader-note__where" }, where),
    note["ris:said"] ? build("mark", { class: "reader-note__said" }, `„${note["ris:said"]}“`) : null,
    textOf(note) ? build("span", { class: "reader-note__text" }, textOf(note)) : null,
    note.motivation === "drawing" ? build("span", { class: "reader-note__text" }, "Zeichnung") : null,
  );
  return build("li", { class: "reader-note", "data-key": note.id }, name, facts(note), isForeign(note) ? null : buttons(note, where, acts));
}

function facts(note) {
  const words = [
    note["ris:anchor"] === "changed" ? build("strong", { class: "reader-changedword" }, "Text wurde geändert") : null,
    isForeign(note) ? `von ${note["ris:author"]}` : sentenceOf(note["ris:visibility"]),
    note.unsent ? "nur auf diesem Gerät" : null,
  ].filter(Boolean);
  return build("p", { class: "reader-small" }, words.flatMap((word, at) => (at ? [" · ", word] : [word])));
}

function buttons(note, where, acts) {
  const edit = note.motivation === "drawing" ? null : wordButton("Ändern", () => acts.edit(note), { class: "reader-quiet", "aria-label": `Notiz ändern: ${where}` });
  const remove = wordButton("Löschen", () => acts.remove(note), { class: "reader-quiet", "aria-label": `Notiz löschen: ${where}` });
  return build("div", { class: "reader-acts" }, edit, remove);
}

/** "TOP 4 – 3/12", or the item a note is about. */
export function whereWords(note, reading) {
  const label = note.target.source.startsWith("urn:ris:item:") ? "" : pageLabel(reading, note);
  const item = reading.plan.items.find((each) => each.id === note["ris:item"]);
  return label || (item ? `${itemName(item)} ${item.number ? item.title : ""}`.trim() : "Sitzung");
}

/** "3 Notizen ohne Fundstelle": what was written stays, whatever became of the page. */
function tray(orphans, reading, acts) {
  const count = orphans.length === 1 ? "1 Notiz ohne Fundstelle" : `${orphans.length} Notizen ohne Fundstelle`;
  const rows = orphans.map((note) =>
    build(
      "li",
      { class: "reader-note", "data-key": note.id },
      note["ris:said"] ? build("mark", { class: "reader-note__said" }, `„${note["ris:said"]}“`) : null,
      build("p", { class: "reader-note__text" }, textOf(note) || (note.motivation === "drawing" ? "Zeichnung" : "")),
      build("p", { class: "reader-small" }, "Stelle nicht mehr gefunden (Seite wurde entfernt oder neu geschrieben)."),
      build(
        "div",
        { class: "reader-acts" },
        wordButton("In alter Fassung ansehen", () => acts.old(note), { class: "reader-quiet" }),
        isForeign(note) ? null : wordButton("Neu zuordnen", () => acts.anew(note), { class: "reader-quiet" }),
        isForeign(note) ? null : wordButton("Löschen", () => acts.remove(note), { class: "reader-quiet" }),
      ),
    ),
  );
  return build("details", { class: "reader-tray", open: true }, build("summary", {}, count), build("ul", { class: "reader-notes" }, rows));
}

/** Two devices changed the same note: both texts beside each other, and the reader decides. */
function conflict(note, twin, reading, acts) {
  const side = (each, heading, other) =>
    build(
      "div",
      { class: "reader-conflict__side" },
      build("h4", {}, heading),
      build("p", { class: "reader-note__text" }, textOf(each) || "(ohne Text)"),
      wordButton("Nur diese behalten", () => acts.keepOne(each, other), { class: "reader-button" }),
    );
  return build(
    "li",
    { class: "reader-conflict", "data-key": note.id },
    build("h3", { class: "reader-h3" }, `Zwei Fassungen derselben Notiz: ${whereWords(note, reading)}`),
    build("div", { class: "reader-conflict__both" }, side(note, "Vom anderen Gerät", twin), side(twin, "Von diesem Gerät", note)),
    wordButton("Beide behalten", () => acts.keepBoth(twin), { class: "reader-button" }),
  );
}
