// "Aufgerufen: TOP 4 – dorthin": says what the sitting is at, and never moves anybody.

import { build, wordButton } from "./build.js";
import { firstOf } from "./plan.js";
import { mark, marker } from "./marker.js";

export class Called {
  #place;
  #reading;
  #item = null;

  constructor(place, reading) {
    this.#place = place;
    this.#reading = reading;
  }

  get quiet() {
    return marker().quiet === true;
  }

  /** Announcements off or on again; the banner stays, only nothing is said aloud. */
  setQuiet(quiet) {
    mark({ quiet });
    this.#hush();
  }

  /** What is called now: {item, number, title}, or nothing. */
  show({ item, number, title } = {}) {
    if (this.#item === (item ?? null)) {
      return;
    }
    this.#item = item ?? null;
    this.#hush();
    if (this.#item === null) {
      this.#place.replaceChildren();
      return;
    }
    const stretch = firstOf(this.#reading.stretches, item);
    const name = number ? `TOP ${number}` : title; // not every item has a number
    const words = build("span", {}, build("strong", {}, `Aufgerufen: ${name}`), build("span", { class: "reader-called__title" }, number ? ` ${title ?? ""}` : ""));
    const there = stretch ? wordButton("dorthin", () => this.#reading.go(stretch, 1), { class: "reader-button", "aria-label": `Zu ${name}` }) : "";
    this.#place.replaceChildren(words, there);
  }

  #hush() {
    this.#place.setAttribute("role", this.quiet ? "presentation" : "status");
  }
}
