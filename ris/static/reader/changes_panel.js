// The panel of changed pages, and which old page belongs beside a new one.

import { showChanges, showOldAndNew } from "./changes.js";

/** Fill the panel for a screen. */
export function showChangesPanel(place, screen) {
  showChanges(place, screen.reading.stretches, {
    open: ({ stretch, page }) => screen.reading.go(stretch, page),
    beside: (change) => showBesideOn(screen, change),
  });
}

/** Old and new beside each other, on a screen. */
export function showBesideOn(screen, change) {
  return showOldAndNew(screen.parts.frame, screen.store, change, oldPageOf(change));
}

/** The page before the change, as the server's comparison names it: {hash, page}, page 0 for a page that is new. */
function oldPageOf({ stretch, page }) {
  const { since_hash: hash, pages, old } = stretch.document.changed;
  return { hash, page: old[pages.indexOf(page)] };
}
