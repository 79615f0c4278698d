// What opens beside the page or below it: one panel at a time, closed by its button or Escape, its height kept by hand.

import { build, signButton } from "./build.js";

const SMALLEST = 0.16; // of the room; below that the grip closes the panel
const LARGEST = 0.85;
const STEPS = [0.38, 0.7];

export class Panels {
  #parts;
  #views = new Map();
  #open = null;
  #opener = null;
  #step = 0;

  constructor(parts) {
    this.#parts = parts;
    this.#makeDraggable();
  }

  /** Announce a panel: its button (or none), its heading, and what fills it each time it is opened. */
  add(name, { button, heading, fill }) {
    this.#views.set(name, { button, heading, fill });
    button?.addEventListener("click", () => this.toggle(name));
  }

  get open() {
    return this.#open;
  }

  toggle(name) {
    if (this.#open === name) {
      this.close();
    } else {
      this.show(name);
    }
  }

  /** Open a panel and put the focus into it; `quiet` leaves the focus where it is. */
  show(name, { quiet = false } = {}) {
    const { heading, fill } = this.#views.get(name);
    if (!quiet) {
      this.#opener = document.activeElement;
    }
    this.#open = name;
    const title = build("h2", { class: "reader-h2", tabIndex: -1 }, heading);
    const content = build("div", { class: "reader-content" });
    const head = build("div", { class: "reader-panelhead" }, title, signButton("close", `${heading} schließen`, () => this.close()));
    this.#parts.view.replaceChildren(head, content);
    this.#parts.view.scrollTop = 0;
    this.#parts.panel.hidden = false;
    this.#parts.panel.setAttribute("aria-label", heading);
    this.#press();
    const wanted = fill(content) ?? title;
    if (!quiet) {
      wanted.focus({ preventScroll: true });
    }
  }

  /** Fill the open panel anew if it is this one, for example after a note came from elsewhere. */
  refresh(name) {
    if (this.#open !== name) {
      return;
    }
    const content = this.#parts.view.querySelector(".reader-content");
    const focused = document.activeElement?.closest?.("[data-key]")?.dataset.key;
    const scrolled = this.#parts.view.scrollTop;
    content.replaceChildren();
    this.#views.get(name).fill(content);
    this.#parts.view.scrollTop = scrolled;
    if (focused) {
      content.querySelector(`[data-key="${CSS.escape(focused)}"] button`)?.focus({ preventScroll: true });
    }
  }

  /** Put the focus where it is of use after what had it is gone: the row with this key, or the heading. */
  focusRow(key = "") {
    const row = key ? this.#parts.view.querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
    row?.scrollIntoView({ block: "nearest" });
    (row?.querySelector("button") ?? this.#parts.view.querySelector("h2"))?.focus({ preventScroll: true });
  }

  close() {
    if (this.#open === null) {
      return;
    }
    this.#open = null;
    this.#parts.panel.hidden = true;
    this.#press();
    const opener = this.#opener?.isConnected ? this.#opener : this.#parts.pages;
    opener.focus({ preventScroll: true });
  }

  #press() {
    for (const [name, { button }] of this.#views) {
      button?.setAttribute("aria-expanded", String(name === this.#open));
    }
  }

  #makeDraggable() {
    const { grip, panel, body } = this.#parts;
    let from = null;
    grip.addEventListener("pointerdown", (event) => {
      from = { y: event.clientY, height: panel.getBoundingClientRect().height, moved: false };
      grip.setPointerCapture(event.pointerId);
    });
    grip.addEventListener("pointermove", (event) => {
      if (from) {
        from.moved ||= Math.abs(event.clientY - from.y) > 6;
        this.#tall((from.height + from.y - event.clientY) / body.clientHeight);
      }
    });
    grip.addEventListener("pointerup", () => {
      const low = panel.getBoundingClientRect().height < SMALLEST * body.clientHeight * 1.05;
      if (from?.moved && low) {
        this.close();
        this.#tall(STEPS[0]);
      }
      from = from?.moved ? { moved: true } : null;
    });
    grip.addEventListener("click", () => {
      if (!from?.moved) {
        this.#step = (this.#step + 1) % STEPS.length; // who cannot drag presses
        this.#tall(STEPS[this.#step]);
      }
      from = null;
    });
  }

  #tall(share) {
    const height = Math.min(LARGEST, Math.max(SMALLEST, share));
    this.#parts.body.style.setProperty("--reader-drawer", `${Math.round(height * 1000) / 10}%`);
  }
}
