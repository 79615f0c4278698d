// "Geändert seit Ihrer letzten Lesung": the list of changed pages, a bar on each of them, old and new beside each other.

import { build, wordButton } from "./build.js";
import { showBeside } from "./compare.js";
import { changedPages, itemName, labelOf } from "./plan.js";

const GONE = "Diese Fassung ist auf diesem Gerät nicht gespeichert. Mit Verbindung zum Rathaus ist sie zu sehen.";
const NEW_PAGE = "Diese Seite gab es in der alten Fassung nicht.";

/** Fill the panel with the changed pages. `acts`: open(change), beside(change). */
export function showChanges(place, stretches, acts) {
  const changes = changedPages(stretches);
  const row = (change) =>
    build(
      "li",
      { class: "reader-note" },
      build(
        "button",
        { type: "button", class: "reader-note__open", onclick: () => acts.open(change) },
        build("span", { class: "reader-note__where" }, labelOf(change.stretch, change.page)),
        build("span", { class: "reader-small" }, `${itemName(change.stretch.item)}: ${change.stretch.document.name}`),
      ),
      wordButton("Alt und neu nebeneinander", () => acts.beside(change), {
        class: "reader-quiet",
        "aria-label": `Alt und neu nebeneinander: ${labelOf(change.stretch, change.page)}`,
      }),
    );
  place.append(
    changes.length
      ? build("p", { class: "reader-small" }, "Geändert seit Ihrer letzten Lesung.")
      : build("p", {}, "Seit Ihrer letzten Lesung hat sich nichts geändert."),
    build("ul", { class: "reader-notes" }, changes.map(row)),
  );
}

/** The change on a page, if there is one. */
export function changeOn(stretch, page) {
  return stretch ? (changedPages([stretch]).find((change) => change.page === page) ?? null) : null;
}

/** Old and new page beside each other. `old` is the page before: {hash, page}, page 0 where there was none. */
export function showOldAndNew(frame, store, change, old) {
  const { stretch, page } = change;
  const { file, hash } = stretch.document;
  return showBeside(frame, `Alt und neu: ${labelOf(stretch, page)}`, [
    {
      heading: "Alte Fassung",
      page: old.page,
      bytes: () => store.bytes(old.hash, file),
      missing: old.page ? GONE : NEW_PAGE,
    },
    { heading: "Neue Fassung", page, bytes: () => store.bytes(hash, file), missing: GONE },
  ]);
}

/** The page a note stood on, in the version it was made for. */
export function showOldPlace(frame, store, note, { hash, page, heading }) {
  const side = { heading: "Alte Fassung", page, bytes: () => store.bytes(hash, note.target.scope), missing: GONE };
  return showBeside(frame, heading, [side]);
}
