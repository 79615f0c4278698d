/* Coming in: choosing how this device is locked, unlocking it, and what to do with somebody else's packs. */

import { Contact, LoggedOut, NoContact, WipeOrdered } from "./contact.js";
import { button, element, megabytes } from "./elements.js";
import { marker } from "./marker.js";
import { askPasskey, passkeysThinkable } from "./prf.js";
import { SHORTEST, WrongWords } from "./vault.js";

const title = (words) => element("h1.shell-title", { tabIndex: -1 }, words);
const text = (...words) => element("p.shell-text", {}, ...words);
const link = (href, words) => element("a.shell-link", { href }, words);

const WIPED = {
  server: "Die Mappen und Notizen auf diesem Gerät wurden gelöscht, weil das Gerät abgemeldet wurde oder Ihr Zugang endete.",
  tries: "Das war fünfmal nicht richtig. Die vertraulichen Daten auf diesem Gerät sind gelöscht. Abgeglichene Notizen sind auf dem Server sicher.",
  logout: "Sie haben sich abgemeldet. Auf diesem Gerät ist nichts mehr gespeichert.",
  offline: "Auf diesem Gerät ist nichts mehr gespeichert. Ohne Netz weiß der Server davon noch nichts: Bitte melden Sie sich mit Netz noch einmal ab.",
  stranger: "Die Mappen der anderen Person sind von diesem Gerät gelöscht.",
  person: "Auf diesem Gerät ist nichts mehr gespeichert.",
};

/** A labelled field whose message names the cure. */
function passphraseField(label, hint, autocomplete) {
  const message = element("p.shell-error", { id: "satz-fehler", role: "alert" });
  const words = element("input.shell-input", { id: "satz", type: "password", autocomplete, required: true, "aria-describedby": "satz-hinweis satz-fehler" });
  const field = element("div.shell-field", {}, element("label", { htmlFor: "satz" }, label), element("p.shell-hint", { id: "satz-hinweis" }, hint), message, words);
  const complain = (sentence) => {
    message.textContent = sentence;
    words.setAttribute("aria-invalid", sentence ? "true" : "false");
    words.focus();
    words.select();
  };
  return { field, words, complain };
}

/** A device that holds nothing yet. */
export function showNew(place, store, done, reason) {
  place.append(title("Sitzungsmappen auf diesem Gerät"));
  if (reason) place.append(element("p.shell-notice", { role: "status" }, WIPED[reason]));
  if (store.evicted) {
    const unsent = marker().unsent ?? 0;
    const notes = unsent ? `Ihre Notizen sind sicher, bis auf ${unsent === 1 ? "eine Änderung, die" : `${unsent} Änderungen, die`} nur hier standen.` : "Ihre Notizen sind sicher.";
    place.append(element("p.shell-notice", { role: "status" }, `Ihr Gerät hat gespeicherte Mappen gelöscht. Neu laden (${megabytes(store.evicted)}). ${notes}`));
  }
  const rest = element("div");
  place.append(rest);
  let alive = true;
  new Contact().me().then(
    ({ wipe }) => alive && rest.replaceChildren(...(wipe ? outside(new WipeOrdered()) : choosing(store, done))),
    (error) => alive && rest.replaceChildren(...outside(error)),
  );
  return () => { alive = false; };
}

function outside(error) {
  if (error instanceof LoggedOut) {
    return [text("Melden Sie sich an, um Ihre Mappen zu lesen und auf diesem Gerät zu speichern."), link(`/anmelden?weiter=${encodeURIComponent(location.pathname)}`, "Anmelden")];
  }
  if (error instanceof NoContact) {
    return [text("Diese Mappe ist auf diesem Gerät nicht gespeichert. Öffnen Sie sie einmal mit Internet."), button("Noch einmal versuchen", () => location.reload())];
  }
  if (error instanceof WipeOrdered) return [text("Dieses Gerät ist abgemeldet. Melden Sie sich neu an, um es wieder zu benutzen."), link("/anmelden?weiter=/mappe/", "Anmelden")];
  return [text(error.message || "Das hat nicht geklappt."), link("/mein", "Zu Mein Bereich")];
}

