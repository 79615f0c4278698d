/* The program on this device: registers what keeps it for offline use, and says when a newer one waits. */

const READY = "Neue Version bereit – wird beim nächsten Öffnen benutzt";

/** Until the program is here, nothing may say that all is saved: without it no pack opens in the cellar. */
const KEEPING = "Programm wird gespeichert …";
const ONLINE_ONLY = "Abgeglichen – ohne Internet öffnen sich die Mappen hier nicht";
export const NOT_KEPT = new Set([KEEPING, ONLINE_ONLY]);

/** Keeps the program, also where the connection broke while it was fetched for the first time. */
export class Program {
  #say;
  #missing = false;
  #online = true;

  /** @param {(words: string) => void} say */
  constructor(say) {
    this.#say = say;
    this.#keep();
    // A reader that stays open for days hears of a newer one too.
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#look(); });
  }

  /** What the last attempt to reach the server showed. */
  contact(online) {
    const back = online && !this.#online;
    this.#online = online;
    if (back && this.#missing) this.#keep();
  }

  async #look() {
    if (this.#missing) return this.#keep();
    const registration = await navigator.serviceWorker?.getRegistration("/mappe/");
    return registration?.update().catch(() => null);
  }

  async #keep() {
    this.#missing = false;
    const workers = navigator.serviceWorker; // there is none in some private windows
    const registration = await workers
      ?.register("/mappe/sw.js", { scope: "/mappe/", updateViaCache: "none" })
      .catch(() => workers.getRegistration("/mappe/"));
    if (!registration) return this.#lacks();
    if (!registration.active) this.#say(KEEPING);
    else this.#say(registration.waiting ? READY : "");
    this.#follow(registration, registration.installing ?? registration.waiting);
    registration.onupdatefound = () => this.#follow(registration, registration.installing);
  }

  #follow(registration, worker) {
    if (!worker) return;
    worker.onstatechange = () => {
      if (worker.state === "installed" && registration.active) this.#say(READY);
      if (worker.state === "activated") this.#say("");
      if (worker.state === "redundant" && !registration.active) this.#lacks();
    };
  }

  #lacks() {
    this.#missing = true;
    this.#say(ONLINE_ONLY);
  }
}
