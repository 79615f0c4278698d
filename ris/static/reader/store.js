/* What is on this device, as the reader's screens use it. Knows no page; everything it keeps is sealed (vault.js). */

import * as clock from "./clock.js";
import { Contact } from "./contact.js";
import { erase, read } from "./database.js";
import { fetchDocument } from "./loading.js";
import { mark, marker, unmark } from "./marker.js";
import { Notebook } from "./notebook.js";
import { documentsOf, forgetExpired, Packs } from "./packs.js";
import { Records } from "./records.js";
import { Sync } from "./sync.js";
import { Vault } from "./vault.js";

const EVERY = 30_000;
const EVERY_ITEM = 10_000;

/**
 * Events: "change" (detail: meetings, notes), "sync", "lock", "wipe" (detail.reason), "stranger", "current-item"
 * (detail: meeting, item, number, title). "locking" comes before the key goes: `event.detail.wait(promise)` holds it back.
 */
class Store extends EventTarget {
  /** @type {"new"|"locked"|"open"} */
  state = "new";
  /** Bytes the browser took from us; 0 when nothing is missing. */
  evicted = 0;

  #vault = new Vault();
  #records = new Records(this.#vault);
  #contact = new Contact();
  #packs = new Packs(this.#records);
  #notebook = new Notebook(this.#records);
  #others = new BroadcastChannel("sitzungsmappen");
  #sync = new Sync({ contact: this.#contact, packs: this.#packs, notebook: this.#notebook, records: this.#records }, (event, detail) => this.#told(event, detail));
  #timers = [];
  #attended = null;

