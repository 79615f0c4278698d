// Drawing on pages: the pen draws, the finger scrolls, the mouse draws while the tool is on.
// Strokes are numbers in percent of the page: small, sharp at every zoom, and undone one by one.

import { drawn } from "./build.js";

const HEIGHT = 1000; // units of a page's height in the drawing; its width follows the page
const NEAR = 1.2; // percent of the page: what the eraser touches
const FINE = 0.08; // percent: points nearer than that add nothing

export const COLOURS = [
  ["#1b3fae", "Blau"],
  ["#b3261e", "Rot"],
  ["#1a1a1a", "Schwarz"],
  ["#1e7b34", "Grün"],
];
export const WIDTHS = [
  [0.25, "fein"],
  [0.5, "mittel"],
  [1.6, "breit"],
];

/** The drawing layer of one page: shows strokes and takes new ones. `finished(points)` and `erased(index)` hear of changes. */
export class InkLayer {
  #page;
  #tool;
  #heard;
  #stroke = null;
  #path = null;

  constructor(page, tool, heard) {
    this.#page = page;
    this.#tool = tool;
    this.#heard = heard;
    this.svg = drawn("svg", { class: "reader-ink", "aria-hidden": "true", preserveAspectRatio: "none" });
    this.#measure();
    const options = { passive: false };
    this.svg.addEventListener("pointerdown", (event) => this.#begin(event));
    this.svg.addEventListener("pointermove", (event) => this.#move(event));
    this.svg.addEventListener("pointerup", () => this.#end());
    this.svg.addEventListener("pointercancel", () => this.#end());
    // Pointer events alone cannot keep a pen from scrolling where fingers may.
    this.svg.addEventListener("touchstart", (event) => this.#stroke && event.preventDefault(), options);
    this.svg.addEventListener("touchmove", (event) => this.#stroke && event.preventDefault(), options);
  }

  /** Show the strokes of all drawings of this page: [{points, colour, width, key}]. */
  show(strokes) {
    this.svg.replaceChildren(...strokes.map((stroke) => this.#pathOf(stroke)));
  }

  #measure() {
    const { width, height } = this.#page.getBoundingClientRect();
    this.ratio = width / (height || 1);
    this.svg.setAttribute("viewBox", `0 0 ${Math.round(HEIGHT * this.ratio)} ${HEIGHT}`);
  }

  #pathOf({ points, colour, width }) {
    return drawn("path", {
      d: pathOf(points, HEIGHT * this.ratio, HEIGHT),
      stroke: colour,
      "stroke-width": String((width / 100) * HEIGHT),
      "stroke-opacity": width > 1 ? "0.35" : "1", // the broad pen is a highlighter
    });
  }

  #begin(event) {
    if (event.pointerType === "touch" || event.button > 0 || !this.#tool.on) {
      return;
    }
    event.preventDefault();
    this.svg.setPointerCapture(event.pointerId);
    this.#stroke = { points: this.#point(event), colour: this.#tool.colour, width: this.#tool.width };
    if (!this.#tool.erasing) {
      this.#path = this.#pathOf(this.#stroke);
      this.svg.append(this.#path);
    }
  }

  #move(event) {
    if (!this.#stroke) {
      return;
    }
    event.preventDefault();
    if (this.#tool.erasing) {
      this.#heard.erased(this.#point(event));
      return;
    }
    const coalesced = event.getCoalescedEvents?.() ?? [];
    for (const each of coalesced.length ? coalesced : [event]) {
      this.#add(this.#point(each));
    }
    this.#path.setAttribute("d", pathOf(this.#stroke.points, HEIGHT * this.ratio, HEIGHT));
  }

  #add([x, y, pressure]) {
    const { points } = this.#stroke;
    const [lastX, lastY] = points.slice(-3);
    if (Math.hypot(x - lastX, y - lastY) > FINE) {
      points.push(x, y, pressure);
    }
  }

  #end() {
    const stroke = this.#stroke;
    this.#stroke = null;
    this.#path = null;
    if (stroke && !this.#tool.erasing) {
      this.#heard.finished(stroke);
    }
  }

  #point(event) {
    const frame = this.#page.getBoundingClientRect();
    const percent = (value, whole) => Math.round((value / whole) * 10_000) / 100;
    const pressure = Math.round((event.pressure || 0.5) * 100) / 100;
    return [percent(event.clientX - frame.left, frame.width), percent(event.clientY - frame.top, frame.height), pressure];
  }
}

/** A stroke as an SVG path: through the middles of its points, so that corners are round. */
export function pathOf(points, width, height) {
  const at = (index) => [(points[index] / 100) * width, (points[index + 1] / 100) * height].map((value) => Math.round(value * 10) / 10);
  const [firstX, firstY] = at(0);
  let path = `M${firstX} ${firstY}`;
  for (let index = 3; index + 3 < points.length; index += 3) {
    const [x, y] = at(index);
    const [nextX, nextY] = at(index + 3);
    path += `Q${x} ${y} ${(x + nextX) / 2} ${(y + nextY) / 2}`;
  }
  const [lastX, lastY] = at(points.length - 3);
  return `${path}L${lastX} ${lastY}${points.length === 3 ? "h0.1" : ""}`;
}

/** Whether a stroke passes a point so nearly that the eraser takes it. */
export function touches(points, [x, y]) {
  for (let index = 0; index < points.length; index += 3) {
    if (Math.hypot(points[index] - x, points[index + 1] - y) < NEAR) {
      return true;
    }
  }
  return false;
}
