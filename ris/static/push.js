/* Enters this browser for pushes: its maker gives an address and keys, our server keeps them. */

const place = document.querySelector("[data-push]");
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const FAILED = "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.";
const REFUSED = "Ihr Browser erlaubt dieser Seite keine Mitteilungen. Sie ändern das in seinen Einstellungen.";

/** A sentence that names what to do. */
class Told extends Error {}

async function enter() {
  if ((await Notification.requestPermission()) !== "granted") throw new Told(REFUSED);
  // The reader's worker shows them; it is the only one this site has.
  await navigator.serviceWorker.register("/mappe/sw.js", { scope: "/mappe/" });
  const registration = await navigator.serviceWorker.getRegistration("/mappe/");
  await active(registration);
  const known = await registration.pushManager.getSubscription();
  await known?.unsubscribe(); // it may belong to an older key of the town
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(place.dataset.push),
  });
  const answer = await fetch(place.dataset.pushAddress, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": place.closest("form").elements.csrf_token.value },
    body: JSON.stringify(subscription),
  });
  if (answer.redirected) return location.assign(answer.url);
  const told = await answer.json();
  if (!told.next) throw new Told(told.error ?? FAILED);
  location.assign(told.next);
}

/* A worker that was just registered is not at work yet; there is no subscribing before. */
function active(registration) {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active || !worker) return null;
  return new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve();
      else if (worker.state === "redundant") reject(new Error(FAILED));
    });
  });
}

if (place && "PushManager" in window && "serviceWorker" in navigator && "Notification" in window) {
  const message = place.querySelector("[data-push-message]");
  document.querySelector("[data-push-missing]").hidden = true;
  place.hidden = false;
  place.querySelector("button").addEventListener("click", async () => {
    message.textContent = "";
    try {
      await enter();
    } catch (error) {
      message.textContent = error instanceof Told ? error.message : FAILED;
    }
  });
}
