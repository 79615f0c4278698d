// Where somebody is, and turning pages: label, page field, previous and next, zoom; closed pages say what they are.

import { build, icon, wordButton } from "./build.js";
import { changeOn } from "./changes.js";
import { itemName } from "./plan.js";

export class Pager {
  /** `beside(change)` shows old and new. */
  constructor(parts, reading, beside) {
    Object.assign(this, { parts, reading, beside });
    parts.previous.addEventListener("click", () => reading.turn(-1));
    parts.next.addEventListener("click", () => reading.turn(1));
    parts.smaller.addEventListener("click", () => reading.viewer.zoom(-1));
    parts.larger.addEventListener("click", () => reading.viewer.zoom(1));
    parts.field.addEventListener("focus", () => parts.field.select());
    parts.field.addEventListener("change", () => this.#goTo());
    parts.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#goTo();
      parts.pages.focus({ preventScroll: true });
    });
    parts.onward.addEventListener("click", () => reading.go(this.#following(), 1));
    reading.addEventListener("page", () => this.#show());
    reading.addEventListener("document", () => this.#show());
  }

  #goTo() {
    const wanted = Number.parseInt(this.parts.field.value, 10);
    if (Number.isInteger(wanted)) {
      this.reading.goToNumber(wanted);
    }
    this.#show();
  }

  #show() {
    const { parts, reading } = this;
    if (!reading.stretch) {
      return;
    }
    parts.label.textContent = reading.label;
    parts.field.value = String(reading.number);
    parts.of.textContent = `von ${reading.pages}`;
    // Kept reachable at both ends: a button that vanishes under a keyboard loses the focus.
    parts.previous.setAttribute("aria-disabled", String(reading.number <= 1));
    parts.next.setAttribute("aria-disabled", String(reading.number >= reading.pages));
    this.#showOnward();
    this.#showBar();
  }

  #following() {
    return this.reading.stretches[this.reading.stretch.index + 1] ?? null;
  }

  /** Below the last page of a document: on to the next one, where the finger is anyway. */
  #showOnward() {
    const following = this.#following();
    this.parts.onward.hidden = !following || !this.reading.pdf;
    if (following) {
      this.parts.onward.textContent = `Weiter: ${itemName(following.item)}, ${following.document.name}`;
    }
  }

  #showBar() {
    const { stretch, page } = this.reading;
    const closed = stretch.item.closed || stretch.document.closed;
    const change = changeOn(stretch, page);
    const state = `${stretch.index} ${closed} ${change ? page : ""}`;
    if (this.shown === state) {
      return; // the same bar again would be a new element under somebody's finger
    }
    this.shown = state;
    const lock = closed
      ? build("p", { class: "reader-bar__closed" }, icon("lock"), build("strong", {}, "Nichtöffentlich."), " Diese Unterlagen sind vertraulich. Die Verschwiegenheit gilt auch für Notizen und Ausdrucke.")
      : null;
    const changed = change
      ? build("p", { class: "reader-bar__changed" }, "Geändert seit Ihrer letzten Lesung.", wordButton("Alt und neu", () => this.beside(change), { class: "reader-quiet" }))
      : null;
    this.parts.bar.replaceChildren(...[lock, changed].filter(Boolean));
    this.parts.frame.classList.toggle("reader--closed", closed);
  }
}
