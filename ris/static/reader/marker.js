/* The one thing in localStorage: which device this is, and how much was kept. No names, no titles, no hashes.

It tells a device whose storage the browser cleared from a new one, lets the page's logout warn of unsent notes, and tells
the member's own page which packs are here ("gespeichert, 38 MB, Stand 08:15"; static/offline_state.js). */

const NAME = "sitzungsmappen";

/**
 * `saved` is by the number of the meeting.
 * @returns {{device?: string, bytes?: number, packs?: number, unsent?: number, saved?: Record<string, {bytes: number, whole: boolean, at?: string}>}}
 */
export function marker() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}

export function mark(facts) {
  try {
    localStorage.setItem(NAME, JSON.stringify({ ...marker(), ...facts }));
  } catch {
    // no room or not allowed: then only the two comforts above are missing
  }
}

export function unmark() {
  localStorage.removeItem(NAME);
}

/** The device's own name for the server, made by chance at first use. */
export function device() {
  if (!marker().device) mark({ device: crypto.randomUUID() });
  return marker().device ?? crypto.randomUUID();
}