function choosing(store, done) {
  const { field, words, complain } = passphraseField("Kennsatz für dieses Gerät", `Mindestens ${SHORTEST} Zeichen, zum Beispiel vier Wörter. Nur Sie kennen ihn; niemand kann ihn zurücksetzen.`, "new-password");
  const send = element("button.shell-button.shell-button--second", { type: "submit" }, "Mit Kennsatz schützen");
  const form = element("form", { noValidate: true }, field, send);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if ([...words.value].length < SHORTEST) return complain(`Bitte geben Sie mindestens ${SHORTEST} Zeichen ein.`);
    send.disabled = true;
    await store.setUp({ passphrase: words.value });
    done();
  });
  const message = element("p.shell-error", { role: "alert" });
  const byPasskey = button("Mit Passkey schützen", async () => {
    const passkey = await askPasskey().catch(() => undefined);
    if (passkey) {
      await store.setUp({ passkey });
      done();
    } else {
      message.textContent = passkey === null ? "Dieser Passkey kann Daten nicht schützen. Bitte wählen Sie einen Kennsatz." : "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal oder wählen Sie einen Kennsatz.";
    }
  }, "first");
  const passkeys = element("div.shell-choice", { hidden: true }, element("h2", {}, "Passkey"), text("Ihr Gerät entsperrt die Mappen mit Fingerabdruck, Gesicht oder Geräte-PIN. Einen Passkey richten Sie unter ", link("/mein/konto", "Mein Konto"), " ein."), byPasskey, message);
  passkeysThinkable().then((thinkable) => {
    passkeys.hidden = !thinkable;
    send.classList.toggle("shell-button--first", !thinkable);
  });
  return [
    text("Mappen und Notizen liegen verschlüsselt auf diesem Gerät. Bitte wählen Sie, womit Sie sie öffnen."),
    passkeys,
    element("div.shell-choice", {}, element("h2", {}, "Kennsatz"), form),
    text("Schützen Sie auch das Gerät selbst mit einer Sperre. Auf gemeinsam benutzten Geräten melden Sie sich nach dem Lesen ab."),
  ];
}

/** A locked device. */
export function showDoor(place, store, done) {
  place.append(title("Mappen entsperren"));
  store.locks().then((locks) => place.append(...(locks.includes("passkey") ? passkeyDoor(store, done) : []), ...(locks.includes("words") ? wordsDoor(store, done) : []), forgetting(store)));
  return () => undefined;
}

function passkeyDoor(store, done) {
  const message = element("p.shell-error", { role: "alert" });
  const open = button("Mit Passkey entsperren", async () => {
    message.textContent = "";
    try {
      const answer = await askPasskey(await store.passkey());
      await store.unlock({ secret: answer.secret });
      done();
    } catch {
      message.textContent = "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.";
    }
  }, "first");
  return [element("div.shell-choice", {}, open, message)];
}

function wordsDoor(store, done) {
  const { field, words, complain } = passphraseField("Kennsatz", "Der Kennsatz, den Sie für dieses Gerät gewählt haben.", "current-password");
  const send = element("button.shell-button.shell-button--first", { type: "submit" }, "Entsperren");
  const form = element("form.shell-choice", { noValidate: true }, field, send);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!words.value) return complain("Bitte geben Sie den Kennsatz ein.");
    send.disabled = true;
    try {
      await store.unlock({ passphrase: words.value });
      done();
    } catch (error) {
      if (!(error instanceof WrongWords)) throw error;
      if (error.left) complain(`Das war nicht richtig. Noch ${error.left === 1 ? "1 Versuch" : `${error.left} Versuche`}, dann werden die vertraulichen Daten auf diesem Gerät gelöscht.`);
    } finally {
      send.disabled = false;
    }
  });
  queueMicrotask(() => words.focus());
  return [form];
}

/** What is lost when everything here goes. */
function lossWords() {
  const unsent = marker().unsent ?? 0;
  return unsent ? `${unsent === 1 ? "1 Änderung steht" : `${unsent} Änderungen stehen`} nur auf diesem Gerät und ${unsent === 1 ? "geht" : "gehen"} dabei verloren.` : "Abgeglichene Notizen bleiben auf dem Server.";
}

/* Whoever forgot the passphrase starts again; the server has what was matched. */
function forgetting(store) {
  const warning = lossWords();
  return element("details.shell-details", {}, element("summary", {}, "Kennsatz vergessen oder Passkey verloren?"), text(`Löschen Sie die Daten auf diesem Gerät und richten Sie es neu ein. ${warning}`), button("Daten auf diesem Gerät löschen", () => store.wipe("person"), "danger"));
}

/** Somebody else has logged in on a device that holds packs. */
export function showStranger(place, store, { name }) {
  place.append(
    title("Mappen einer anderen Person"),
    text(`Angemeldet ist ${name}. Auf diesem Gerät liegen die Mappen einer anderen Person; sie werden nicht abgeglichen.`),
    text(`Wenn Sie sie löschen: ${lossWords()}`),
    button("Diese Mappen löschen und neu beginnen", () => store.wipe("stranger"), "danger"),
    button("Gesperrt lassen", () => store.lock()),
  );
  return () => undefined;
}
