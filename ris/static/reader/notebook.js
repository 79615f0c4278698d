/* Notes and what the server does not know of them yet. Everything is on the disk before a promise is kept.

A change on its way stays as it was sent, with its key, until the server has answered; what is written meanwhile waits behind
it. So an answer lost with the connection makes no second note, and no change is sent over one the server already has. */

import * as database from "./database.js";

const BATCH = 200;
const LARGEST = 900_000;
const bare = (id) => id.replace(/^urn:uuid:/, "");

/** @typedef {{id: string, base: number, sending: ?{key: string, base: number, note: ?object}, next: ?{note: ?object}, stuck?: string}} Change */

export class Notebook {
  /** @type {Map<string, object>} */
  #notes = new Map();
  /** @type {Map<string, Change>} */
  #changes = new Map();

  /** @param {import("./records.js").Records} records */
  constructor(records) {
    this.records = records;
  }

  /** Read all from the disk; another window may have written since. */
  async load() {
    const [notes, changes] = await Promise.all([this.records.all("notes"), this.records.all("outbox")]);
    this.#notes = new Map(notes.map((kept) => [bare(kept.note.id), kept]));
    this.#changes = new Map(changes.map((change) => [change.id, change]));
  }

  forget() {
    this.#notes.clear();
    this.#changes.clear();
  }

  get unsent() {
    return this.#changes.size;
  }

  get stuck() {
    return [...this.#changes.values()].filter((change) => change.stuck).map((change) => change.stuck);
  }

  /** @param {{meeting?: number}} where */
  of({ meeting } = {}) {
    const notes = [...this.#notes.values()].map((kept) => ({ ...kept.note, rev: kept.rev, unsent: this.#changes.has(bare(kept.note.id)) }));
    return meeting === undefined ? notes : notes.filter((note) => note["ris:meeting"] === meeting);
  }

  /** Keep a note and the change it makes, together. */
  async save(note) {
    const { rev, unsent, ...plain } = note;
    await this.#changed(bare(note.id), plain);
  }

  async remove(id) {
    await this.#changed(bare(id), null);
  }

  /* One window after the other: each reads what the last one wrote. */
  #changed(id, note) {
    return navigator.locks.request("mappe-notizen", async () => {
      const before = await this.records.get("outbox", id);
      const kept = await this.records.get("notes", id);
      const change = { id, base: before?.base ?? kept?.rev ?? 0, sending: before?.sending ?? null, next: { note } };
      const unknown = note === null && change.base === 0 && !change.sending; // the server never heard of it
      const after = note && { note, rev: kept?.rev ?? 0 };
      await this.records.put(["notes", id, after ?? undefined], ["outbox", id, unknown ? undefined : change]);
      if (after) this.#notes.set(id, after);
      else this.#notes.delete(id);
      if (unknown) this.#changes.delete(id);
      else this.#changes.set(id, change);
    });
  }

  /** What to send now; each is marked as on its way before it goes. */
  departing() {
    return navigator.locks.request("mappe-notizen", async () => {
      await this.load();
      const batch = [];
      let size = 0;
      for (const change of this.#changes.values()) {
        if (change.stuck) continue;
        if (!change.sending) Object.assign(change, { sending: { key: crypto.randomUUID(), base: change.base, note: change.next.note }, next: null });
        size += JSON.stringify(change.sending).length;
        if (batch.length && (batch.length >= BATCH || size > LARGEST)) break;
        batch.push(change);
      }
      await this.records.put(...batch.map((change) => ["outbox", change.id, change]));
      return batch.map(({ id, sending }) => ({ id, ...sending }));
    });
  }

  /** The server will never take this one; it stays here, and is said on the screen. */
  async keepBack(id, sentence) {
    await navigator.locks.request("mappe-notizen", async () => {
      const { sending, next, ...change } = await this.records.get("outbox", id);
      await this.records.put(["outbox", id, { ...change, sending: null, next: next ?? { note: sending.note }, stuck: sentence }]);
      await this.load();
    });
  }

  /** What the server answered; whether any note looks different now. `meetings` are those that are here. */
  arrived({ acks = [], conflicts = [], pull = [] }, meetings) {
    return navigator.locks.request("mappe-notizen", async () => {
      await this.load();
      const steps = [];
      for (const { id, rev } of acks) steps.push(...this.#acknowledged(bare(id), rev));
      for (const { id, mine } of conflicts) steps.push(...this.#conflicted(bare(id), bare(mine), pull));
      for (const each of pull) steps.push(...this.#pulled(each, meetings));
      await database.write(await Promise.all(steps.map((step) => this.records.step(...step))));
      return steps.length > 0;
    });
  }

  #acknowledged(id, rev) {
    const change = this.#changes.get(id);
    const kept = this.#notes.get(id);
    if (!change?.sending) return [];
    const left = change.next ? { ...change, base: rev, sending: null } : undefined;
    this.#set(this.#changes, id, left);
    this.#set(this.#notes, id, kept && { ...kept, rev });
    return [["outbox", id, left], ["notes", id, kept && { ...kept, rev }]];
  }

  /* The server's text stays; ours lives on as a second note, and what was written since belongs to that one. */
  #conflicted(id, mine, pull) {
    const change = this.#changes.get(id);
    if (!change) return [];
    this.#set(this.#changes, id, undefined);
    this.#set(this.#notes, id, undefined);
    const steps = [["outbox", id, undefined], ["notes", id, undefined]];
    if (!change.next?.note || !mine) return steps;
    const base = pull.find((each) => bare(each.id) === mine)?.rev ?? 0;
    const note = { ...change.next.note, id: `urn:uuid:${mine}` };
    const moved = { id: mine, base, sending: null, next: { note } };
    this.#set(this.#changes, mine, moved);
    this.#set(this.#notes, mine, { note, rev: base });
    return [...steps, ["outbox", mine, moved], ["notes", mine, { note, rev: base }]];
  }

  #pulled(each, meetings) {
    const id = bare(each.id);
    if (this.#changes.has(id)) return []; // written here since: the server is asked about that first
    const { rev, gone, ...note } = each;
    const away = gone || !meetings.has(note["ris:meeting"]);
    const kept = away ? undefined : { note, rev };
    if (!kept && !this.#notes.has(id)) return [];
    this.#set(this.#notes, id, kept);
    return [["notes", id, kept]];
  }

  #set(map, id, value) {
    if (value === undefined || value === null) map.delete(id);
    else map.set(id, value);
  }

  /** Names of a meeting's notes that the server has as they are. @returns {string[]} */
  matched(meeting) {
    return [...this.#notes.keys()].filter((id) => this.#notes.get(id).note["ris:meeting"] === meeting && !this.#changes.has(id));
  }

  /** Steps that take the matched notes of a meeting from the device; what the server does not know yet stays. */
  async steppingAway(meeting) {
    const gone = this.matched(meeting);
    for (const id of gone) this.#notes.delete(id);
    return Promise.all(gone.map((id) => this.records.step("notes", id, undefined)));
  }
}
