// The pen as a tool: its row of colours, undo and redo, and the drawing of each page kept as a note of its own.

import { build, signButton } from "./build.js";
import { COLOURS, InkLayer, touches, WIDTHS } from "./ink.js";
import { pageMark } from "./anchoring.js";
import { isForeign } from "./notes.js";
import { newNote, pageSelector } from "./selectors.js";

const LARGEST = 190_000; // letters of one drawing; the server takes 200 kB

export class Drawing {
  tool = { on: false, erasing: false, colour: COLOURS[0][0], width: WIDTHS[1][0] };
  #reading;
  #notes;
  #texts;
  #layers = new Map();
  #past = [];
  #future = [];
  #saving = Promise.resolve();
  #buttons = {};

  constructor(reading, notes, texts, row) {
    this.#reading = reading;
    this.#notes = notes;
    this.#texts = texts;
    this.row = row;
    this.#fillRow();
    reading.addEventListener("drawn", ({ detail }) => this.#draw(detail.view));
    notes.addEventListener("change", () => this.#again());
  }

  /** Take the pen into the hand, or put it away. */
  toggle() {
    this.tool.on = !this.tool.on;
    this.row.hidden = !this.tool.on;
    this.#again();
    return this.tool.on;
  }

  async undo() {
    await this.#back(this.#past, this.#future);
  }

  async redo() {
    await this.#back(this.#future, this.#past);
  }

  #fillRow() {
    const colours = COLOURS.map(([colour, name]) => this.#choice("colour", colour, name, "reader-colour"));
    const widths = WIDTHS.map(([width, name]) => this.#choice("width", width, name, "reader-width"));
    const rub = signButton("rub", "Radiergummi", () => this.#erase(), { "aria-pressed": "false" });
    const undo = signButton("undo", "Strich zurücknehmen", () => this.undo());
    const redo = signButton("redo", "Strich wiederherstellen", () => this.redo());
    this.#buttons = { colours, widths, rub };
    this.row.replaceChildren(...colours, ...widths, rub, undo, redo);
    this.#press();
  }

  #choice(kind, value, name, style) {
    const dot = build("span", { class: "reader-dot" });
    if (kind === "colour") {
      dot.style.background = value;
    } else {
      dot.style.height = `${Math.max(2, value * 6)}px`;
    }
    const button = build("button", { type: "button", class: `reader-sign ${style}`, "aria-label": kind === "colour" ? `Farbe ${name}` : `Strich ${name}` }, dot);
    button.addEventListener("click", () => {
      this.tool[kind] = value;
      this.tool.erasing = false;
      this.#press();
    });
    return button;
  }

  #erase() {
    this.tool.erasing = !this.tool.erasing;
    this.#press();
  }

  #press() {
    const { colours, widths, rub } = this.#buttons;
    colours.forEach((button, at) => button.setAttribute("aria-pressed", String(!this.tool.erasing && COLOURS[at][0] === this.tool.colour)));
    widths.forEach((button, at) => button.setAttribute("aria-pressed", String(WIDTHS[at][0] === this.tool.width)));
    rub.setAttribute("aria-pressed", String(this.tool.erasing));
  }

  #again() {
    for (const view of this.#reading.viewer.drawn) {
      this.#draw(view);
    }
  }

  #draw(view) {
    const { stretch } = this.#reading;
    if (!stretch || !view.div || !this.#reading.pdf) {
      return;
    }
    const drawings = this.#drawings(stretch, view.id);
    let layer = this.#layers.get(view.id);
    if (!layer?.svg.isConnected || layer.svg.parentElement !== view.div) {
      layer = new InkLayer(view.div, this.tool, {
        finished: (stroke) => this.#changed(stretch, view.id, (strokes) => [...strokes, stroke]),
        erased: (point) => this.#rubbed(stretch, view.id, point),
      });
      this.#layers.set(view.id, layer);
      view.div.append(layer.svg);
    }
    layer.show(drawings.flatMap(strokesOf));
    layer.svg.classList.toggle("reader-ink--on", this.tool.on);
  }

  #drawings(stretch, page) {
    return this.#notes.onPage(stretch, page).filter((note) => note.motivation === "drawing");
  }

  #rubbed(stretch, page, point) {
    const own = this.#own(stretch, page);
    if (own && strokesOf(own).some((stroke) => touches(stroke.points, point))) {
      this.#changed(stretch, page, (strokes) => strokes.filter((stroke) => !touches(stroke.points, point)));
    }
  }

  #own(stretch, page) {
    return this.#drawings(stretch, page).find((note) => !isForeign(note)) ?? null;
  }

  /** One change after another, each from what the last one left. */
  #changed(stretch, page, change, { remember = true } = {}) {
    // One that failed was told of; the next stroke is tried all the same.
    const rested = this.#saving.catch(() => null);
    this.#saving = rested.then(async () => {
      const note = this.#own(stretch, page);
      const before = note ? strokesOf(note) : [];
      const after = change(before);
      if (remember) {
        this.#past.push({ stretch, page, strokes: before });
        this.#future.length = 0;
      }
      await this.#keep(note, stretch, page, after);
    });
    return this.#saving;
  }

  async #keep(note, stretch, page, strokes) {
    if (!strokes.length) {
      if (note) {
        await this.#notes.remove(note);
      }
      return;
    }
    const texts = await this.#texts.squeezedOf(stretch.document);
    const ink = { strokes: strokes.map((each) => each.points), pens: strokes.map((each) => [each.colour, each.width]), ...last(strokes), page_text: pageMark(texts?.[page - 1] ?? "") };
    if (JSON.stringify(ink).length > LARGEST) {
      this.row.dispatchEvent(new CustomEvent("full"));
      return;
    }
    const fresh = note ?? newNote(this.#reading.plan, "drawing", { stretch, selectors: [pageSelector(page)] });
    await this.#notes.save({ ...fresh, "ris:ink": ink });
  }

  async #back(from, to) {
    const step = from.pop();
    if (!step) {
      return;
    }
    await this.#saving.catch(() => null);
    const own = this.#own(step.stretch, step.page);
    to.push({ ...step, strokes: own ? strokesOf(own) : [] });
    await this.#changed(step.stretch, step.page, () => step.strokes, { remember: false });
  }
}

/** The strokes of a drawing with the pen each was made with. */
export function strokesOf(note) {
  const { strokes, pens = [], colour, width } = note["ris:ink"] ?? { strokes: [] };
  return strokes.map((points, at) => ({ points, colour: pens[at]?.[0] ?? colour, width: pens[at]?.[1] ?? width }));
}

/** Colour and width of the drawing as a whole, for readers that know one pen only. */
function last(strokes) {
  const { colour, width } = strokes.at(-1);
  return { colour, width };
}
