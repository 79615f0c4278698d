/* The state in words, always in the same place: saved and matched, being matched, or only here. */

import { NOT_KEPT } from "./program.js";

const count = (number) => (number === 1 ? "1 Änderung" : `${number} Änderungen`);

/** What the line says. @returns {{words: string, kind: "calm"|"busy"|"away"|"warn", login: boolean}} */
export function stateWords({ state, status, program }) {
  if (state !== "open") return { words: program ?? "", kind: "calm", login: false };
  const { online, loggedOut, busy, noRoom, refusal, unsent, stuck, progress } = status;
  if (!online) return { words: unsent ? `Offline – ${count(unsent)} nur auf diesem Gerät` : "Offline – alles abgeglichen", kind: "away", login: false };
  if (loggedOut) {
    const why = unsent ? `, damit ${count(unsent)} abgeglichen werden` : ", um neue Unterlagen zu erhalten";
    return { words: `Bitte melden Sie sich wieder an${unsent === 1 ? why.replace("werden", "wird") : why}.`, kind: "warn", login: true };
  }
  if (refusal) return { words: refusal, kind: "warn", login: false };
  if (stuck.length) return { words: `${stuck.length === 1 ? "1 Notiz ist" : `${stuck.length} Notizen sind`} nur auf diesem Gerät: ${stuck[0]}`, kind: "warn", login: false };
  if (progress) {
    const part = Math.round((100 * progress.done) / Math.max(1, progress.total));
    return { words: `Mappe wird gespeichert … ${part - (part % 10)} %`, kind: "busy", login: false };
  }
  if (unsent) return { words: busy ? "Wird abgeglichen …" : `${count(unsent)} nur auf diesem Gerät`, kind: "busy", login: false };
  if (noRoom) return { words: "Auf diesem Gerät ist kein Platz mehr. Sie lesen weiter, solange Sie online sind.", kind: "warn", login: false };
  if (status.lastContact === null) return { words: "Wird abgeglichen …", kind: "busy", login: false };
  if (NOT_KEPT.has(program)) return { words: program, kind: "busy", login: false };
  return { words: `Gespeichert und abgeglichen${program ? ` · ${program}` : ""}`, kind: "calm", login: false };
}

let program = "";

/** @param {{state: HTMLElement, login: HTMLAnchorElement, lock: HTMLElement}} bar */
export function showState(bar, store, news) {
  program = news ?? program;
  const { words, kind, login } = stateWords({ state: store.state, status: store.status(), program });
  if (bar.state.textContent !== words) bar.state.textContent = words; // the same words twice would be read aloud twice
  bar.state.dataset.kind = kind;
  bar.lock.hidden = store.state !== "open";
  bar.login.hidden = !login;
  bar.login.href = `/anmelden?weiter=${encodeURIComponent(location.pathname)}`;
}
