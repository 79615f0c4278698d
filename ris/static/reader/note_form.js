// Writing a note: its text is kept while it is written, who may read it is said in words.

import { build, wordButton } from "./build.js";
import { bodyOf, textOf } from "./selectors.js";
import { visibilityChoice } from "./visibility.js";

const PAUSE = 700; // ms without a key until what was written is kept

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
