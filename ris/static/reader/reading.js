// Where somebody is in the pack, and how they get on: opens one document after another and lets go of the last one.
// Tells "page" (somewhere else now), "document" (another one is open), "drawn" and "text" (a page can be drawn upon).

import { isPdf, labelOf, pagesOf, readingOrder, whereIs } from "./plan.js";
import { makeViewer } from "./viewer.js";

const SETTLED = 400; // ms without scrolling until the place is kept

export class Reading extends EventTarget {
  #viewer;
  #store;
  #opening = 0;
  #keeping = 0;
  #unseen = new Map();

  /** `container` scrolls the pages; `other` shows what is no PDF and says what could not be opened. */
  static async begin(plan, store, container, other) {
    const reading = new Reading(plan, store, other);
    reading.#viewer = await makeViewer(container, {
      page: (page) => reading.#turned(page),
      drawn: (view) => reading.#tell("drawn", { view }),
      text: (view) => reading.#tell("text", { view }),
      scale: () => reading.#tell("scale", {}),
    });
    return reading;
  }

  constructor(plan, store, other) {
    super();
    this.plan = plan;
    this.other = other;
    this.#store = store;
    this.stretches = readingOrder(plan);
    this.stretch = null;
    this.page = 1;
    this.pdf = null;
  }

  get viewer() {
    return this.#viewer;
  }

  get pages() {
    return pagesOf(this.stretches);
  }

  /** The number of the page in the whole pack, from 1; 0 in a pack without documents. */
  get number() {
    return this.stretch ? this.stretch.first + this.page - 1 : 0;
  }

  get label() {
    return this.stretch ? labelOf(this.stretch, this.page) : "";
  }

  /** Open a page of a document; the same document stays open. */
  async go(stretch, page = 1) {
    const opening = ++this.#opening;
    const wanted = Math.min(Math.max(1, page), stretch.pages);
    if (this.stretch === stretch && this.#isOpen()) {
      this.page = wanted;
      if (this.pdf) {
        this.#viewer.go(wanted);
      }
      this.#tell("page", {});
      this.#keep();
      return;
    }
    Object.assign(this, { stretch, page: wanted, pdf: null });
    this.#tell("page", {});
    await this.#open(stretch, opening);
  }

  /** Go to a page of the whole pack. */
  async goToNumber(number) {
    const found = whereIs(this.stretches, Math.min(Math.max(1, number), this.pages));
    if (found) {
      await this.go(found.stretch, found.page);
    }
  }

  /** The next page, in the next document where this one ends; -1 for the one before. */
  async turn(step) {
    await this.goToNumber(this.number + step);
  }

  /** The page label of a page that is on screen, for who hears it. */
  labelOfView(view) {
    return this.stretch ? labelOf(this.stretch, view.id) : "";
  }

  async close() {
    this.#opening += 1;
    await this.#viewer.close();
  }

  #isOpen() {
    return this.pdf !== null || this.other.shows(this.stretch);
  }

  async #open(stretch, opening) {
    this.#tell("opening", {});
    const bytes = await this.#store.bytes(stretch.document.hash);
    if (opening !== this.#opening) {
      return; // somebody went on before it was here
    }
    await this.#viewer.empty();
    if (!bytes) {
      this.other.missing(stretch);
    } else if (isPdf(stretch.document)) {
      await this.#showPdf(stretch, bytes);
    } else {
      this.other.show(stretch, bytes);
    }
    if (opening !== this.#opening) {
      return;
    }
    this.#tell("document", {});
    this.#tell("page", {});
    this.#keep();
  }

  async #showPdf(stretch, bytes) {
    this.other.hide();
    try {
      this.pdf = await this.#viewer.show(bytes, this.page);
    } catch (failure) {
      this.other.broken(stretch, failure);
    }
  }

  #turned(page) {
    if (this.pdf && page !== this.page) {
      this.page = page;
      this.#tell("page", {});
      this.#keep();
    }
  }

  /** A document counts as read when all that was changed in it has been seen: until then its marks come back. */
  #saw() {
    const { document } = this.stretch;
    const changed = document.changed?.pages ?? [];
    const unseen = this.#unseen.get(document.hash) ?? new Set(changed);
    unseen.delete(this.page);
    this.#unseen.set(document.hash, unseen);
    if (!unseen.size) {
      this.#store.markRead(document.hash);
    }
  }

  #keep() {
    this.#saw();
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => {
      if (this.stretch) {
        const { hash, file } = this.stretch.document;
        this.#store.keepPosition(this.plan.meeting, { hash, file, item: this.stretch.item.id, page: this.page });
      }
    }, SETTLED);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Where somebody stopped reading last time: {stretch, page}; the beginning where that document is gone. */
export function resume(stretches, position) {
  const same = (each) => each.document.file === position?.file && each.item.id === position?.item;
  const stretch = stretches.find(same) ?? stretches.find((each) => each.document.hash === position?.hash);
  return stretch ? { stretch, page: position.page ?? 1 } : { stretch: stretches[0] ?? null, page: 1 };
}
