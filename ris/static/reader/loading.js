/* Bringing packs here: only documents that are not here yet, each checked by its hash; what breaks off goes on later. */

import { NoContact } from "./contact.js";
import { documentsOf } from "./packs.js";

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const SOON = 14 * 24 * 3600_000;

/** Whether a pack comes by itself: the sitting is near, and nobody pays by the megabyte. */
export function comesByItself(pack, now) {
  const line = navigator.connection;
  if (line?.saveData || line?.type === "cellular") return false;
  return Math.abs(Date.parse(pack.start) - now) < SOON;
}

/** One document from the server. @throws {NoContact} also where other bytes came than were promised */
export async function fetchDocument(contact, { file, hash, size }, arrived) {
  const bytes = await contact.bytes(`dokument/${file}/${hash}`, size, arrived);
  if (hex(await crypto.subtle.digest("SHA-512", bytes)) !== hash) throw new NoContact();
  return bytes;
}

/** The plan as it is to be used until the new one is whole: what was withdrawn is gone from it at once. */
export function pruned(plan, coming) {
  const files = new Set([...documentsOf(coming).values()].map((each) => each.file));
  const items = plan.items.map((item) => ({ ...item, documents: item.documents.filter((each) => files.has(each.file)) }));
  return { ...plan, items };
}

export class Loader {
  /** @param {import("./packs.js").Packs} packs @param {import("./contact.js").Contact} contact @param {() => Promise<void>} between documents */
  constructor(packs, contact, progress, between) {
    this.packs = packs;
    this.contact = contact;
    this.progress = progress;
    this.between = between;
  }

  /** Bring a pack up to date, and keep its documents where it is wanted here and there is room. Gives whether its plan is another now. */
  async bring(pack, at, room) {
    const { meeting, digest } = pack;
    const known = this.packs.plans.get(meeting);
    const wanted = room && this.packs.wanted.has(meeting);
    const plan = known?.digest === digest ? known : await this.contact.ask(`sitzung/${meeting}`);
    const other = plan !== known;
    const whole = known && wanted && this.packs.saved(meeting).whole;
    if (other) await this.packs.keepPlan(whole ? pruned(known, plan) : plan);
    if (other && whole) await this.packs.tidy();
    if (wanted) {
      await this.#load(meeting, plan);
      await this.packs.keepPlan(plan);
      if (other || !this.packs.wanted.get(meeting).at) await this.packs.want(meeting, at);
    }
    if (other) await this.packs.tidy();
    return other;
  }

  async #load(meeting, plan) {
    const missing = this.packs.missing(plan);
    const total = missing.reduce((sum, each) => sum + each.size, 0);
    let done = 0;
    for (const document of missing) {
      const bytes = await fetchDocument(this.contact, document, (arrived) => this.progress({ meeting, done: done + arrived, total }));
      await this.packs.keepPaper(document, bytes);
      done += document.size;
      await this.between();
    }
    this.progress(null);
  }
}
