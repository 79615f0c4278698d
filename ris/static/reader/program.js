/* The program on this device: registers what keeps it for offline use, and says when a newer one waits. */

const READY = "Neue Version bereit – wird beim nächsten Öffnen benutzt";

/** Until the program is here, nothing may say that all is saved: without it no pack opens in the cellar. */
const KEEPING = "Programm wird gespeichert …";
const ONLINE_ONLY = "Abgeglichen – ohne Internet öffnen sich die Mappen hier nicht";
export const NOT_KEPT = new Set([KEEPING, ONLINE_ONLY]);

/** @param {(words: string) => void} say */
export async function watchProgram(say) {
  const workers = navigator.serviceWorker; // there is none in some private windows
  const registration = await workers
    ?.register("/mappe/sw.js", { scope: "/mappe/", updateViaCache: "none" })
    .catch(() => workers.getRegistration("/mappe/"));
  if (!registration) return say(ONLINE_ONLY);
  const follow = (worker) => worker?.addEventListener("statechange", () => {
    if (worker.state === "installed" && registration.active) say(READY);
    if (worker.state === "activated") say("");
    if (worker.state === "redundant" && !registration.active) say(ONLINE_ONLY);
  });
  if (!registration.active) say(KEEPING);
  else if (registration.waiting) say(READY);
  follow(registration.installing ?? registration.waiting);
  registration.addEventListener("updatefound", () => follow(registration.installing));
  // A reader that stays open for days hears of it too.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) registration.update().catch(() => null); });
}
