// Notes as real annotations of a PDF: highlights with their text, drawings, and the reader's name on closed pages.
// Written by PDF.js itself into a copy of the document, on the device (docs/adr/0151).

import { areaOf, pageOf, rangeOf, textOf } from "./selectors.js";
import { boxesOf, readLayer } from "./text_layer.js";
import { build } from "./build.js";
import { engine } from "./engine.js";
import { strokesOf } from "./drawing.js";

const PREFIX = "pdfjs_internal_editor_"; // by this PDF.js knows what it is to write
const YELLOW = [255, 221, 70];
const GREY = [90, 96, 120];
const FLAG = { x: 2, y: 1.5, width: 3, height: 2.2 }; // percent: where a note on a whole page is shown

/** The document with the notes of one stretch in it, as bytes. `notes` have a place in this very version. */
export async function markedCopy(pdf, notes, { reader, closed }) {
  let count = 0;
  const write = (annotation) => pdf.annotationStorage.setValue(`${PREFIX}${count++}`, annotation);
  const pages = new Set(notes.map(pageOf));
  for (const number of closed ? Array.from({ length: pdf.numPages }, (_, at) => at + 1) : pages) {
    const page = await pdf.getPage(number);
    const viewport = page.getViewport({ scale: 1 });
    const here = notes.filter((note) => pageOf(note) === number);
    const boxes = await boxesOfNotes(page, viewport, here);
    here.forEach((note, at) => write(annotationOf(note, boxes[at], viewport, number - 1)));
    if (closed) {
      write(nameLine(reader, viewport, number - 1));
    }
    page.cleanup();
  }
  return count ? pdf.saveDocument() : pdf.getData();
}

/** The boxes of each note in percent of the page; text is laid out unseen where a note holds on to words. */
async function boxesOfNotes(page, viewport, notes) {
  const layer = notes.some(rangeOf) ? await unseenLayer(page, viewport) : null;
  const read = layer ? readLayer(layer) : null;
  const found = notes.map((note) => {
    const range = rangeOf(note);
    const boxes = range && read ? boxesOf(read, layer, ...range) : [];
    return boxes.length ? boxes : [areaOf(note) ?? FLAG];
  });
  layer?.parentElement.remove();
  return found;
}

async function unseenLayer(page, viewport) {
  const { pdfjs } = await engine();
  const container = build("div", { class: "textLayer" });
  const sheet = build("div", { class: "reader-unseen pdfViewer", "aria-hidden": "true" }, container);
  sheet.style.setProperty("--total-scale-factor", "1");
  sheet.style.setProperty("--scale-factor", "1");
  sheet.style.setProperty("--scale-round-x", "1px");
  sheet.style.setProperty("--scale-round-y", "1px");
  document.body.append(sheet);
  await new pdfjs.TextLayer({ textContentSource: page.streamTextContent({ includeMarkedContent: true, disableNormalization: true }), container, viewport }).render();
  return container;
}

function annotationOf(note, boxes, viewport, pageIndex) {
  const popup = { contents: textOf(note) || note["ris:said"] || "", rect: [0, 0, 0, 0] };
  const shared = { pageIndex, rotation: viewport.rotation, user: note["ris:author"] ?? "", ...(popup.contents ? { popup } : {}) };
  return note.motivation === "drawing" ? inkOf(note, viewport, shared) : highlightOf(boxes, viewport, shared);
}

function highlightOf(boxes, viewport, shared) {
  const corners = boxes.map((box) => cornersOf(box, viewport));
  const rect = around(corners.flat());
  return {
    ...shared,
    annotationType: 9,
    color: YELLOW,
    opacity: 1,
    rect,
    quadPoints: corners.flatMap(([topLeft, topRight, bottomLeft, bottomRight]) => [...topLeft, ...topRight, ...bottomLeft, ...bottomRight]),
    outlines: corners.map(([topLeft, topRight, bottomLeft, bottomRight]) => [...bottomLeft, ...topLeft, ...topRight, ...bottomRight]),
  };
}

/** One annotation has one pen: the drawing takes the pen of its last stroke where it had several. */
function inkOf(note, viewport, shared) {
  const strokes = strokesOf(note);
  const { colour, width } = strokes.at(-1);
  const toPoints = ({ points }) => Array.from({ length: points.length / 3 }, (_, at) => pdfPoint({ x: points[at * 3], y: points[at * 3 + 1] }, viewport));
  const lines = strokes.map(toPoints);
  const thickness = (width / 100) * viewport.height;
  const [x1, y1, x2, y2] = around(lines.flat());
  return {
    ...shared,
    annotationType: 15,
    color: [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)),
    opacity: width > 1 ? 0.35 : 1,
    thickness,
    rect: [x1 - thickness, y1 - thickness, x2 + thickness, y2 + thickness],
    paths: {
      lines: lines.map((line) => [NaN, NaN, NaN, NaN, ...line[0], ...line.slice(1).flatMap((point) => [NaN, NaN, NaN, NaN, ...point])]),
      points: lines.map((line) => line.flat()),
    },
  };
}

function nameLine(reader, viewport, pageIndex) {
  const when = new Date().toLocaleDateString("de-DE", { timeZone: "Europe/Berlin" });
  const [left, bottom] = pdfPoint({ x: 4, y: 98.5 }, viewport);
  const [right, top] = pdfPoint({ x: 96, y: 96.5 }, viewport);
  return {
    annotationType: 3,
    pageIndex,
    rotation: 0,
    color: GREY,
    fontSize: 9,
    value: `Nichtöffentlich. Erstellt für ${reader} am ${when}.`,
    rect: [Math.min(left, right), Math.min(bottom, top), Math.max(left, right), Math.max(bottom, top)],
    user: reader,
  };
}

function cornersOf({ x, y, width, height }, viewport) {
  const at = (right, down) => pdfPoint({ x: x + right * width, y: y + down * height }, viewport);
  return [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
}

function pdfPoint({ x, y }, viewport) {
  return viewport.convertToPdfPoint((x / 100) * viewport.width, (y / 100) * viewport.height);
}

function around(points) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
