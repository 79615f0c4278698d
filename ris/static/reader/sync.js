/* One round of matching with the server, by one window of several: time, wipes, list, notes, packs. */

import * as clock from "./clock.js";
import { LoggedOut, NoContact, Refused, WipeOrdered } from "./contact.js";
import { NoRoom } from "./database.js";
import { comesByItself, Loader } from "./loading.js";
import { mark } from "./marker.js";

/** For so long (ms) a change needs no more than itself to be sent. */
const FRESH = 25_000;

export class Sync {
  online = navigator.onLine;
  loggedOut = false;
  busy = false;
  noRoom = false;
  refusal = "";
  lastContact = null;
  /** @type {?{meeting: number, done: number, total: number}} */
  progress = null;
  #known = {};
  #item = {};
  /** What was asked for while a round ran. @type {?{held: boolean, brief: boolean}} */
  #again = null;
  #greeted = -Infinity;

  /** @param {import("./device.js").Device} device whose parts it uses @param {(event: string, detail?: object) => void} tell */
  constructor({ contact, shelf: packs, notebook, records }, tell) {
    Object.assign(this, { contact, packs, notebook, records, tell });
    const progress = (state) => {
      this.progress = state;
      tell("sync");
    };
    // A note does not wait for 38 MB.
    this.loader = new Loader(packs, contact, progress, async () => { if (notebook.unsent) await this.#notes(); });
  }

  forget() {
    this.#known = {};
    this.#item = {};
    this.#greeted = -Infinity;
    this.progress = null;
  }

  /**
   * A round now; where one runs, another follows it. Never throws: what went wrong stands in the fields.
   * @param {{held?: boolean, brief?: boolean}} how  held: load no documents; brief: notes alone, where the rest was just done
   */
  async round({ held = false, brief = false } = {}) {
    if (this.busy) {
      this.#again = { held: held && (this.#again?.held ?? true), brief: brief && (this.#again?.brief ?? true) };
      return;
    }
    this.busy = true;
    this.tell("sync");
    try {
      await navigator.locks.request("mappe-abgleich", { ifAvailable: true }, async (lock) => {
        if (lock) await this.#match(held, brief && this.online && !this.loggedOut && performance.now() - this.#greeted < FRESH);
      });
    } finally {
      this.busy = false;
      this.tell("sync");
    }
    const again = this.#again;
    this.#again = null;
    if (again) await this.round(again);
  }

  async #match(held, brief) {
    try {
      if (!brief) await this.#greet();
      if (!brief) await this.#listing();
      this.refusal = "";
      await this.#notes();
      Object.assign(this, { online: true, loggedOut: false, lastContact: new Date(clock.now()).toISOString() });
      this.tell("sync");
      if (!held && !brief) await this.#loading();
    } catch (error) {
      this.#explain(error);
    }
  }

  #explain(error) {
    this.progress = null;
    if (error instanceof WipeOrdered) this.tell("wipe-ordered");
    else if (error instanceof NoContact) this.online = false;
    else if (error instanceof LoggedOut) Object.assign(this, { online: true, loggedOut: true });
    else if (error instanceof NoRoom) this.noRoom = true;
    else if (error instanceof Refused) this.refusal = error.message;
    else if (this.records.vault.open) throw error; // locked in the middle: nothing is wrong
  }

  /* Whose device this is: nobody's notes go to somebody else's account. */
  async #greet() {
    const { user, name, now, wipe } = await this.contact.me();
    await clock.told(now);
    this.#greeted = performance.now();
    const owner = await this.records.get("shelf", "owner");
    if (owner && owner.user !== user) {
      this.tell("stranger", { name });
      throw new Refused(409, "Auf diesem Gerät liegen die Mappen einer anderen Person.");
    }
    if (!owner) await this.records.put(["shelf", "owner", { user, name }]);
    if (!wipe) return;
    await this.#notes(); // what only this device has is taken before it goes
    throw new WipeOrdered();
  }

  async #listing() {
    const list = await this.contact.ask("liste", this.#known);
    if (list === null) return;
    const { gone, fresh } = this.packs.compare(list.packs);
    for (const meeting of gone) await this.packs.drop(meeting, await this.notebook.steppingAway(meeting));
    await this.packs.dropPapers(list.gone ?? []); // withdrawn versions of documents that stay
    await this.packs.take(list.packs);
    // Its notes may have come and gone before: they are asked for from the beginning.
    if (fresh.length) await this.records.put(["shelf", "cursor", 0]);
    if (gone.length || fresh.length) this.tell("change", { meetings: [...gone, ...fresh] });
  }

  async #notes() {
    for (let changes = await this.notebook.departing(), first = true; first || changes.length; first = false) {
      await this.#exchange(changes);
      changes = await this.notebook.departing();
    }
    this.#holdings();
  }

  async #exchange(changes) {
    const since = (await this.records.get("shelf", "cursor")) ?? 0;
    const read = (await this.records.get("shelf", "just-read")) ?? [];
    let answer;
    try {
      answer = await this.contact.tell("abgleich", { since, changes, read, holds: this.#holdings() });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (!changes.length) this.refusal = error.message; // packs come all the same
      else if (changes.length === 1) await this.notebook.keepBack(changes[0].id, error.message);
      else for (const each of changes) await this.#exchange([each]); // find the one that is refused
      return;
    }
    const moved = await this.notebook.arrived(answer, this.packs.meetings);
    for (const { id, error } of answer.refused) await this.notebook.keepBack(id, error);
    const readSince = ((await this.records.get("shelf", "just-read")) ?? []).filter((hash) => !read.includes(hash));
    await this.records.put(["shelf", "cursor", answer.cursor], ["shelf", "just-read", readSince.length ? readSince : undefined]);
    if (moved) this.tell("change", { notes: true });
    if (answer.more) await this.#exchange([]);
  }

  /* What the member's own page says of this device. */
  #holdings() {
    const bytes = [...this.packs.papers.values()].reduce((sum, each) => sum + each.size, 0);
    const facts = { packs: this.packs.wanted.size, bytes, unsent: this.notebook.unsent };
    const saved = [...this.packs.wanted.keys()].map((meeting) => [meeting, this.packs.saved(meeting)]);
    mark({ ...facts, saved: Object.fromEntries(saved) });
    return facts;
  }

  async #loading() {
    for (const pack of this.packs.list) {
      if (!this.packs.wanted.has(pack.meeting) && !this.noRoom && comesByItself(pack, clock.now())) await this.packs.want(pack.meeting);
      const at = new Date(clock.now()).toISOString();
      if (!this.packs.wanted.has(pack.meeting) && !this.packs.plans.has(pack.meeting)) continue;
      try {
        if (await this.loader.bring(pack, at, !this.noRoom)) this.tell("change", { meetings: [pack.meeting], plan: true });
      } catch (error) {
        if (!(error instanceof NoRoom)) throw error;
        Object.assign(this, { noRoom: true, progress: null });
      }
    }
    this.#holdings();
  }

  /** Ask which item is called; tells where it is another. */
  async askItem(meeting) {
    const before = this.#item[meeting];
    try {
      const known = { etag: before?.etag };
      const answer = await this.contact.ask(`aufgerufen/${meeting}`, known);
      if (answer === null || answer.item === before?.answer?.item) return;
      this.#item[meeting] = { etag: known.etag, answer };
      this.tell("current-item", { meeting, ...answer });
    } catch (error) {
      this.#explain(error);
    }
  }
}
