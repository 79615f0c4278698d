/* Starts the reader: which screen is shown, and what the bar on top says. */

import { closeScreens, show } from "./screens.js";
import { watchIdle } from "./idle.js";
import { Program } from "./program.js";
import { showState } from "./state_line.js";
import { store } from "./store.js";

const bar = {
  state: document.querySelector("[data-state]"),
  login: document.querySelector("[data-login]"),
  lock: document.querySelector("[data-lock]"),
};

function meetingHere() {
  const [, id] = /^\/mappe\/(\d+)$/.exec(location.pathname) ?? [];
  return id ? Number(id) : null;
}

function showAll() {
  showState(bar, store);
  show(meetingHere());
}

/** Go to another screen without leaving the page: the key is only in its memory. */
function go(address) {
  if (address !== location.pathname) history.pushState(null, "", address);
  showAll();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || link.target) return;
  const { origin, pathname } = new URL(link.href);
  if (origin !== location.origin || !/^\/mappe\/\d*$/.test(pathname) || link.hash) return;
  event.preventDefault();
  go(pathname);
});

bar.lock.addEventListener("click", () => store.lock());
// What is being written goes to the disk before the page that writes it goes away.
bar.login.addEventListener("click", async (event) => {
  event.preventDefault();
  await store.lock();
  location.assign(bar.login.href);
});

addEventListener("popstate", showAll);
store.addEventListener("sync", () => showState(bar, store));
store.addEventListener("change", () => showState(bar, store));
for (const event of ["lock", "wipe", "stranger"]) {
  store.addEventListener(event, ({ detail }) => {
    closeScreens();
    showState(bar, store);
    show(meetingHere(), event, detail);
  });
}

await store.start();
watchIdle(store);
const program = new Program((words) => showState(bar, store, words));
store.addEventListener("sync", () => program.contact(store.status().online));
showAll();
