// An old page beside the new one, in a dialog: what a supplement changed, and what a lost note once stood on.

import { build, signButton } from "./build.js";
import { startReading } from "./engine.js";

const CANVAS_LIMIT = 4_000_000; // pixels for each of the two

/** Show pages beside each other: [{heading, bytes, page, missing}], bytes a function that gives them or null. */
export async function showBeside(frame, heading, sides) {
  const dialog = build("dialog", { class: "reader-dialog", "aria-label": heading });
  const columns = sides.map((side) => build("section", { class: "reader-side", tabIndex: 0, "aria-label": side.heading }, build("h3", { class: "reader-h3" }, side.heading)));
  dialog.append(
    build("div", { class: "reader-panelhead" }, build("h2", { class: "reader-h2", tabIndex: -1, autofocus: true }, heading), signButton("close", "Schließen", () => dialog.close())),
    build("div", { class: "reader-sides" }, columns),
  );
  dialog.addEventListener("close", () => dialog.remove());
  frame.append(dialog);
  dialog.showModal();
  await Promise.all(sides.map((side, at) => drawSide(columns[at], side)));
  return dialog;
}

async function drawSide(place, { bytes, page, missing }) {
  const content = page ? await bytes() : null;
  if (!content) {
    place.append(build("p", {}, missing));
    return;
  }
  const task = await startReading(content);
  try {
    const pdf = await task.promise;
    const drawn = await pdf.getPage(Math.min(page, pdf.numPages));
    place.append(await canvasOf(drawn, place), build("p", { class: "reader-hidden" }, await wordsOf(drawn)));
  } catch {
    place.append(build("p", {}, "Diese Seite lässt sich nicht anzeigen."));
  } finally {
    await task.destroy();
  }
}

async function canvasOf(page, place) {
  const plain = page.getViewport({ scale: 1 });
  const wide = Math.max(280, place.clientWidth - 24) * Math.min(2, devicePixelRatio || 1);
  const scale = Math.min(wide / plain.width, Math.sqrt(CANVAS_LIMIT / (plain.width * plain.height)));
  const viewport = page.getViewport({ scale });
  const canvas = build("canvas", { class: "reader-canvas", width: Math.floor(viewport.width), height: Math.floor(viewport.height), role: "img", "aria-label": "Die Seite als Bild; ihr Text folgt." });
  await page.render({ canvas, viewport }).promise;
  return canvas;
}

async function wordsOf(page) {
  const content = await page.getTextContent();
  return content.items.map((item) => item.str ?? "").join(" ");
}
