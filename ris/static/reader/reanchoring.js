// Finds the places of notes again after a document was replaced: on the device, so that it works without the server.

import { hashOf, quoteOf } from "./selectors.js";
import { isForeign, isOrphan } from "./notes.js";
import { isPdf, stretchOfNote } from "./plan.js";

/** Anchor all own notes of older versions in the present ones. What has no place any more goes to the tray. */
export async function reanchor(notes, stretches, texts, signal) {
  const stale = notes.all.filter((note) => isStale(note, stretches));
  const documents = new Set(stale.map((note) => stretchOfNote(stretches, note).document));
  const moved = [];
  for (const document of documents) {
    const pages = await texts.squeezedOf(document).catch(() => null);
    if (signal.aborted) {
      return;
    }
    if (pages) {
      const own = stale.filter((note) => stretchOfNote(stretches, note).document === document);
      moved.push(...(await placedAnew(own, { hash: document.hash, pages })));
    }
  }
  for (const found of moved) {
    if (signal.aborted) {
      return;
    }
    await takePlace(found, notes, stretches);
  }
}

/* Only the place is new: what was written, deleted or sent here while the pages were read stays as it is. */
async function takePlace(found, notes, stretches) {
  const note = notes.byId(found.id);
  // Of a page or an area without words the server knows more: it has compared the pages.
  const unsure = isOrphan(found) && quoteOf(found) === null;
  if (note && !unsure && isStale(note, stretches)) {
    const { target, "ris:anchor": anchor, "ris:anchored_to": hash } = found;
    await notes.save({ ...note, target, "ris:anchor": anchor, "ris:anchored_to": hash });
  }
}

function isStale(note, stretches) {
  const stretch = isForeign(note) ? null : stretchOfNote(stretches, note);
  return Boolean(stretch) && isPdf(stretch.document) && hashOf(note) !== stretch.document.hash;
}

/** In a worker: an orphan is looked for in the whole document, which takes seconds on an old tablet. */
function placedAnew(notes, version) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("anchor_worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => {
      worker.terminate();
      resolve(data);
    });
    worker.addEventListener("error", (event) => {
      worker.terminate();
      reject(new Error(event.message));
    });
    worker.postMessage({ notes, version });
  });
}
