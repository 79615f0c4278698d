/* This device as a whole: whether it is new, locked or open, who else has it open, and how everything on it goes away. */

import * as clock from "./clock.js";
import { Contact } from "./contact.js";
import { begin, erase, stop } from "./database.js";
import { marker, unmark } from "./marker.js";
import { Notebook } from "./notebook.js";
import { forgetExpired, Packs } from "./packs.js";
import { Records } from "./records.js";
import { Sync } from "./sync.js";
import { Vault } from "./vault.js";

const EVERY = 30_000;
const EVERY_ITEM = 10_000;

/**
 * Events: "change" (detail: meetings, notes, plan), "sync", "lock", "wipe" (detail.reason), "stranger", "current-item"
 * (detail: meeting, item, number, title). "locking" comes before the key goes: `event.detail.wait(promise)` holds it back.
 */
export class Device extends EventTarget {
  /** @type {"new"|"locked"|"open"} */
  state = "new";
  /** Bytes the browser took from us; 0 when nothing is missing. */
  evicted = 0;

  vault = new Vault();
  records = new Records(this.vault);
  contact = new Contact();
  shelf = new Packs(this.records);
  notebook = new Notebook(this.records);
  matching = new Sync(this, (event, detail) => this.#told(event, detail));
  #others = new BroadcastChannel("sitzungsmappen");
  #timers = [];
  #attended = null;

  /** Look what there is, and forget what is past its time. Once, before anything else. */
  async start() {
    const door = await this.vault.door();
    this.state = door ? "locked" : "new";
    if (door) {
      await clock.wind();
      await forgetExpired();
    } else if (marker().packs) {
      this.evicted = marker().bytes;
    }
    this.#others.onmessage = ({ data }) => this.#heard(data);
    addEventListener("online", () => this.sync());
    addEventListener("offline", () => {
      this.matching.online = false;
      this.emit("sync");
    });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.sync(); });
  }

  /** Which locks the door has: "words", "passkey". */
  async locks() {
    return ((await this.vault.door())?.locks ?? []).map((lock) => lock.kind);
  }

  /** The passkey that was chosen for this device. */
  async passkey() {
    return (await this.vault.door())?.locks.find((lock) => lock.kind === "passkey");
  }

  /** @param {{passphrase?: string, passkey?: object}} how */
  async setUp(how) {
    begin();
    if (await this.vault.door()) return this.#madeElsewhere(); // a second key would lock away what the first one sealed
    await this.vault.make(how);
    await this.#opened();
    this.#others.postMessage({ event: "made" });
  }

  /** @throws {import("./vault.js").WrongWords} after the last try everything is gone */
  async unlock({ passphrase, secret }) {
    try {
      if (secret) await this.vault.unlockByPasskey(secret);
      else await this.vault.unlock(passphrase);
    } catch (error) {
      if (error.left === 0) await this.wipe("tries");
      throw error;
    }
    await this.#opened();
  }

  async #opened() {
    this.shelf.notesOf = (meeting) => this.notebook.matched(meeting);
    await this.shelf.load();
    await this.notebook.load();
    for (const meeting of this.shelf.expired()) await this.#drop(meeting);
    this.state = "open";
    if (this.shelf.robbed) await this.lost();
    this.#timers = [setInterval(() => this.#tick(), EVERY), setInterval(() => this.#askItem(), EVERY_ITEM)];
    navigator.storage?.persist?.(); // some browsers ask the reader; now they know what for
    this.emit("sync");
    this.sync();
  }

  /** The browser took papers; nobody loads 38 MB again without being asked. */
  async lost() {
    this.evicted = marker().bytes || 1;
    for (const meeting of [...this.shelf.wanted.keys()]) if (!this.shelf.saved(meeting).whole) await this.shelf.unwant(meeting);
  }

  /** The key goes out of memory; everything else stays. */
  async lock() {
    if (this.state !== "open") return;
    const waiting = [];
    this.emit("locking", { wait: (promise) => waiting.push(promise) });
    await Promise.allSettled(waiting);
    await this.shelf.writeExpiry().catch(() => null); // without room it stays as it was
    await clock.keep();
    this.#close("locked");
    this.emit("lock");
  }

  #close(state) {
    this.state = state;
    for (const timer of this.#timers) clearInterval(timer);
    this.vault.lock();
    for (const part of [this.shelf, this.notebook, this.matching]) part.forget();
  }

  async #tick() {
    await clock.keep();
    await this.shelf.writeExpiry();
    for (const meeting of this.shelf.expired()) await this.#drop(meeting);
    await this.sync();
  }

  async #drop(meeting) {
    await this.shelf.drop(meeting, await this.notebook.steppingAway(meeting));
    this.emit("change", { meetings: [meeting] });
  }

  /** Everything on this device goes. @param {"logout"|"offline"|"server"|"tries"|"stranger"|"person"} reason */
  async wipe(reason) {
    this.#close("new");
    this.#others.postMessage({ event: "wiped", reason });
    await erase();
    const told = this.contact.report().catch(() => null); // with no network the server never learns it; the device is empty all the same
    await Promise.race([told, new Promise((resolve) => { setTimeout(resolve, 3_000); })]);
    unmark();
    this.evicted = 0;
    this.emit("wipe", { reason });
  }

  /** Log out and leave nothing here, also where the server is away. */
  async logOut() {
    const done = await this.contact.logOut().catch(() => false);
    await this.wipe(done ? "logout" : "offline");
  }

  /** Match with the server now. */
  async sync(how = {}) {
    if (this.state === "open") await this.matching.round({ held: this.evicted > 0, ...how });
  }

  /** Which meeting is open on the screen: its current item is asked for. */
  attend(meeting) {
    this.#attended = meeting;
    this.#askItem();
  }

  async #askItem() {
    if (this.#attended !== null && this.state === "open" && !document.hidden) await this.matching.askItem(this.#attended);
  }

  emit(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  /** Say it here and to the other windows. */
  tell(event, detail) {
    this.emit(event, detail);
    this.#others.postMessage({ event, detail });
  }

  #told(event, detail) {
    if (event === "wipe-ordered") this.wipe("server");
    else if (event === "change") this.tell(event, detail);
    else this.emit(event, detail);
  }

  /* Another window changed what is kept here. */
  async #heard({ event, detail, reason }) {
    if (event === "wiped") {
      this.#close("new");
      await stop(); // a window that slept hears late: what it would erase now may be what was set up since
      this.emit("wipe", { reason });
    } else if (this.state === "open") {
      await this.shelf.load();
      await this.notebook.load();
      this.emit(event, detail);
    } else if (this.state === "new") {
      if (event === "made") begin();
      if (await this.vault.door()) this.#madeElsewhere();
    }
  }

  /* Another window has set this device up. */
  #madeElsewhere() {
    this.state = "locked";
    this.emit("lock");
  }
}
