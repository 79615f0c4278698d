/* What time it is, though the device's clock may be wrong. The server's word counts; without it time never runs backwards. */

import { read, write } from "./database.js";

let offset = 0;
let latest = 0;
let since = performance.now();

/** Milliseconds since 1970. A clock set back keeps no pack for ever: the latest time seen goes on from where it was. */
export function now() {
  return Math.max(Date.now() + offset, latest + performance.now() - since);
}

/** Remember from the last time; asked once when the reader starts. */
export async function wind() {
  const kept = await read("door", "clock");
  if (!kept) return;
  offset = kept.offset;
  latest = kept.latest;
  since = performance.now();
}

/** The server said what time it is: from now on that counts, also where it is earlier than what the device believed. */
export async function told(moment) {
  const server = Date.parse(moment);
  if (Number.isNaN(server)) return;
  offset = server - Date.now();
  latest = server;
  since = performance.now();
  await keep();
}

/** Write down how late it has become. */
export async function keep() {
  latest = now();
  since = performance.now();
  await write([["door", "clock", { offset, latest }]]);
}
