// "Mappe mit Notizen (PDF)": every document with the notes on it, one file, made on the device and without a network.

import { fileName, notesAsText, saveFile } from "./export_notes.js";
import { isPdf } from "./plan.js";
import { markedCopy } from "./pdf_marks.js";
import { sheetOf } from "./sheet.js";
import { startReading } from "./engine.js";

/** Make the file and hand it to the browser; gives the names of documents that are not in it. `say` hears how far it is. */
export async function savePack({ reading, notes, store }, say) {
  const parts = [];
  const missing = [];
  for (const [at, stretch] of reading.stretches.entries()) {
    say(`Wird erstellt: Unterlage ${at + 1} von ${reading.stretches.length} …`);
    const copy = await copyOf(stretch, { reading, notes, store });
    if (copy) {
      parts.push(copy);
    } else {
      missing.push(stretch.document.name);
    }
  }
  say("Wird zusammengefügt …");
  const list = sheetOf(listOf(reading, notes), `Notizen: ${reading.plan.title}`);
  saveFile(fileName(reading.plan, "mit-notizen.pdf"), await joined([...parts, list]), "application/pdf");
  return missing;
}

async function copyOf(stretch, { reading, notes, store }) {
  const { document, item } = stretch;
  const bytes = isPdf(document) ? await store.bytes(document.hash, document.file) : null;
  if (!bytes) {
    return null;
  }
  const task = await startReading(bytes);
  try {
    const pdf = await task.promise;
    const own = Array.from({ length: pdf.numPages }, (_, at) => notes.onPage(stretch, at + 1)).flat();
    return await markedCopy(pdf, own, { reader: reading.plan.reader, closed: item.closed || document.closed });
  } catch (failure) {
    console.warn(`„${document.name}“ fehlt in der Mappe`, failure);
    return null; // named to the reader as missing; one damaged file does not keep the others back
  } finally {
    await task.destroy();
  }
}

/** Files one behind the other. The first one carries the others in. */
async function joined(files) {
  const [first, ...others] = files;
  const task = await startReading(first);
  try {
    const pdf = await task.promise;
    const all = [{ document: null }, ...others.map((document) => ({ document }))];
    const bytes = await pdf.extractPages(all);
    if (!bytes) {
      throw new Error("the documents could not be joined");
    }
    return bytes;
  } finally {
    await task.destroy();
  }
}

function listOf(reading, notes) {
  const lines = notesAsText(notes, reading).split(/\r?\n/);
  const when = new Date().toLocaleString("de-DE", { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Berlin" });
  return [`# ${lines[0]}`, `Erstellt für ${reading.plan.reader} am ${when}.`, "", ...lines.slice(2)];
}
