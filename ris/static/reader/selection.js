// The text somebody has selected on a page, as a range of its squeezed text.

import { spanOf, squeezedRange } from "./text_layer.js";

/** Watch the selection. `textOn(view)` reads a page's text, `changed(has)` hears whether something can be marked. */
export class Selection {
  #reading;
  #textOn;

  constructor(reading, textOn, changed, signal) {
    this.#reading = reading;
    this.#textOn = textOn;
    document.addEventListener("selectionchange", () => changed(this.#range() !== null), { signal });
  }

  /** What is selected: {stretch, page, start, end, said}; null for nothing. Over two pages, what lies on the first. */
  get() {
    const range = this.#range();
    const view = range ? this.#viewOf(range) : null;
    const read = view ? this.#textOn(view) : null;
    const found = read ? squeezedRange(read, view.textLayer.div, range) : null;
    if (!found) {
      return null;
    }
    const [start, end] = found;
    const said = read.text.slice(...spanOf(read, start, end));
    return { stretch: this.#reading.stretch, page: view.id, start, end, said, squeezed: read.squeezed.text };
  }

  clear() {
    document.getSelection()?.removeAllRanges();
  }

  #range() {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount || !this.#reading.pdf) {
      return null;
    }
    const range = selection.getRangeAt(0);
    const layer = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".textLayer");
    return layer(range.startContainer) || layer(range.endContainer) ? range : null;
  }

  #viewOf(range) {
    const touches = (view) => view.textLayer?.div && range.intersectsNode(view.textLayer.div);
    return this.#reading.viewer.drawn.filter(touches).sort((one, other) => one.id - other.id).find((view) => {
      const read = this.#textOn(view);
      return read && squeezedRange(read, view.textLayer.div, range) !== null;
    }) ?? null;
  }
}

/** A button that acts on the selection: on a tablet a tap would drop the selection before the click comes. */
export function keepsSelection(button) {
  button.addEventListener("pointerdown", (event) => event.preventDefault());
}