  /** Look what there is, and forget what is past its time. Once, before anything else. */
  async start() {
    const door = await this.#vault.door();
    this.state = door ? "locked" : "new";
    if (door) {
      await clock.wind();
      await forgetExpired();
    } else if (marker().packs) {
      this.evicted = marker().bytes;
    }
    this.#others.onmessage = ({ data }) => this.#heard(data);
    addEventListener("online", () => this.sync());
    addEventListener("offline", () => { this.#sync.online = false; this.#emit("sync"); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.sync(); });
    navigator.storage?.persist?.();
  }

  /** Which locks the door has: "words", "passkey". */
  async locks() {
    return ((await this.#vault.door())?.locks ?? []).map((lock) => lock.kind);
  }

  /** The passkey that was chosen for this device. */
  async passkey() {
    return (await this.#vault.door())?.locks.find((lock) => lock.kind === "passkey");
  }

  /** @param {{passphrase?: string, passkey?: object}} how */
  async setUp(how) {
    await this.#vault.make(how);
    await this.#opened();
  }

  /** @throws {import("./vault.js").WrongWords} after the last try everything is gone */
  async unlock({ passphrase, secret }) {
    try {
      if (secret) await this.#vault.unlockByPasskey(secret);
      else await this.#vault.unlock(passphrase);
    } catch (error) {
      if (error.left === 0) await this.wipe("tries");
      throw error;
    }
    await this.#opened();
  }

  async addPasskey(passphrase, passkey) {
    await this.#vault.add(passphrase, { passkey });
  }

  async #opened() {
    const missing = await this.#packs.load();
    await this.#notebook.load();
    for (const meeting of this.#packs.expired()) await this.#drop(meeting);
    this.state = "open";
    if (missing.length) await this.#lost(marker().bytes);
    this.#timers = [setInterval(() => this.#tick(), EVERY), setInterval(() => this.#askItem(), EVERY_ITEM)];
    this.#emit("sync");
    this.sync();
  }

  /* The browser took papers; nobody loads 38 MB again without asking. */
  async #lost(bytes) {
    this.evicted = bytes || 1;
    for (const meeting of [...this.#packs.wanted.keys()]) if (!this.#packs.saved(meeting).whole) await this.#packs.want(meeting, null);
  }

  /** The key goes out of memory; everything else stays. */
  async lock() {
    if (this.state !== "open") return;
    const waiting = [];
    this.#emit("locking", { wait: (promise) => waiting.push(promise) });
    await Promise.allSettled(waiting);
    await clock.keep();
    this.#close("locked");
    this.#emit("lock");
  }

  #close(state) {
    this.state = state;
    for (const timer of this.#timers) clearInterval(timer);
    this.#vault.lock();
    for (const part of [this.#packs, this.#notebook, this.#sync]) part.forget();
  }

  async #tick() {
    await clock.keep();
    for (const meeting of this.#packs.expired()) await this.#drop(meeting);
    await this.sync();
  }

  async #drop(meeting) {
    await this.#packs.drop(meeting, await this.#notebook.steppingAway(meeting));
    this.#emit("change", { meetings: [meeting] });
  }

  /** Everything on this device goes. @param {"logout"|"server"|"tries"|"stranger"|"person"} reason */
  async wipe(reason) {
    this.#close("new");
    await erase();
    if (reason === "server") await this.#contact.tell("abgemeldet", {}).catch(() => null);
    unmark();
    this.evicted = 0;
    this.#others.postMessage({ event: "wiped", reason });
    this.#emit("wipe", { reason });
  }

  /** Match with the server now. */
  async sync() {
    if (this.state === "open") await this.#sync.round({ held: this.evicted > 0 });
  }

  /** Which meeting is open on the screen: its current item is asked for. */
  attend(meeting) {
    this.#attended = meeting;
    this.#askItem();
  }

  async #askItem() {
    if (this.#attended !== null && this.state === "open" && !document.hidden) await this.#sync.askItem(this.#attended);
  }

  // ---- Packs

  /** All packs, each with `saved: {bytes, whole, at}`. */
  packs() {
    return this.#packs.list.map((pack) => ({ ...pack, saved: this.#packs.saved(pack.meeting) }));
  }

  /** The plan of a pack; fetched where only the list is here. */
  async pack(meeting) {
    const known = this.#packs.plans.get(meeting);
    if (known || !this.#packs.meetings.has(meeting)) return known ?? null;
    const plan = await this.#contact.ask(`sitzung/${meeting}`).catch(() => null);
    if (plan) await this.#packs.keepPlan(plan);
    return plan;
  }

  /** Keep a pack on this device from now on, or again. */
  async keepPack(meeting) {
    this.evicted = 0;
    this.#sync.noRoom = false;
    await this.#packs.want(meeting, " ");
    await this.sync();
  }

  /** Load again what the browser took. */
  async loadAgain() {
    this.evicted = 0;
    await this.sync();
  }

  /** Bytes of a document: from here, else from the server; null where neither has them. @param {number} [file] of an older version */
  async bytes(hash, file) {
    const here = this.#packs.papers.has(hash) && (await this.#records.bytes("papers", hash).catch(() => undefined));
    if (here) return here;
    const facts = [...this.#packs.plans.values()].map((plan) => documentsOf(plan).get(hash)).find(Boolean);
    if (here === undefined && this.#packs.papers.delete(hash)) await this.#lost(marker().bytes);
    if (!facts && file === undefined) return null;
    return fetchDocument(this.#contact, facts ?? { file, hash }).catch(() => null);
  }

  /** Squeezed texts of a document's pages, once somebody read them. */
  async texts(hash) {
    return (await this.#records.get("texts", hash)) ?? null;
  }

  async keepTexts(hash, texts) {
    if (this.#packs.papers.has(hash)) await this.#records.put(["texts", hash, texts]).catch(() => null); // a comfort: without room they are read again
  }

  async readPosition(meeting) {
    return (await this.#records.get("shelf", `position/${meeting}`)) ?? null;
  }

  async keepPosition(meeting, position) {
    await this.#records.put(["shelf", `position/${meeting}`, position]);
  }

  /** File → hash of the version that was read last. @returns {Promise<Record<number, string>>} */
  async readVersions(meeting) {
    return (await this.#records.get("shelf", `read/${meeting}`)) ?? {};
  }

  async markRead(hash) {
    for (const [meeting, plan] of this.#packs.plans) {
      const document = documentsOf(plan).get(hash);
      if (document) await this.#records.put(["shelf", `read/${meeting}`, { ...(await this.readVersions(meeting)), [document.file]: hash }]);
    }
  }

  // ---- Notes

  notes(where = {}) {
    return this.#notebook.of(where);
  }

  /** The note is on the disk when the promise is kept. */
  async saveNote(note) {
    await this.#notebook.save(note);
    this.#noted();
  }

  async removeNote(id) {
    await this.#notebook.remove(id);
    this.#noted();
  }

  #noted() {
    mark({ unsent: this.#notebook.unsent });
    this.#emit("change", { notes: true });
    this.#others.postMessage({ event: "change", detail: { notes: true } });
    this.sync();
  }

  /** People one may share with; the last known where the server is away. */
  async people() {
    const people = await this.#contact.ask("personen").catch(() => null);
    if (people) await this.#records.put(["shelf", "people", people]);
    return people ?? (await this.#records.get("shelf", "people")) ?? [];
  }

  // ---- State

  status() {
    const { online, loggedOut, busy, noRoom, refusal, lastContact, progress } = this.#sync;
    const saved = this.#packs.list.map((pack) => this.#packs.saved(pack.meeting)).filter((each) => each.bytes > 0);
    return { online, loggedOut, busy, noRoom, refusal, lastContact, progress, saved, unsent: this.#notebook.unsent, stuck: this.#notebook.stuck };
  }

  now() {
    return clock.now();
  }

  #emit(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  #told(event, detail) {
    if (event === "wipe-ordered") this.wipe("server");
    else this.#emit(event, detail);
    if (event === "change") this.#others.postMessage({ event, detail });
  }

  /* Another window changed what is kept here. */
  async #heard({ event, detail, reason }) {
    if (event === "wiped") {
      this.#close("new");
      this.#emit("wipe", { reason });
    } else if (this.state === "open") {
      await this.#packs.load();
      await this.#notebook.load();
      this.#emit(event, detail);
    } else if (this.state === "new" && (await read("door", "vault"))) {
      this.state = "locked";
      this.#emit("lock");
    }
  }
}

export const store = new Store();
