/* The list of packs: what there is, what of it is on this device, and one button to read. */

import { button, element, megabytes } from "./elements.js";

const DAY = { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: "Europe/Berlin" };
const CLOCK = { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" };

const when = (moment) => {
  const date = new Date(moment);
  return `${date.toLocaleDateString("de-DE", DAY)}, ${date.toLocaleTimeString("de-DE", CLOCK)} Uhr`;
};

/** What is said of a pack on this device. */
function stateOf(pack, { progress, noRoom }) {
  const { saved } = pack;
  if (progress?.meeting === pack.meeting) return `wird gespeichert: ${megabytes(progress.done)} von ${megabytes(progress.total)}`;
  if (saved.whole) return `gespeichert, ${megabytes(saved.bytes)}${saved.at ? `, Stand ${when(saved.at)}` : ""}`;
  if (noRoom) return `nicht gespeichert (${megabytes(pack.bytes)}): Auf diesem Gerät ist kein Platz mehr. Online lesen geht.`;
  if (saved.bytes) return `zum Teil gespeichert, ${megabytes(saved.bytes)} von ${megabytes(pack.bytes)}`;
  return `nicht gespeichert, ${megabytes(pack.bytes)}`;
}

function line(pack, store, status, first) {
  const facts = [pack.organization === pack.title ? null : pack.organization, when(pack.start), pack.place].filter(Boolean).join(" · ");
  const read = element(`a.shell-button.shell-button--${first ? "first" : "second"}`, { href: `/mappe/${pack.meeting}` }, "Mappe lesen", element("span.shell-aside", {}, `: ${pack.title}, ${when(pack.start)}`));
  const keep = pack.saved.whole || status.progress?.meeting === pack.meeting ? null : button(`Speichern (${megabytes(pack.bytes - pack.saved.bytes)})`, () => store.keepPack(pack.meeting));
  keep?.append(element("span.shell-aside", {}, `: ${pack.title}, ${when(pack.start)}`));
  return element(
    "li.shell-pack",
    {},
    element("h2.shell-pack__title", {}, pack.title),
    element("p.shell-pack__facts", {}, facts),
    element("p.shell-pack__state", {}, `${pack.documents} Unterlagen · ${stateOf(pack, status)}`),
    pack.closed ? element("p.shell-pack__facts", {}, "Enthält nichtöffentliche Unterlagen") : null,
    element("p.shell-pack__steps", {}, read, keep),
  );
}

/* Shared tablets: who leaves takes everything along. What would be lost is said before. */
function leaving(store) {
  const said = element("p.shell-text");
  const say = () => {
    const { unsent } = store.status();
    const lost = unsent === 1 ? "1 Änderung steht nur auf diesem Gerät und geht dabei verloren." : `${unsent} Änderungen stehen nur auf diesem Gerät und gehen dabei verloren.`;
    said.textContent = `Alle Mappen und Notizen werden von diesem Gerät gelöscht. ${unsent ? lost : "Ihre Notizen sind auf dem Server gespeichert."}`;
  };
  const details = element("details.shell-details", { ontoggle: say }, element("summary", {}, "Abmelden"), said, button("Abmelden und alles hier löschen", () => store.logOut(), "danger"));
  store.addEventListener("sync", say);
  say();
  return details;
}

/** @returns {() => void} takes it down */
export function showShelf(place, store) {
  const notice = element("div");
  const list = element("ol.shell-packs");
  const empty = element("p.shell-text");
  place.append(element("h1.shell-title", { tabIndex: -1 }, "Sitzungsmappen"), notice, empty, list, leaving(store));
  let drawn = "";

  function draw() {
    const status = store.status();
    const packs = store.packs().sort((one, other) => one.start.localeCompare(other.start));
    const next = packs.find((pack) => Date.parse(pack.start) > store.now() - 8 * 3_600_000);
    const now = JSON.stringify([packs.map((pack) => [pack.meeting, pack.digest, pack.title, pack.start, pack.place, pack.bytes, stateOf(pack, status)]), store.evicted, status.online, status.lastContact === null]);
    if (now === drawn) return;
    drawn = now;
    const focus = document.activeElement?.closest?.(".shell-pack") ? [...list.querySelectorAll("a, button")].indexOf(document.activeElement) : -1;
    list.replaceChildren(...packs.map((pack) => line(pack, store, status, pack === next)));
    if (focus >= 0) list.querySelectorAll("a, button")[focus]?.focus();
    empty.textContent = packs.length ? "" : emptyWords(status);
    notice.replaceChildren(...(store.evicted ? lost() : []));
  }

  function lost() {
    const again = button(`Neu laden (${megabytes(store.evicted)})`, () => { store.loadAgain(); draw(); });
    return [element("div.shell-notice", { role: "status" }, element("p", {}, "Ihr Gerät hat gespeicherte Mappen gelöscht. Ihre Notizen sind sicher."), again)];
  }

  function emptyWords({ online, lastContact }) {
    if (lastContact === null) return online ? "Ihre Mappen werden geladen …" : "Auf diesem Gerät ist keine Mappe gespeichert. Öffnen Sie sie einmal mit Internet.";
    return "Zurzeit gibt es keine Mappe für Sie. Sobald eine Einladung verschickt ist, steht die Mappe hier.";
  }

  draw();
  for (const event of ["sync", "change"]) store.addEventListener(event, draw);
  return () => { for (const event of ["sync", "change"]) store.removeEventListener(event, draw); };
}
