// The notes of one pack as the screen shows them: read from the store, kept there at once, undone for a while.

import { hashOf, pageOf, textOf } from "./selectors.js";
import { stretchOfNote } from "./plan.js";

const ORPHAN = "orphan";

export class Notes extends EventTarget {
  #store;
  #plan;
  #stretches;
  #all = [];

  constructor(store, plan, stretches) {
    super();
    this.#store = store;
    this.#plan = plan;
    this.#stretches = stretches;
  }

  /** Read them again, for example after others were fetched. */
  async load() {
    this.#all = await this.#store.notes({ meeting: this.#plan.meeting });
    this.dispatchEvent(new Event("change"));
  }

  /** All notes in reading order: by page of the pack, those of items in front of the item's pages, then by date. */
  get all() {
    return [...this.#all].sort((one, other) => this.#order(one) - this.#order(other) || one.created.localeCompare(other.created));
  }

  /** Notes whose place was not found in the present version. */
  get orphans() {
    return this.all.filter((note) => isOrphan(note) || this.#isNowhere(note));
  }

  /** Notes with a place: on a page that can be turned to, or about an item. */
  get placed() {
    const nowhere = new Set(this.orphans);
    return this.all.filter((note) => !nowhere.has(note));
  }

  /** Notes on one page of a document of the present version. */
  onPage(stretch, page) {
    return this.placed.filter(
      (note) => pageOf(note) === page && hashOf(note) === stretch.document.hash && stretchOfNote(this.#stretches, note) === stretch,
    );
  }

  byId(id) {
    return this.#all.find((note) => note.id === id) ?? null;
  }

  /** Where a note stands in the pack: {stretch, page}; null for items and for notes without a place. */
  whereIs(note) {
    const stretch = isOrphan(note) ? null : stretchOfNote(this.#stretches, note);
    return stretch && hashOf(note) === stretch.document.hash ? { stretch, page: pageOf(note) || 1 } : null;
  }

  /** Keep a new or changed note; it is on the disk when this is done. Where it is not, "unkept" says so on the screen. */
  async save(note) {
    const kept = { ...note, modified: new Date().toISOString() };
    try {
      await this.#store.saveNote(kept);
    } catch (failure) {
      this.dispatchEvent(new Event("unkept"));
      throw failure;
    }
    await this.load();
    return kept;
  }

  /**
   * What keeps the words of a form that was opened for a note. Where another device wrote into the same note meanwhile,
   * the form goes on with a second one beside it: of two texts both stay.
   */
  writing(note) {
    const own = new Set([textOf(note)]);
    return async (changed) => {
      const here = this.byId(changed.id);
      own.add(textOf(changed));
      if (!here && !textOf(changed)) {
        return changed;
      }
      const beside = { id: `urn:uuid:${crypto.randomUUID()}`, rev: undefined, unsent: undefined, "ris:conflict_with": changed.id };
      return this.save(here && !own.has(textOf(here)) ? { ...changed, ...beside } : changed);
    };
  }

  /** Take a note away; gives what brings it back as a note of its own, because the old one is gone for good. */
  async remove(note) {
    await this.#store.removeNote(note.id);
    await this.load();
    return () => this.save({ ...note, id: `urn:uuid:${crypto.randomUUID()}`, rev: undefined, unsent: undefined });
  }

  #isNowhere(note) {
    return note.target.source.startsWith("urn:sha512:") && !stretchOfNote(this.#stretches, note);
  }

  #order(note) {
    const stretch = stretchOfNote(this.#stretches, note);
    if (stretch) {
      return stretch.first + pageOf(note) - 1;
    }
    const ofItem = this.#stretches.find((each) => each.item.id === note["ris:item"]);
    return ofItem ? ofItem.first - 0.5 : Infinity;
  }
}

export function isOrphan(note) {
  return note["ris:anchor"] === ORPHAN;
}

/** Whether somebody else wrote it and shares it: it can be read, not changed. */
export function isForeign(note) {
  return note["ris:own"] === false;
}
