/* One round of matching with the server, by one window of several: time, wipes, list, notes, packs. */

import * as clock from "./clock.js";
import { LoggedOut, NoContact, Refused, WipeOrdered } from "./contact.js";
import { NoRoom } from "./database.js";
import { comesByItself, Loader } from "./loading.js";
import { mark } from "./marker.js";

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
  #again = false;

  /** @param {import("./device.js").Device} device whose parts it uses @param {(event: string, detail?: object) => void} tell */
  constructor({ contact, shelf: packs, notebook, records }, tell) {
    Object.assign(this, { contact, packs, notebook, records, tell });
    this.loader = new Loader(packs, contact, (progress) => {
      this.progress = progress;
      tell("sync");
    });
  }

  forget() {
    this.#known = {};
    this.#item = {};
    this.progress = null;
  }

  /** A round now; where one runs, another follows it. Never throws: what went wrong stands in the fields. */
  async round({ held = false } = {}) {
    if (this.busy) {
      this.#again = true;
      return;
    }
    this.busy = true;
    this.tell("sync");
    try {
      await navigator.locks.request("mappe-abgleich", { ifAvailable: true }, async (lock) => {
        if (lock) await this.#match(held);
      });
    } finally {
      this.busy = false;
      this.tell("sync");
    }
    if (this.#again) {
      this.#again = false;
      await this.round({ held });
    }
  }

  async #match(held) {
    try {
      await this.#greet();
      await this.#listing();
      this.refusal = "";
      await this.#notes();
      Object.assign(this, { online: true, loggedOut: false, lastContact: new Date(clock.now()).toISOString() });
      this.tell("sync");
      if (!held) await this.#loading();
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
    const { user, name, now } = await this.contact.me();
    await clock.told(now);
    const owner = await this.records.get("shelf", "owner");
    if (owner && owner.user !== user) {
      this.tell("stranger", { name });
      throw new Refused(409, "Auf diesem Gerät liegen die Mappen einer anderen Person.");
    }
    if (!owner) await this.records.put(["shelf", "owner", { user, name }]);
  }

  async #listing() {
    const list = await this.contact.ask("liste", this.#known);
    if (list === null) return;
    const { gone, fresh } = await this.packs.take(list.packs);
    for (const meeting of gone) await this.packs.drop(meeting, await this.notebook.steppingAway(meeting));
    if (list.gone?.length) await this.packs.dropPapers(list.gone);
    // Its notes may have come and gone before: they are asked for from the beginning.
    if (fresh.length) await this.records.put(["shelf", "cursor", 0]);
    if (gone.length || fresh.length) this.tell("change", { meetings: [...gone, ...fresh] });
  }

  async #notes() {
    for (let changes = await this.notebook.departing(), first = true; first || changes.length; first = false) {
      await this.#exchange(changes);
      changes = await this.notebook.departing();
    }
    mark({ unsent: this.notebook.unsent });
  }

  async #exchange(changes) {
    const since = (await this.records.get("shelf", "cursor")) ?? 0;
    let answer;
    try {
      answer = await this.contact.tell("abgleich", { since, changes });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (!changes.length) this.refusal = error.message; // packs come all the same
      else if (changes.length === 1) await this.notebook.keepBack(changes[0].id, error.message);
      else for (const each of changes) await this.#exchange([each]); // find the one that is refused
      return;
    }
    const moved = await this.notebook.arrived(answer, this.packs.meetings);
    await this.records.put(["shelf", "cursor", answer.cursor]);
    if (moved) this.tell("change", { notes: true });
    if (answer.more) await this.#exchange([]);
  }

  async #loading() {
    for (const pack of this.packs.list) {
      if (!this.packs.wanted.has(pack.meeting) && !this.noRoom && comesByItself(pack, clock.now())) await this.packs.want(pack.meeting, " ");
      const at = new Date(clock.now()).toISOString();
      const wanted = this.packs.wanted.has(pack.meeting);
      if (!wanted && !this.packs.plans.has(pack.meeting)) continue;
      if (this.noRoom && wanted) continue;
      try {
        if (await this.loader.bring(pack, at)) this.tell("change", { meetings: [pack.meeting], plan: true });
      } catch (error) {
        if (!(error instanceof NoRoom)) throw error;
        this.noRoom = true;
      }
    }
    mark({ packs: this.packs.wanted.size, bytes: [...this.packs.papers.values()].reduce((sum, each) => sum + each.size, 0) });
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
