/* Logging out on a device that keeps packs: warns of notes only this device has, then takes everything away itself,

since not every browser follows Clear-Site-Data. The reader's modules are not loaded for it: three names must agree. */

const NAME = "sitzungsmappen"; // database, marker and channel (reader/database.js, marker.js, device.js)

function marked() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}

async function empty() {
  const { device } = marked();
  if (device) fetch("/mappe/daten/abgemeldet", { method: "POST", headers: { "X-Device": device }, keepalive: true }).catch(() => undefined);
  new BroadcastChannel(NAME).postMessage({ event: "wiped", reason: "logout" });
  localStorage.removeItem(NAME);
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
  for (const name of await window.caches?.keys() ?? []) await caches.delete(name);
  for (const each of await navigator.serviceWorker?.getRegistrations() ?? []) await each.unregister();
}

function button(words, kind, onclick) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `kern-btn kern-btn--${kind} ris-button`;
  const label = document.createElement("span");
  label.className = "kern-label";
  label.textContent = words;
  made.append(label);
  made.addEventListener("click", onclick);
  return made;
}

function ask(number, form) {
  const dialog = document.createElement("dialog");
  dialog.className = "ris-leaving";
  const title = document.createElement("h2");
  title.id = "abmelden-frage";
  title.textContent = number === 1 ? "1 Änderung steht nur auf diesem Gerät" : `${number} Änderungen stehen nur auf diesem Gerät`;
  const words = document.createElement("p");
  words.textContent = "Wenn Sie sich jetzt abmelden, gehen Ihre letzten Notizen verloren. Öffnen Sie zuerst die Mappe; dann werden sie abgeglichen.";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(
    title,
    words,
    button("Mappe öffnen", "primary", () => location.assign("/mappe/")),
    button("Trotzdem abmelden und Notizen verlieren", "secondary", () => leave(form)),
    button("Abbrechen", "tertiary", () => dialog.close()),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

async function leave(form) {
  await empty().catch(() => undefined); // logging out comes first; the server's answer clears the rest
  form.submit();
}

for (const form of document.querySelectorAll("form[action='/abmelden']")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { unsent } = marked();
    if (unsent) ask(unsent, form);
    else leave(form);
  });
}
