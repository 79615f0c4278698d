/* One screen at a time in the same place: coming in, the list of packs, a pack. */

import { showDoor, showNew, showStranger } from "./door_screen.js";
import { showShelf } from "./shelf_screen.js";
import { store } from "./store.js";

const place = document.querySelector("#mappe");
let close = () => undefined;
let shown = "";

/** Take down what is shown; the next screen begins with an empty place. */
export function closeScreens() {
  close();
  close = () => undefined;
  shown = "";
  place.replaceChildren();
}

/** Show what belongs here. @param {?number} meeting @param {string} [event] what made it necessary */
export async function show(meeting, event, detail) {
  const wanted = event === "stranger" ? "stranger" : store.state === "open" ? `open ${meeting ?? ""}` : store.state;
  if (wanted === shown && !event) return;
  closeScreens();
  shown = wanted;
  document.body.dataset.screen = wanted.split(" ")[0] === "open" ? (meeting ? "pack" : "shelf") : "door";
  const done = () => show(meeting);
  if (wanted === "stranger") close = showStranger(place, store, detail);
  else if (store.state === "new") close = showNew(place, store, done, detail?.reason);
  else if (store.state === "locked") close = showDoor(place, store, done);
  else if (meeting === null) close = showShelf(place, store);
  else await openPack(meeting, wanted);
  if (shown === wanted && store.state !== "open") place.querySelector("h1")?.focus();
}

async function openPack(meeting, wanted) {
  const { openReader } = await import("./screen.js");
  if (shown !== wanted) return; // somebody went on meanwhile
  const leaving = new AbortController();
  close = () => {
    store.attend(null);
    leaving.abort();
  };
  store.attend(meeting);
  await openReader(place, store, meeting, leaving.signal);
  if (!leaving.signal.aborted) await store.keepOpened(meeting);
}
