// Writing a note: its text is kept while it is written, who may read it is said in words.

import { build, wordButton } from "./build.js";
import { bodyOf, textOf } from "./selectors.js";

const PAUSE = 700; // ms without a key until what was written is kept
const VISIBILITIES = [
  ["private", "nur für mich"],
  ["faction", "für meine Fraktion"],
  ["people", "für einzelne Personen"],
];

/** Fill a place with the form for a note. `acts`: save(note), remove(note), done(), people(). Gives the text field. */
export function showNoteForm(place, note, { heading, confidential, acts }) {
  let current = note;
  let waiting = 0;
  const field = build("textarea", { class: "reader-textarea", id: "reader-note", autocomplete: "off", rows: 3, maxLength: 20_000, value: textOf(note) });
  const said = note["ris:said"] ? build("blockquote", { class: "reader-quote" }, note["ris:said"]) : null;
  const keep = async (changes) => {
    clearTimeout(waiting);
    waiting = 0;
    current = await acts.save({ ...current, ...changes, body: bodyOf(field.value), motivation: motivationOf(current, field.value) });
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  });
  const done = async (event) => {
    event.preventDefault();
    if (field.value !== textOf(current) || waiting) {
      await keep();
    }
    acts.done(current);
  };
  const form = build(
    "form",
    { class: "reader-noteform", onsubmit: done },
    build("p", { class: "reader-small" }, heading),
    said,
    build("label", { for: "reader-note", class: "reader-labelling" }, "Ihre Notiz"),
    field,
    build(
      "div",
      { class: "reader-acts" },
      build("button", { class: "reader-button reader-button--first", type: "submit" }, "Fertig"),
      wordButton("Löschen", () => {
        clearTimeout(waiting);
        acts.remove(current);
      }),
    ),
    visibilityChoice(note, keep, acts.people),
    confidential
      ? build("p", { class: "reader-small" }, "Diese Unterlagen sind vertraulich. Die Verschwiegenheit gilt auch für Notizen und Ausdrucke.")
      : null,
  );
  form.keepNow = () => (waiting ? keep() : Promise.resolve());
  place.append(form);
  return field;
}

function motivationOf(note, text) {
  return note.motivation === "drawing" ? "drawing" : text || !note["ris:said"] ? "commenting" : "highlighting";
}

/** Who may read it: a closed disclosure that says it in words, open for a change. */
function visibilityChoice(note, keep, people) {
  const summary = build("summary", {}, sentenceOf(note["ris:visibility"]));
  const names = build("div", { class: "reader-people" });
  const chosen = new Set(note["ris:people"] ?? []);
  const listPeople = async () => {
    names.replaceChildren(build("p", { class: "reader-small" }, "Einen Moment …"));
    const found = await people();
    const boxes = found.map((person) => personBox(person, chosen, () => keep({ "ris:visibility": "people", "ris:people": [...chosen] })));
    const none = build("p", { class: "reader-small" }, "Dafür ist eine Verbindung nötig. Bitte versuchen Sie es später noch einmal.");
    names.replaceChildren(...(boxes.length ? boxes : [none]));
  };
  const choose = (kind) => {
    summary.textContent = sentenceOf(kind);
    names.replaceChildren();
    if (kind === "people") {
      listPeople();
    }
    if (kind !== "people" || chosen.size) {
      keep({ "ris:visibility": kind, "ris:people": kind === "people" ? [...chosen] : [] });
    }
  };
  const radios = VISIBILITIES.map(([kind, words]) =>
    build(
      "label",
      { class: "reader-choice" },
      build("input", { type: "radio", name: "reader-visibility", value: kind, checked: note["ris:visibility"] === kind, onchange: () => choose(kind) }),
      words,
    ),
  );
  if (note["ris:visibility"] === "people") {
    listPeople();
  }
  const legend = build("legend", { class: "reader-hidden" }, "Wer darf diese Notiz lesen?");
  return build("details", { class: "reader-visibility" }, summary, build("fieldset", {}, legend, ...radios), names);
}

function personBox(person, chosen, changed) {
  const flip = (event) => {
    chosen[event.target.checked ? "add" : "delete"](person.id);
    changed();
  };
  return build(
    "label",
    { class: "reader-choice" },
    build("input", { type: "checkbox", checked: chosen.has(person.id), onchange: flip }),
    person.faction ? `${person.name} (${person.faction})` : person.name,
  );
}

/** Who may read it, as a short sentence. */
export function sentenceOf(visibility) {
  return `Sichtbar ${(VISIBILITIES.find(([kind]) => kind === visibility) ?? VISIBILITIES[0])[1]}`;
}
