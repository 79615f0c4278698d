// Searching the whole pack on the device: hits by agenda item, a press jumps there and shows the words.

import { build } from "./build.js";
import { ENOUGH, hitsIn, searchable, wantedIn } from "./finding.js";
import { itemName, labelOf } from "./plan.js";

const MOST_KEPT = 1_500_000; // letters made ready for searching that stay in memory: about 500 pages
const PAUSE = 250; // ms without a key until the search begins

export class Search {
  #reading;
  #texts;
  #jump;
  #words = "";
  #hits = [];
  #asked = 0;
  #at = -1;
  #pages = new Map();
  #kept = 0;

  /** `jump(hit)` shows a hit; `jump(null)` takes the last one away. */
  constructor(reading, texts, jump) {
    this.#reading = reading;
    this.#texts = texts;
    this.#jump = jump;
  }

  /** Fill the panel; gives the field, which is where the focus belongs. */
  fill(place) {
    const field = build("input", { type: "search", id: "reader-search", class: "reader-input", value: this.#words, autocomplete: "off", enterKeyHint: "search" });
    const status = build("p", { class: "reader-small", role: "status" });
    const list = build("div", { class: "reader-hits" });
    let waiting = 0;
    const look = () => this.#look(field.value, status, list);
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(look, PAUSE);
    });
    const submit = async (event) => {
      event.preventDefault();
      clearTimeout(waiting);
      if (field.value.trim() !== this.#words || !this.#hits.length) {
        await look();
      }
      this.next(event.shiftKey ? -1 : 1);
    };
    const label = build("label", { for: "reader-search", class: "reader-labelling" }, "In der ganzen Mappe suchen");
    place.append(build("form", { class: "reader-searchform", role: "search", onsubmit: submit }, label, field), status, list);
    if (this.#words) {
      this.#show(status, list, 0);
    }
    return field;
  }

  /** Jump to the next hit (or the one before), around the end. */
  next(step = 1) {
    if (this.#hits.length) {
      this.#at = (this.#at + step + this.#hits.length) % this.#hits.length;
      this.#jump(this.#hits[this.#at]);
      this.#markRow();
    }
  }

  async #look(words, status, list) {
    const asked = ++this.#asked;
    this.#words = words.trim();
    this.#hits = [];
    this.#at = -1;
    const wanted = wantedIn(this.#words);
    if (!wanted) {
      status.textContent = this.#words ? "Bitte geben Sie mindestens 2 Buchstaben ein." : "";
      list.replaceChildren();
      this.#jump(null);
      return;
    }
    let silent = 0;
    for (const stretch of this.#reading.stretches) {
      status.textContent = `Durchsucht wird ${itemName(stretch.item)} …`;
      const pages = await this.#searchable(stretch);
      if (asked !== this.#asked) {
        return;
      }
      silent += pages?.some((page) => page.plain) ? 0 : 1;
      this.#collect(stretch, pages ?? [], wanted);
    }
    this.#show(status, list, silent);
  }

  #collect(stretch, pages, wanted) {
    for (const [at, page] of pages.entries()) {
      if (this.#hits.length < ENOUGH) {
        const found = hitsIn(page, wanted, ENOUGH - this.#hits.length);
        this.#hits.push(...found.map((hit) => ({ ...hit, stretch, page: at + 1 })));
      }
    }
  }

  async #searchable(stretch) {
    const { hash } = stretch.document;
    const known = this.#pages.get(hash);
    const texts = known ? null : await this.#texts.of(stretch.document).catch(() => null);
    if (!texts) {
      return known ?? null; // not here yet; asked again next time
    }
    const pages = texts.map(searchable);
    const letters = texts.reduce((sum, text) => sum + text.length, 0);
    if (this.#kept + letters < MOST_KEPT) {
      this.#kept += letters;
      this.#pages.set(hash, pages);
    }
    return pages;
  }

  #show(status, list, silent) {
    const { length } = this.#hits;
    const counted = length >= ENOUGH ? `Mehr als ${ENOUGH} Treffer` : length === 1 ? "1 Treffer" : `${length} Treffer`;
    const nothing = `Keine Treffer für „${this.#words}“. Versuchen Sie einen kürzeren Teil des Wortes.`;
    const mute = silent ? ` In ${silent === 1 ? "1 Unterlage" : `${silent} Unterlagen`} steht kein Text (Scan oder nicht gespeichert).` : "";
    status.textContent = (length ? `${counted} in der Mappe.` : nothing) + mute;
    const groups = new Map();
    for (const [at, hit] of this.#hits.entries()) {
      const { item } = hit.stretch;
      groups.set(item, [...(groups.get(item) ?? []), this.#row(hit, at)]);
    }
    list.replaceChildren(...[...groups].flatMap(([item, rows]) => [
      build("h3", { class: "reader-h3" }, `${itemName(item)} – ${rows.length} Treffer`),
      build("ul", { class: "reader-hitlist" }, rows),
    ]));
    this.list = list;
  }

  #row(hit, at) {
    const press = () => {
      this.#at = at;
      this.#jump(hit);
      this.#markRow();
    };
    const label = build("span", { class: "reader-note__where" }, labelOf(hit.stretch, hit.page));
    const said = build("span", {}, `… ${hit.before}`, build("mark", {}, hit.words), `${hit.after} …`);
    return build("li", { "data-hit": String(at) }, build("button", { type: "button", class: "reader-hitrow", onclick: press }, label, said));
  }

  #markRow() {
    for (const row of this.list?.querySelectorAll("[data-hit]") ?? []) {
      const here = Number(row.dataset.hit) === this.#at;
      row.classList.toggle("reader-here", here);
      if (here) {
        row.scrollIntoView({ block: "nearest" });
      }
    }
  }
}
