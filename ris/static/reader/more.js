// The rest: size of the page, dark pages, announcements, taking the pack with its notes along, the keyboard.

import { build, wordButton } from "./build.js";
import { mark, marker } from "./marker.js";
import { saveNotesAsJson, saveNotesAsText } from "./export_notes.js";

const KEYS = [
  ["Bild ab, Bild auf oder → ←", "nächste, vorige Seite"],
  ["G", "Seite angeben"],
  ["T", "Tagesordnung"],
  ["M", "Auswahl markieren"],
  ["K", "Notiz schreiben"],
  ["L", "Liste der Notizen"],
  ["+ − 0", "größer, kleiner, ganze Breite"],
  ["Strg + F, F3", "in der Mappe suchen, nächster Treffer"],
  ["Esc", "Bereich schließen"],
];

/** Whether pages are shown dark on this device. */
export function isDark() {
  return marker().dark === true;
}

/** Fill the panel for a screen. */
export function fillMore(place, screen) {
  const { reading } = screen;
  const { viewer } = reading;
  const said = build("p", { class: "reader-small", role: "status" });
  const percent = build("p", { class: "reader-small", role: "status" }, sizeWords(viewer));
  const zoom = (act) => () => {
    act();
    percent.textContent = sizeWords(viewer);
  };
  place.append(
    group(
      "Größe der Seite",
      build(
        "div",
        { class: "reader-acts" },
        wordButton("Kleiner", zoom(() => viewer.zoom(-1))),
        wordButton("Größer", zoom(() => viewer.zoom(1))),
        wordButton("Ganze Breite", zoom(() => viewer.fit())),
      ),
      percent,
    ),
    group("Anzeige", darkChoice(screen), quietChoice(screen)),
    group(
      "Mitnehmen",
      build("p", { class: "reader-small" }, "Wird auf diesem Gerät erstellt, auch ohne Internet."),
      build(
        "div",
        { class: "reader-acts reader-acts--column" },
        wordButton("Mappe mit Notizen (PDF)", () => exportPdf(screen, said)),
        wordButton("Nur die Notizen (Text)", () => saveNotesAsText(screen.notes, reading)),
        wordButton("Nur die Notizen (Daten)", () => saveNotesAsJson(screen.notes, reading)),
      ),
      said,
    ),
    group("Tastatur", build("dl", { class: "reader-keys" }, KEYS.flatMap(([key, act]) => [build("dt", {}, key), build("dd", {}, act)]))),
  );
}

async function exportPdf(screen, said) {
  const { savePack } = await import("./export_pdf.js");
  try {
    const missing = await savePack(screen, (words) => {
      said.textContent = words;
    });
    said.textContent = missing.length ? `Die Mappe ist erstellt. Es fehlen: ${missing.join(", ")}.` : "Die Mappe ist erstellt.";
  } catch (failure) {
    said.textContent = "Die Mappe ließ sich nicht erstellen. Vielleicht reicht der Speicher dieses Geräts nicht.";
    throw failure;
  }
}

function group(heading, ...content) {
  return build("section", { class: "reader-group" }, build("h3", { class: "reader-h3" }, heading), ...content);
}

function sizeWords(viewer) {
  return `${Math.round(viewer.scale * 100)} %`;
}

function choice(words, checked, changed) {
  return build("label", { class: "reader-choice" }, build("input", { type: "checkbox", checked, onchange: (event) => changed(event.target.checked) }), words);
}

function darkChoice({ parts }) {
  return choice("Dunkle Seiten", isDark(), (dark) => {
    parts.frame.classList.toggle("reader--dark", dark);
    mark({ dark });
  });
}

function quietChoice({ called }) {
  return choice("Ansagen aus (aufgerufene Punkte nicht vorlesen)", called.quiet, (quiet) => called.setQuiet(quiet));
}
