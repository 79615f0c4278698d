/* Locks when nobody has touched the device for a while: a tablet left on a table is an open pack. */

const AFTER = 15 * 60_000;
const LOOK = 15_000;

/** @param {import("./store.js").store} store */
export function watchIdle(store) {
  let last = Date.now();
  const touched = () => { last = Date.now(); };
  for (const event of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"]) addEventListener(event, touched, { passive: true, capture: true });
  // A sleeping page has no timers; it looks as soon as it wakes. A clock set back locks too: nobody knows how long it was.
  const look = () => {
    const passed = Date.now() - last;
    if (passed > AFTER || passed < -LOOK) store.lock();
    if (store.state !== "open") touched();
  };
  setInterval(look, LOOK);
  document.addEventListener("visibilitychange", look);
}
