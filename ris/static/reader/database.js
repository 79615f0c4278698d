/* The reader's IndexedDB, as promises. Knows nothing of what it keeps: names come in as HMACs, values come in sealed. */

const NAME = "sitzungsmappen";
const SHELVES = ["door", "shelf", "papers", "texts", "notes", "outbox"];

/** The browser has no room for us, or wants to give none. */
export class NoRoom extends Error {}

/** @typedef {[shelf: string, key: string, value: any]} Step  what is to be written; a value of undefined deletes. */

/** Everything was deleted while somebody was still about to write. */
export class Erased extends Error {}

let opening = null;
let erased = false;

function opened() {
  if (erased) throw new Erased();
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const shelf of SHELVES) request.result.createObjectStore(shelf);
    };
    request.onsuccess = () => {
      const database = request.result;
      // Another window wipes the device: whoever holds on would keep it from doing so.
      database.onversionchange = () => { database.close(); opening = null; };
      // The browser took it away; the next question finds an empty one, and store.js says so.
      database.onclose = () => { opening = null; };
      resolve(database);
    };
    request.onerror = () => { opening = null; reject(named(request.error)); };
  });
  return opening;
}

function named(error) {
  return error?.name === "QuotaExceededError" ? new NoRoom() : error;
}

async function transaction(shelves, mode, work) {
  for (const again of [true, false]) {
    const database = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const running = database.transaction(shelves, mode, { durability: "strict" }); // a note must outlive a power cut
        const result = work(running);
        running.oncomplete = () => resolve(result());
        running.onabort = () => reject(named(running.error));
      });
    } catch (error) {
      if (!again || error?.name !== "InvalidStateError") throw named(error);
      opening = null; // the connection was closed behind our back
    }
  }
}

/** From now on there is something to keep: made anew after everything was deleted. */
export function begin() {
  erased = false;
}

/** One value, or undefined. */
export const read = (shelf, key) => transaction([shelf], "readonly", (running) => {
  const request = running.objectStore(shelf).get(key);
  return () => request.result;
});

/** All keys of a shelf. @returns {Promise<string[]>} */
export const keys = (shelf) => transaction([shelf], "readonly", (running) => {
  const request = running.objectStore(shelf).getAllKeys();
  return () => request.result;
});

/** All pairs of a shelf, as one moment saw them. @returns {Promise<[string, any][]>} */
export const pairs = (shelf) => transaction([shelf], "readonly", (running) => {
  const store = running.objectStore(shelf);
  const names = store.getAllKeys();
  const values = store.getAll();
  return () => names.result.map((name, place) => [name, values.result[place]]);
});

/** All of these or none of these. @param {Step[]} steps */
export async function write(steps) {
  if (!steps.length) return;
  const shelves = [...new Set(steps.map(([shelf]) => shelf))];
  await transaction(shelves, "readwrite", (running) => {
    for (const [shelf, key, value] of steps) {
      if (value === undefined) running.objectStore(shelf).delete(key);
      else running.objectStore(shelf).put(value, key);
    }
    return () => undefined;
  });
}

/** From now on nothing is written here: another window has deleted everything, or is about to. */
export async function stop() {
  erased = true; // also for a round that is still under way
  if (opening) (await opening.catch(() => null))?.close();
  opening = null;
}

/** Everything goes, the database itself too: an empty one would still tell that there were packs here. */
export async function erase() {
  await stop();
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = resolve;
    request.onerror = () => reject(request.error);
  });
}
