// The texts of all documents of a pack, read once in a worker beside the screen and kept on the device for next time.
// Readable texts are kept, for snippets; anchors and search use them squeezed.

import { ownWorker, textsOf } from "./engine.js";
import { isPdf } from "./plan.js";
import { squeezed } from "./squeezing.js";

const QUIET = 800; // ms after a page was turned in which nothing is read ahead: drawing comes first
const KEPT = 3; // documents whose squeezed texts stay in memory

export class Texts {
  #store;
  #worker = null;
  #line = Promise.resolve();
  #squeezed = new Map();
  #stop = new AbortController();
  #quietUntil = 0;
  #wanted = 0;

  constructor(store) {
    this.#store = store;
  }

  /** Readable page texts of a document: as kept, or read now, one document after another. Null without bytes or text. */
  async of(document, { file, ahead = false } = {}) {
    const kept = await this.#store.texts(document.hash);
    if (kept || !isPdf(document) || this.#stop.signal.aborted) {
      return kept;
    }
    this.#wanted += ahead ? 0 : 1;
    const turn = this.#line.then(() => this.#read(document, file)).finally(() => {
      this.#wanted -= ahead ? 0 : 1;
    });
    this.#line = turn.catch(() => null);
    return turn;
  }

  /** A page was turned: who reads ahead waits until it is drawn. */
  giveWay() {
    this.#quietUntil = performance.now() + QUIET;
  }

  /** The same as squeezed texts; the last few stay in memory. */
  async squeezedOf(document, options) {
    const known = this.#squeezed.get(document.hash);
    if (known) {
      return known;
    }
    const texts = await this.of(document, options);
    const made = texts?.map(squeezed) ?? null;
    if (made) {
      this.#squeezed.set(document.hash, made);
      if (this.#squeezed.size > KEPT) {
        this.#squeezed.delete(this.#squeezed.keys().next().value);
      }
    }
    return made;
  }

  /** Read all documents that were never read, in the pack's order. */
  async readAll(stretches) {
    for (const stretch of stretches) {
      if (this.#stop.signal.aborted) {
        return;
      }
      await this.of(stretch.document, { ahead: true }).catch(() => null); // a damaged file has no text, and says so where it is opened
    }
  }

  close() {
    this.#stop.abort();
    this.#worker?.destroy();
    this.#worker = null;
  }

  async #read(document, file) {
    const kept = await this.#store.texts(document.hash);
    const bytes = kept ? null : await this.#store.bytes(document.hash, file);
    if (!bytes || this.#stop.signal.aborted) {
      return kept;
    }
    this.#worker ??= await ownWorker("texts");
    const texts = await textsOf(bytes, this.#worker, { stop: this.#stop.signal, pause: () => this.#pause() });
    if (texts) {
      await this.#store.keepTexts(document.hash, texts);
    }
    return texts;
  }

  async #pause() {
    while (!this.#wanted && !this.#stop.signal.aborted && performance.now() < this.#quietUntil) {
      await new Promise((resolve) => setTimeout(resolve, QUIET / 4));
    }
  }
}
