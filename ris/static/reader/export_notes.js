// Notes as a file of one's own: as text to read, as W3C annotations to keep. Made on the device.

import { build } from "./build.js";
import { whereWords } from "./notes_list.js";
import { textOf } from "./selectors.js";

/** Hand a file to the browser, which asks or puts it where files go. */
export function saveFile(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = build("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** What a file of this pack is called: "sitzungsmappe-2026-12-10-notizen.txt". */
export function fileName(plan, ending) {
  return `sitzungsmappe-${plan.start.slice(0, 10)}-${ending}`;
}

export function saveNotesAsText(notes, reading) {
  saveFile(fileName(reading.plan, "notizen.txt"), notesAsText(notes, reading), "text/plain;charset=utf-8");
}

export function saveNotesAsJson(notes, reading) {
  const plain = notes.all.map(({ rev, unsent, ...note }) => note);
  const content = JSON.stringify({ "@context": "http://www.w3.org/ns/anno.jsonld", type: "AnnotationCollection", items: plain }, null, 1);
  saveFile(fileName(reading.plan, "notizen.json"), content, "application/json");
}

/** All notes in reading order, each with its place. */
export function notesAsText(notes, reading) {
  const { plan } = reading;
  const lines = [`Notizen zur Sitzungsmappe: ${plan.title}`, ""];
  for (const note of notes.all) {
    lines.push(whereWords(note, reading) + (notes.orphans.includes(note) ? " (Stelle nicht mehr gefunden)" : ""));
    if (note["ris:said"]) {
      lines.push(`„${note["ris:said"]}“`);
    }
    lines.push(...wordsOf(note), "");
  }
  return lines.join("\r\n");
}

function wordsOf(note) {
  const text = textOf(note);
  const author = note["ris:own"] === false ? [`(von ${note["ris:author"]})`] : [];
  return [...(text ? [text] : []), ...(note.motivation === "drawing" ? ["(Zeichnung)"] : []), ...author];
}
