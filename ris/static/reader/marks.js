// What lies on a drawn page: highlights, areas, notes and hits as boxes in percent, the reader's name on closed pages.
// The boxes are for the eye and the finger; with a keyboard or a screen reader the list of notes is the way.

import { build } from "./build.js";
import { boxesOf, readLayer } from "./text_layer.js";
import { areaOf, pageOf, rangeOf, textOf } from "./selectors.js";

export class Marks {
  #reading;
  #notes;
  #open;
  #layers = new WeakMap();
  #hit = null;
  #wanted = null;

  /** `open(note)` is called when a mark is touched. */
  constructor(reading, notes, open) {
    this.#reading = reading;
    this.#notes = notes;
    this.#open = open;
    reading.addEventListener("drawn", ({ detail }) => this.#draw(detail.view));
    reading.addEventListener("text", ({ detail }) => this.#draw(detail.view));
    notes.addEventListener("change", () => this.again());
  }

  /** The text of a drawn page; null while it has none. */
  textOn(view) {
    const layer = view.textLayer?.div;
    if (!layer?.isConnected || !layer.childElementCount) {
      return null;
    }
    const known = this.#layers.get(layer);
    if (known && known.count === layer.childElementCount) {
      return known.read;
    }
    const read = readLayer(layer);
    this.#layers.set(layer, { read, count: layer.childElementCount });
    return read;
  }

  /** Show where a hit of the search stands: {stretch, page, start, end} in squeezed text; null takes it away. */
  show(hit) {
    this.#hit = hit;
    this.#wanted = hit ? ".reader-hit" : null;
    this.again();
  }

  /** Bring the mark of a note into sight, now or as soon as its page is drawn. */
  bringIntoSight(note) {
    this.#wanted = `[data-note="${CSS.escape(note.id)}"]`;
    this.again();
  }

  again() {
    for (const view of this.#reading.viewer.drawn) {
      this.#draw(view);
    }
  }

  #draw(view) {
    const { stretch } = this.#reading;
    if (!view.div || !stretch) {
      return;
    }
    view.div.querySelector(":scope > .reader-marks")?.remove();
    view.div.setAttribute("aria-label", this.#reading.labelOfView(view));
    const layer = build("div", { class: "reader-marks" });
    const read = this.textOn(view);
    for (const note of this.#notes.onPage(stretch, view.id)) {
      layer.append(...this.#boxes(note, view, read));
    }
    if (read && this.#hit?.stretch === stretch && this.#hit.page === view.id) {
      const boxes = boxesOf(read, view.div, this.#hit.start, this.#hit.end);
      layer.append(...boxes.map((box) => placed(build("div", { class: "reader-hit" }), box)));
    }
    if (stretch.document.closed || stretch.item.closed) {
      layer.append(watermark(this.#reading.plan.reader));
    }
    view.div.append(layer);
    this.#scroll(layer);
  }

  /** Once for each wish: who scrolls on is not pulled back when a page is drawn again. */
  #scroll(layer) {
    const found = this.#wanted ? layer.querySelector(this.#wanted) : null;
    if (found) {
      this.#wanted = null;
      found.scrollIntoView({ block: "center", inline: "nearest" });
      found.classList.add("reader-found");
    }
  }

  #boxes(note, view, read) {
    const range = rangeOf(note);
    const area = areaOf(note);
    const boxes = range && read ? boxesOf(read, view.div, ...range) : area ? [area] : [];
    if (note.motivation === "drawing") {
      return []; // the ink layer draws those
    }
    const press = () => this.#open(note);
    const made = boxes.map((box) => placed(build("button", { ...unreachable("reader-mark", note), onclick: press }), box));
    if (!boxes.length || textOf(note)) {
      const first = boxes[0] ?? { x: 2, y: 1.5 };
      const flag = build("button", { ...unreachable("reader-flag", note), onclick: press }, "✎");
      made.push(placed(flag, { x: Math.max(0.5, Math.min(first.x - 4, 95)), y: first.y }));
    }
    return made;
  }
}

function unreachable(name, note) {
  const changed = note["ris:anchor"] === "changed" ? ` ${name}--changed` : "";
  return { type: "button", class: name + changed, tabIndex: -1, "aria-hidden": "true", "data-note": note.id };
}

/** Put an element at its place on the page; a box in percent stays right at every zoom. */
export function placed(element, { x, y, width, height }) {
  element.style.left = `${x}%`;
  element.style.top = `${y}%`;
  if (width !== undefined) {
    element.style.width = `${width}%`;
    element.style.height = `${height}%`;
  }
  return element;
}

function watermark(reader) {
  const when = new Date().toLocaleString("de-DE", { dateStyle: "medium", timeStyle: "short", timeZone: "Europe/Berlin" });
  const line = `${reader} · ${when} · nichtöffentlich`;
  return build("div", { class: "reader-watermark", "aria-hidden": "true" }, ...[0, 1, 2].map(() => build("span", {}, line)));
}

/** The number of the page a note stands on, as its label says it. */
export function pageLabel(reading, note) {
  const stretch = reading.stretches.find((each) => each.document.file === note.target.scope);
  return stretch ? (stretch.document.labels?.[pageOf(note) - 1] ?? `Seite ${pageOf(note)}`) : "";
}
