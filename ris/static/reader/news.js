// A supplement that comes while somebody reads is told and not put under their eyes; a pack that was taken back goes at once.

import { build, wordButton } from "./build.js";

/** Watch the plan of a screen's pack; `again` opens the pack anew, or says that it is not here any more. */
export function watchPlan({ store, reading, parts, signal }, meeting, again) {
  const look = async ({ detail }) => {
    if (!detail?.meetings?.includes(meeting)) {
      return;
    }
    const plan = await store.pack(meeting);
    if (signal.aborted) {
      return;
    }
    if (!plan || isShort(plan, reading.plan)) {
      await again(); // its bytes have just left the device: what was taken back is not read to its end
    } else if (papersOf(plan) !== papersOf(reading.plan) && !parts.news.childElementCount) {
      parts.news.append(build("span", {}, "Die Mappe wurde ergänzt oder geändert."), wordButton("Jetzt zeigen", again));
    }
  };
  store.addEventListener("change", look, { signal });
}

/** Whether a document is gone; another version of it is still the same document. */
function isShort(plan, shown) {
  const files = ({ items }) => items.flatMap((item) => item.documents.map(({ file }) => file));
  const here = new Set(files(plan));
  return files(shown).some((file) => !here.has(file));
}

/** What somebody reads; not what they have read of it, which is part of a plan's digest. */
function papersOf({ items, supplements }) {
  const documents = (item) => item.documents.map(({ hash, name }) => [hash, name]);
  return JSON.stringify([supplements, items.map((item) => [item.id, item.number, item.title, item.closed, documents(item)])]);
}
