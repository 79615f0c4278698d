/* What this device keeps of each pack, on the member's own page. The reader leaves it in localStorage (reader/marker.js):
   numbers and times, no words. */

const NAME = "sitzungsmappen";
const HINT = "sitzungsmappen-hinweis";
const SIZES = ["Byte", "KB", "MB", "GB"];

function kept() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}

function size(bytes) {
  let step = 0;
  for (; bytes >= 1000 && step < SIZES.length - 1; step += 1) bytes /= 1000;
  return `${bytes.toLocaleString("de-DE", { maximumFractionDigits: bytes < 10 && step ? 1 : 0 })} ${SIZES[step]}`;
}

function moment(iso) {
  const at = new Date(iso);
  const clock = at.toLocaleTimeString("de-DE", { hour: "2-digit", minute: "2-digit" });
  const today = at.toDateString() === new Date().toDateString();
  return today ? clock : `${at.toLocaleDateString("de-DE", { day: "numeric", month: "long" })}, ${clock}`;
}

function words(pack, asOf) {
  if (!pack) return "Auf diesem Gerät nicht gespeichert.";
  if (!pack.whole) return `Auf diesem Gerät erst teilweise gespeichert (${size(pack.bytes)}). Öffnen Sie die Mappe mit Internet.`;
  if (!Date.parse(pack.at)) return `Auf diesem Gerät gespeichert, ${size(pack.bytes)}.`;
  const said = `Auf diesem Gerät gespeichert, ${size(pack.bytes)}, Stand ${moment(pack.at)} Uhr.`;
  return Date.parse(asOf) > Date.parse(pack.at) ? `${said} Es gibt Neueres: Öffnen Sie die Mappe mit Internet.` : said;
}

const { device, saved = {} } = kept();
if (device) {
  for (const place of document.querySelectorAll("[data-pack]")) {
    place.textContent = words(saved[place.dataset.pack], place.dataset.asOf);
    place.hidden = false;
  }
}

/* Where the reader is on the home screen already nobody needs the hint; else it stands open once. */
const hint = document.querySelector("[data-install]");
if (hint) {
  const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
  try {
    if (installed) hint.hidden = true;
    else if (!localStorage.getItem(HINT)) hint.open = true;
    localStorage.setItem(HINT, "1");
  } catch {
    // not allowed to remember: it stays closed
  }
}
