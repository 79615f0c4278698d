/* What is on this device, as the reader's screens use it. Knows no page; everything it keeps is sealed (vault.js). */

import { now } from "./clock.js";
import { Device } from "./device.js";
import { fetchDocument } from "./loading.js";
import { mark } from "./marker.js";
import { documentsOf } from "./packs.js";

class Store extends Device {
  // ---- Packs

  /** All packs, each with `saved: {bytes, whole, at}`. */
  packs() {
    return this.shelf.list.map((pack) => ({ ...pack, saved: this.shelf.saved(pack.meeting) }));
  }

  /** The plan of a pack; fetched where only the list is here. */
  async pack(meeting) {
    const known = this.shelf.plans.get(meeting);
    if (known) return known;
    const plan = await this.contact.ask(`sitzung/${meeting}`).catch(() => null);
    if (plan && this.shelf.meetings.has(meeting)) await this.shelf.keepPlan(plan);
    return plan;
  }

  /** Keep a pack on this device from now on, or again. */
  async keepPack(meeting) {
    this.evicted = 0;
    this.matching.noRoom = false;
    await this.shelf.want(meeting);
    this.tell("change", { meetings: [meeting] });
    await this.sync();
  }

  /** Whoever opens a pack wants it here, however far the sitting is away. */
  async keepOpened(meeting) {
    if (this.shelf.meetings.has(meeting) && !this.shelf.wanted.has(meeting)) await this.keepPack(meeting);
  }

  /** Load again what the browser took. */
  async loadAgain() {
    this.evicted = 0;
    await this.sync();
  }

  /** Bytes of a document: from here, else from the server; null where neither has them. @param {number} [file] of an older version */
  async bytes(hash, file) {
    if (this.shelf.papers.has(hash)) {
      const here = await this.records.bytes("papers", hash);
      if (here) return here;
      await this.shelf.dropPapers([hash]);
      await this.lost();
      this.emit("sync");
    }
    const facts = [...this.shelf.plans.values()].map((plan) => documentsOf(plan).get(hash)).find(Boolean);
    if (!facts && file === undefined) return null;
    return fetchDocument(this.contact, facts ?? { file, hash }).catch(() => null);
  }

  /** Squeezed texts of a document's pages, once somebody read them. */
  async texts(hash) {
    return (await this.records.get("texts", hash)) ?? null;
  }

  async keepTexts(hash, texts) {
    // A comfort: without room they are read again.
    if (this.shelf.papers.has(hash)) await this.records.put(["texts", hash, texts]).catch(() => null);
  }

  // ---- Where somebody was

  async readPosition(meeting) {
    return (await this.records.get("shelf", `position/${meeting}`)) ?? null;
  }

  async keepPosition(meeting, position) {
    if (this.state === "open") await this.records.put(["shelf", `position/${meeting}`, position]);
  }

  /** File → hash of the version that was read last. @returns {Promise<Record<number, string>>} */
  async readVersions(meeting) {
    return (await this.records.get("shelf", `read/${meeting}`)) ?? {};
  }

  async markRead(hash) {
    for (const [meeting, plan] of this.shelf.plans) {
      const document = documentsOf(plan).get(hash);
      if (!document) continue;
      const before = await this.readVersions(meeting);
      if (before[document.file] === hash) continue;
      const others = (await this.records.get("shelf", "just-read")) ?? [];
      const after = { ...before, [document.file]: hash };
      await this.records.put(["shelf", `read/${meeting}`, after], ["shelf", "just-read", [...new Set([...others, hash])].slice(-200)]);
    }
  }

  // ---- Notes

  /** @param {{meeting?: number}} [where] each note carries `rev` and `unsent` too */
  async notes(where = {}) {
    return this.notebook.of(where);
  }

  /** The note is on the disk when the promise is kept. @throws {import("./database.js").NoRoom} where it is not */
  async saveNote(note) {
    await this.notebook.save(note);
    this.#noted();
  }

  async removeNote(id) {
    await this.notebook.remove(id);
    this.#noted();
  }

  #noted() {
    mark({ unsent: this.notebook.unsent });
    this.tell("change", { notes: true });
    this.sync({ brief: true });
  }

  /** People one may share with; the last known where the server is away. */
  async people() {
    const people = await this.contact.ask("personen").catch(() => null);
    if (people) await this.records.put(["shelf", "people", people]);
    return people ?? (await this.records.get("shelf", "people")) ?? [];
  }

  // ---- State

  status() {
    const { online, loggedOut, busy, noRoom, refusal, lastContact, progress } = this.matching;
    const saved = this.shelf.list.map((pack) => this.shelf.saved(pack.meeting)).filter((each) => each.bytes > 0);
    return { online, loggedOut, busy, noRoom, refusal, lastContact, progress, saved, unsent: this.notebook.unsent, stuck: this.notebook.stuck };
  }

  /** What time it is, whatever the device's clock says. */
  now() {
    return now();
  }
}

export const store = new Store();
