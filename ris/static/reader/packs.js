/* Which packs are here: the list, the plans, and the documents under their hashes. A pack is a list; equal bytes are here once. */

import * as database from "./database.js";
import { now } from "./clock.js";

/** Distinct documents of a plan. @returns {Map<string, {hash: string, file: number, size: number, name: string}>} */
export function documentsOf(plan) {
  const all = (plan?.items ?? []).flatMap((item) => item.documents);
  return new Map(all.map((each) => [each.hash, each]));
}

/** Whether a paper belongs to a plan: as it stands there, or as an older version of the same file. */
function belonging(...plans) {
  const documents = plans.flatMap((plan) => [...documentsOf(plan).values()]);
  const hashes = new Set(documents.map((each) => each.hash));
  const files = new Set(documents.map((each) => each.file));
  return ([hash, facts]) => hashes.has(hash) || files.has(facts.file);
}

export class Packs {
  /** @type {object[]} */
  list = [];
  /** @type {Map<number, object>} */
  plans = new Map();
  /** Hash → what stands on the shelf of papers. @type {Map<string, {file: number, size: number}>} */
  papers = new Map();
  /** Meetings whose pack is to be kept here. @type {Map<number, {at: ?string}>} */
  wanted = new Map();
  #missing = [];
  /** Names of the notes of a meeting that the server has. @type {(meeting: number) => string[]} */
  notesOf = () => [];

  /** @param {import("./records.js").Records} records */
  constructor(records) {
    this.records = records;
  }

  /** Read from the disk. */
  load() {
    return this.#changed(async (kept) => {
      const here = new Set(await database.keys("papers"));
      const found = await Promise.all([...kept.papers].map(async ([hash, facts]) => [hash, facts, here.has(await this.records.vault.name("papers", hash))]));
      this.#missing = found.filter(([, , stands]) => !stands);
      for (const [hash] of this.#missing) kept.papers.delete(hash);
      const plans = await Promise.all(kept.list.map((pack) => this.records.get("shelf", `plan/${pack.meeting}`)));
      this.plans = new Map(plans.filter(Boolean).map((plan) => [plan.meeting, plan]));
      return this.#missing.length > 0; // reading needs no room
    });
  }

  /* One window after the other, each on what the last one wrote; then memory says what the disk says. */
  #changed(change, ...steps) {
    return navigator.locks.request("mappe-liste", async () => {
      const { list = [], papers = [], wanted = [] } = (await this.records.get("shelf", "packs")) ?? {};
      const kept = { list, papers: new Map(papers), wanted: new Map(wanted) };
      const write = await change(kept);
      if (write !== false) await this.records.put(...steps, ["shelf", "packs", { list: kept.list, papers: [...kept.papers], wanted: [...kept.wanted] }]);
      Object.assign(this, kept);
    });
  }

  /** Whether papers of a pack that is kept should be here and are not: the browser took them. */
  get robbed() {
    return this.#missing.some(belonging(...this.plans.values()));
  }

  forget() {
    this.list = [];
    for (const map of [this.plans, this.papers, this.wanted]) map.clear();
  }

  get meetings() {
    return new Set(this.list.map((pack) => pack.meeting));
  }

  /** Bytes of a pack that are here, and whether that is all of it. */
  saved(meeting) {
    const documents = [...documentsOf(this.plans.get(meeting)).values()];
    const here = documents.filter((each) => this.papers.has(each.hash));
    const bytes = here.reduce((sum, each) => sum + each.size, 0);
    return { meeting, bytes, whole: this.plans.has(meeting) && here.length === documents.length, at: this.wanted.get(meeting)?.at };
  }

  /** Documents of a plan that are not here yet, each once. */
  missing(plan) {
    return [...documentsOf(plan).values()].filter((each) => !this.papers.has(each.hash));
  }

  /** The server's list replaces ours. */
  async take(list) {
    await this.#changed((kept) => { kept.list = list; });
    await this.writeExpiry();
  }

  /** Meetings that are gone from the server's list, and those that are new in it. */
  compare(list) {
    const before = this.meetings;
    const after = new Set(list.map((pack) => pack.meeting));
    return { gone: [...before].filter((meeting) => !after.has(meeting)), fresh: [...after].filter((meeting) => !before.has(meeting)) };
  }

  async keepPlan(plan) {
    await this.records.put(["shelf", `plan/${plan.meeting}`, plan]);
    this.plans.set(plan.meeting, plan);
    await this.writeExpiry();
  }

  /** Keep a pack here; `at` says as of when it is whole. */
  async want(meeting, at = null) {
    await this.#changed((kept) => kept.wanted.set(meeting, { at }));
  }

  async unwant(meeting) {
    await this.#changed((kept) => void kept.wanted.delete(meeting));
  }

  async keepPaper({ hash, file, size }, bytes) {
    await this.#changed((kept) => kept.papers.set(hash, { file, size }), ["papers", hash, bytes]);
    await this.writeExpiry();
  }

  /** Delete papers and their texts by hash. */
  async dropPapers(hashes) {
    const steps = hashes.flatMap((hash) => [["papers", hash, undefined], ["texts", hash, undefined]]);
    if (steps.length) await this.#changed((kept) => hashes.forEach((hash) => kept.papers.delete(hash)), ...steps);
  }

  /** Delete what no plan names any more; an older version stays while its file is in a pack, for notes that point to it. */
  async tidy() {
    const needed = belonging(...this.plans.values());
    await this.dropPapers([...this.papers].filter((paper) => !needed(paper)).map(([hash]) => hash));
  }

  /** Take a pack from the device: plan, papers, places; `also` are steps of others in the same transaction. */
  async drop(meeting, also = []) {
    this.plans.delete(meeting);
    const own = await Promise.all(["plan", "position", "read"].map((kind) => this.records.step("shelf", `${kind}/${meeting}`, undefined)));
    await database.write([...own, ...also]);
    await this.unwant(meeting);
    await this.tidy();
    await this.writeExpiry();
  }

  /** Packs whose time is over. @returns {number[]} */
  expired() {
    return this.list.filter((pack) => Date.parse(pack.keep_until) <= now()).map((pack) => pack.meeting);
  }

  /** Write down what ends when. In clear stand only times and HMACs: so a device that is never unlocked again forgets too. */
  async writeExpiry() {
    const until = new Map();
    for (const pack of this.list) {
      const time = Date.parse(pack.keep_until);
      const papers = [...this.papers].filter(belonging(this.plans.get(pack.meeting))).map(([hash]) => hash);
      const names = [["shelf", `plan/${pack.meeting}`], ...papers.flatMap((hash) => [["papers", hash], ["texts", hash]]), ...this.notesOf(pack.meeting).map((id) => ["notes", id])];
      for (const [shelf, name] of names) {
        const key = await this.records.vault.name(shelf, name);
        until.set(`${shelf}/${key}`, Math.max(time, until.get(`${shelf}/${key}`) ?? 0));
      }
    }
    await database.write([["door", "expiry", [...until]]]);
  }
}

/** Delete what is past its time, also while the vault is locked. */
export async function forgetExpired() {
  const kept = (await database.read("door", "expiry")) ?? [];
  const over = kept.filter(([, time]) => time <= now());
  if (!over.length) return;
  const steps = over.map(([place]) => [...place.split(/\/(.*)/s).slice(0, 2), undefined]);
  await database.write([...steps, ["door", "expiry", kept.filter(([, time]) => time > now())]]);
}
