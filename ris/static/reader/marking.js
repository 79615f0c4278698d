// Makes marks and notes: from the selection, from an area of a scanned page, for a page, for an agenda item.

import { labelOf } from "./plan.js";
import { selectorsFor } from "./anchoring.js";
import { areaSelector, newNote, pageSelector } from "./selectors.js";

export class Marking {
  #reading;
  #texts;
  #notes;

  constructor(reading, texts, notes) {
    this.#reading = reading;
    this.#texts = texts;
    this.#notes = notes;
  }

  /** Keep a mark on selected text. */
  async markText(selected, motivation = "highlighting") {
    const { stretch, page, said } = selected;
    const selectors = await this.selectorsOf(selected);
    return this.#notes.save(newNote(this.#reading.plan, motivation, { stretch, selectors: [...selectors], page, said }));
  }

  /** Selectors for selected text; the text around it is part of them, so the document is read if it was not yet. */
  async selectorsOf({ stretch, page, start, end, squeezed }) {
    const pages = (await this.#texts.squeezedOf(stretch.document)) ?? [];
    const known = pages[page - 1];
    if (known === undefined) {
      const alone = Array.from({ length: page }, (_, at) => (at === page - 1 ? squeezed : ""));
      return selectorsFor(alone, page - 1, start, end);
    }
    return selectorsFor(pages, page - 1, ...same(known, squeezed, start, end));
  }

  /** Keep a mark on an area of a page, in percent: for scans and pictures in a text. */
  markArea(view, area) {
    const { stretch } = this.#reading;
    const selectors = [pageSelector(view.id), areaSelector(area)];
    return this.#notes.save(newNote(this.#reading.plan, "highlighting", { stretch, selectors }));
  }

  /** A note about the page that is read, not kept before something is written. */
  noteOnPage() {
    const { stretch, page, plan } = this.#reading;
    return newNote(plan, "commenting", { stretch, selectors: [pageSelector(page)] });
  }

  /** A note about an agenda item, not kept before something is written. */
  noteOnItem(item) {
    return newNote(this.#reading.plan, "commenting", { item });
  }

  /** Give a note the place that is selected now: it belongs to this version from here on. */
  async reassign(note, selected) {
    const selectors = await this.selectorsOf(selected);
    const { document } = selected.stretch;
    return this.#notes.save({
      ...note,
      target: { source: `urn:sha512:${document.hash}`, scope: document.file, selector: selectors },
      "ris:item": selected.stretch.item.id,
      "ris:anchor": "same",
      "ris:anchored_to": document.hash,
    });
  }
}

/** The range in the text that was read beforehand; both texts are the same unless the page could not be drawn whole. */
function same(known, drawn, start, end) {
  const words = drawn.slice(start, end);
  if (known.slice(start, end) === words) {
    return [start, end];
  }
  const at = known.indexOf(words);
  return at < 0 ? [start, end] : [at, at + words.length];
}

/** What a form for a note is headed with. */
export function headingOf(reading, note, where) {
  return where ? `Notiz zu ${labelOf(where.stretch, where.page)}` : `Notiz zu ${reading.plan.items.find((item) => item.id === note["ris:item"])?.title ?? "dieser Sitzung"}`;
}
