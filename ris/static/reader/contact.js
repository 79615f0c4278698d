/* Talking with the server: who this device is, against forged requests, and what an answer that is no answer means. */

import { device } from "./marker.js";

const PATIENCE = 20_000;
const ROOT = "/mappe/daten";

/** Nobody answered, or the server is not itself at the moment. */
export class NoContact extends Error {}

/** The session has ended; reading and writing go on without it. */
export class LoggedOut extends Error {}

/** The server wants everything on this device gone. */
export class WipeOrdered extends Error {}

/** The server said no, with a German sentence. */
export class Refused extends Error {
  constructor(status, sentence) {
    super(sentence || "Der Server hat das abgelehnt.");
    this.status = status;
  }
}

export class Contact {
  #csrf = "";
  #user = "";
  #name = "";

  /** Who is logged in, and what time it is. */
  async me() {
    const answer = await this.ask("ich");
    this.#csrf = answer.csrf;
    this.#user = answer.user;
    return answer;
  }

  /** JSON from the server; null where nothing has changed since `etag`. `{etag}` is filled in. */
  async ask(path, known = {}) {
    const headers = known.etag ? { "If-None-Match": known.etag } : {};
    const answer = await this.#send(path, { headers });
    if (answer.status === 304) return null;
    known.etag = answer.headers.get("ETag") ?? undefined;
    return json(answer);
  }

  /** Send JSON. A token of an ended session is replaced once, but nothing meant for one account goes to another. */
  async tell(path, content) {
    const user = this.#user;
    for (const again of [true, false]) {
      if (!this.#csrf) await this.me();
      if (user && user !== this.#user) throw new LoggedOut(); // the next round asks whose device this is
      const headers = { "Content-Type": "application/json", "X-CSRFToken": this.#csrf };
      try {
        return await json(await this.#send(path, { method: "POST", headers, body: JSON.stringify(content) }));
      } catch (error) {
        if (!again || !(error instanceof Refused) || error.status !== 400) throw error;
        this.#csrf = "";
      }
    }
  }

  /** This device is empty now; who is logged out may say so too. */
  async report() {
    await this.#send("abgemeldet", { method: "POST" });
    this.#name = ""; // whatever comes next is another device
  }

  /** End the session, as the button of every page does. */
  async logOut() {
    await this.me(); // also remembers the device's name, which goes with the rest
    const answer = await fetch("/abmelden", { method: "POST", headers: { "X-CSRFToken": this.#csrf }, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    return answer.type === "opaqueredirect" || answer.ok;
  }

  /** The bytes of a document. `arrived` is told how many are there; a connection that falls silent counts as lost. */
  async bytes(path, expected, arrived = () => undefined) {
    const silence = new AbortController();
    let watch = setTimeout(() => silence.abort(), PATIENCE);
    const answer = await this.#send(path, { signal: silence.signal });
    const size = expected ?? Number(answer.headers.get("Content-Length"));
    const content = new Uint8Array(size);
    let filled = 0;
    try {
      const reader = answer.body.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(watch);
        watch = setTimeout(() => silence.abort(), PATIENCE);
        if (filled + part.value.length > size) throw new NoContact();
        content.set(part.value, filled);
        filled += part.value.length;
        arrived(filled);
      }
    } catch {
      throw new NoContact();
    } finally {
      clearTimeout(watch);
    }
    if (filled !== size) throw new NoContact();
    return content;
  }

  async #send(path, { headers = {}, signal = AbortSignal.timeout(PATIENCE), ...rest }) {
    let answer;
    try {
      this.#name ||= device();
      const own = { "X-Device": this.#name, Accept: "application/json" };
      answer = await fetch(`${ROOT}/${path}`, { ...rest, signal, cache: "no-store", redirect: "manual", headers: { ...own, ...headers } });
    } catch {
      throw new NoContact();
    }
    if (answer.ok || answer.status === 304) return answer;
    const told = await answer.json().catch(() => ({}));
    if (told.wipe) throw new WipeOrdered();
    if (answer.status === 401 || answer.type === "opaqueredirect") throw new LoggedOut();
    if (answer.status >= 500 || answer.status === 429 || answer.status === 0) throw new NoContact();
    throw new Refused(answer.status, told.error);
  }
}

async function json(answer) {
  try {
    return await answer.json();
  } catch {
    throw new NoContact(); // a hotel's own page, or half an answer
  }
}
