/* The program on this device: registers what keeps it for offline use, and says when a newer one waits. */

const READY = "Neue Version bereit – wird beim nächsten Öffnen benutzt";

/** @param {(words: string) => void} say */
export async function watchProgram(say) {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/mappe/sw.js", { scope: "/mappe/", updateViaCache: "none" }).catch(() => null);
  if (!registration) return; // no network at the first visit, or a private window: it works while online
  const watch = (worker) => worker?.addEventListener("statechange", () => { if (worker.state === "installed" && registration.active) say(READY); });
  if (registration.waiting && registration.active) say(READY);
  watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
  // A reader that stays open for days hears of it too.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) registration.update().catch(() => null); });
}
