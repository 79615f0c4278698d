// Choosing an area of a page with a finger, a pen or the mouse: for scans and pictures, where there is no text to select.

import { build } from "./build.js";
import { percentOf } from "./text_layer.js";
import { placed } from "./marks.js";

const SMALLEST = 1; // percent of the page; less was a tap

/** Let somebody draw a frame on a page: {view, area} in percent, or null when they gave up (Escape, a tap). */
export function chooseArea(reading, frame) {
  return new Promise((resolve) => {
    const ending = new AbortController();
    const views = reading.viewer.drawn;
    const done = (found) => {
      ending.abort();
      frame.classList.remove("reader--framing");
      for (const cover of covers) {
        cover.remove();
      }
      resolve(found);
    };
    const covers = views.map((view) => coverOf(view, done));
    frame.classList.add("reader--framing");
    document.addEventListener("keydown", (event) => event.key === "Escape" && done(null), { signal: ending.signal });
  });
}

function coverOf(view, done) {
  const cover = build("div", { class: "reader-cover" });
  let from = null;
  let shown = null;
  const area = (event) => {
    const [left, right] = [from.x, event.clientX].sort((one, other) => one - other);
    const [top, bottom] = [from.y, event.clientY].sort((one, other) => one - other);
    return percentOf({ left, right, top, bottom }, view.div.getBoundingClientRect());
  };
  cover.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    cover.setPointerCapture(event.pointerId);
    from = { x: event.clientX, y: event.clientY };
    shown = build("div", { class: "reader-mark" });
    cover.append(shown);
  });
  cover.addEventListener("pointermove", (event) => from && placed(shown, area(event)));
  cover.addEventListener("pointerup", (event) => {
    const found = from ? area(event) : null;
    done(found && found.width > SMALLEST && found.height > SMALLEST / 2 ? { view, area: found } : null);
  });
  cover.addEventListener("pointercancel", () => done(null));
  view.div.append(cover);
  return cover;
}
