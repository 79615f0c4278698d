/* Keeps the reader's page and program for offline use. Never data: what somebody reads stands sealed in IndexedDB. */

const PROGRAM = {{ program|tojson }};
const PAGE = "/mappe/";
const OTHERS = {{ [site.colour_sheet, site.crest]|select|list|tojson }};
const CACHE = `mappe-${PROGRAM.version}`;

addEventListener("install", (event) => {
  const wanted = [PAGE, ...OTHERS, ...PROGRAM.files.map((name) => PROGRAM.root + name)];
  // Whole or not at all: a reader that misses a module would not start in the cellar.
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(wanted.map((address) => new Request(address, { cache: "no-cache" })))));
});

/* No skipWaiting: the version in use stays until its last window is closed. */
addEventListener("activate", (event) => {
  const old = async () => {
    for (const name of await caches.keys()) if (name.startsWith("mappe-") && name !== CACHE) await caches.delete(name);
    await clients.claim();
  };
  event.waitUntil(old());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (/^\/mappe\/\d*$/.test(pathname)) event.respondWith(kept(PAGE, request));
  } else if (pathname.startsWith("/mappe/programm/")) {
    event.respondWith(kept(pathname, request, true));
  } else if (OTHERS.includes(pathname)) {
    event.respondWith(kept(pathname, request));
  }
});

/* What is here comes from here: page and modules of one version, whatever the server has become meanwhile. */
async function kept(address, request, keep = false) {
  const cache = await caches.open(CACHE);
  const here = await cache.match(address);
  if (here) return here;
  const answer = await fetch(request);
  if (keep && answer.status === 200) await cache.put(address, answer.clone());
  return answer;
}

/* A notice is words the server chose to be read on a locked screen; it never says what a paper is about. */
addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // not ours; the browser wants a notice all the same
  }
  const title = told.title || "Neues in Ihrem Ratsinformationssystem";
  event.waitUntil(registration.showNotification(title, { body: told.body, tag: told.tag, lang: "de", data: { url: told.url } }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const wanted = new URL(event.notification.data?.url || "/mein", location.origin);
  if (wanted.origin === location.origin) event.waitUntil(clients.openWindow(wanted.href));
});
