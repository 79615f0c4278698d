// The reader's screen: one pack as one continuous reading, with notes, search, pen and what was changed.
// Puts the parts together; each of them knows only its own work.

import { markPlace, showAgenda } from "./agenda.js";
import { Called } from "./called.js";
import { Drawing } from "./drawing.js";
import { buildFrame } from "./frame.js";
import { listenToKeys } from "./keys.js";
import { Marking } from "./marking.js";
import { Marks } from "./marks.js";
import { fillMore, isDark } from "./more.js";
import { Notes } from "./notes.js";
import { NotesDesk } from "./notes_desk.js";
import { Other } from "./other.js";
import { Pager } from "./pager.js";
import { Panels } from "./panels.js";
import { Reading, resume } from "./reading.js";
import { reanchor } from "./reanchoring.js";
import { Search } from "./search.js";
import { build } from "./build.js";
import { showBesideOn, showChangesPanel } from "./changes_panel.js";
import { Texts } from "./texts.js";
import { watchPlan } from "./news.js";

const WIDE = "(min-width: 62rem)";
const UNKEPT = "Nicht gespeichert. Vielleicht ist auf diesem Gerät kein Platz mehr: Löschen Sie anderes und versuchen Sie es noch einmal.";

/** Show the pack of a meeting in an element until `left` is aborted; somebody may go on before it is there. */
export async function openReader(element, store, meeting, left) {
  const plan = await store.pack(meeting);
  if (left.aborted) {
    return;
  }
  if (!plan) {
    element.replaceChildren(notHere());
    return;
  }
  const ending = new AbortController();
  const parts = buildFrame(element, plan);
  parts.frame.classList.toggle("reader--dark", isDark());
  const reading = await Reading.begin(plan, store, parts.pages, new Other(parts.other));
  const screen = new Screen(parts, reading, store, ending.signal);
  const close = () => screen.close(ending);
  if (left.aborted) {
    await close();
    return;
  }
  left.addEventListener("abort", close, { once: true, signal: ending.signal });
  await screen.begin(meeting, async () => {
    await close();
    if (!left.aborted) {
      await openReader(element, store, meeting, left);
    }
  });
}

function notHere() {
  return build(
    "div",
    { class: "reader-none" },
    build("h1", { class: "shell-title", tabIndex: -1 }, "Sitzungsmappe"),
    build("p", {}, "Diese Mappe ist auf diesem Gerät nicht gespeichert. Öffnen Sie sie einmal mit Internet."),
    build("p", {}, build("a", { href: "/mappe/", class: "shell-link" }, "Zu den Sitzungsmappen")),
  );
}

class Screen {
  constructor(parts, reading, store, signal) {
    Object.assign(this, { parts, reading, store, signal });
    this.texts = new Texts(store);
    this.notes = new Notes(store, reading.plan, reading.stretches);
    this.panels = new Panels(parts);
    this.drawing = new Drawing(reading, this.notes, this.texts, parts.ink);
    this.marking = new Marking(reading, this.texts, this.notes);
    this.called = new Called(parts.called, reading);
    this.desk = new NotesDesk(this);
    this.marks = new Marks(reading, this.notes, (note) => this.desk.open(note));
    this.desk.watchSelection();
    this.search = new Search(reading, this.texts, (hit) => this.jumpTo(hit));
    this.pager = new Pager(parts, reading, (change) => showBesideOn(this, change));
  }

  /** Everything in its place: panels, agenda, the page somebody stopped at; then the rest of the work, quietly. */
  async begin(meeting, again) {
    this.addPanels();
    this.listen(meeting);
    watchPlan(this, meeting, again);
    listenToKeys(this);
    this.showAgenda();
    this.resize();
    await this.notes.load();
    const position = await this.store.readPosition(meeting);
    const { stretch, page } = resume(this.reading.stretches, position);
    if (stretch) {
      await this.reading.go(stretch, page);
    } else {
      this.parts.bar.replaceChildren(build("p", {}, "Zu dieser Sitzung gibt es noch keine Unterlagen."));
    }
    if (location.hash === "#geaendert") {
      this.panels.show("changes", { quiet: true });
    }
    this.readOn();
  }

  /** Look for lost places and read the texts for the search, one document after another. */
  async readOn() {
    await reanchor(this.notes, this.reading.stretches, this.texts, this.signal);
    await this.texts.readAll(this.reading.stretches);
  }

  addPanels() {
    const { buttons } = this.parts;
    this.panels.add("notes", { button: buttons.notes, heading: "Notizen", fill: (place) => this.desk.fill(place) });
    this.panels.add("search", { button: buttons.search, heading: "Suchen", fill: (place) => this.search.fill(place) });
    this.panels.add("more", { button: buttons.more, heading: "Mehr", fill: (place) => fillMore(place, this) });
    this.panels.add("changes", { heading: "Geänderte Seiten", fill: (place) => showChangesPanel(place, this) });
  }

  listen(meeting) {
    const { parts, reading, store, signal } = this;
    parts.buttons.agenda.addEventListener("click", () => this.toggleAgenda());
    parts.buttons.pen.addEventListener("click", () => this.togglePen());
    reading.addEventListener("page", () => (markPlace(parts.agenda, reading.stretch), this.texts.giveWay()));
    this.notes.addEventListener("change", () => this.desk.writing || this.panels.refresh("notes"));
    this.notes.addEventListener("unkept", () => this.toast(UNKEPT));
    const ours = ({ detail }) => (detail?.notes || detail?.meetings?.includes(meeting)) && this.notes.load();
    store.addEventListener("change", ours, { signal });
    store.addEventListener("current-item", ({ detail }) => detail?.meeting === meeting && this.called.show(detail), { signal });
    store.addEventListener("locking", ({ detail }) => detail?.wait?.(this.desk.keepNow()), { signal });
    const room = new ResizeObserver(() => this.resize());
    room.observe(parts.pages);
    signal.addEventListener("abort", () => room.disconnect());
    parts.ink.addEventListener("full", () => this.toast("Diese Seite ist voll gezeichnet. Weitere Striche werden nicht gespeichert."));
  }

  jumpTo(hit) {
    this.marks.show(hit);
    if (hit) {
      this.reading.go(hit.stretch, hit.page);
    }
  }

  showAgenda() {
    showAgenda(this.parts.agenda, this.reading, {
      open: (stretch) => {
        this.reading.go(stretch, 1);
        if (!matchMedia(WIDE).matches) {
          this.toggleAgenda(false);
        }
      },
      close: () => this.toggleAgenda(false),
      changes: () => {
        this.panels.show("changes");
        if (!matchMedia(WIDE).matches) {
          this.toggleAgenda(false, { quiet: true });
        }
      },
      noteOn: (item) => {
        if (!matchMedia(WIDE).matches) {
          this.toggleAgenda(false, { quiet: true });
        }
        this.desk.writeOnItem(item);
      },
    });
    this.toggleAgenda(matchMedia(WIDE).matches, { quiet: true });
  }

  toggleAgenda(open = this.parts.agenda.hidden, { quiet = false } = {}) {
    this.parts.agenda.hidden = !open;
    this.parts.buttons.agenda.setAttribute("aria-expanded", String(open));
    if (open) {
      markPlace(this.parts.agenda, this.reading.stretch);
    }
    if (!quiet) {
      (open ? this.parts.agenda.querySelector("[aria-current], button") : this.parts.buttons.agenda)?.focus();
    }
  }

  togglePen() {
    const on = this.drawing.toggle();
    this.parts.frame.classList.toggle("reader--drawing", on);
    this.parts.buttons.pen.setAttribute("aria-pressed", String(on));
  }

  /** Say something for a while, with a way back where there is one. */
  toast(words, undo = null) {
    clearTimeout(this.fading);
    const back = undo ? build("button", { type: "button", class: "reader-button", onclick: () => this.undo(undo) }, "Rückgängig") : "";
    this.parts.toast.replaceChildren(build("span", {}, words), back);
    this.fading = setTimeout(() => this.parts.toast.replaceChildren(), 12_000);
  }

  async undo(act) {
    await act();
    this.toast("Wieder da.");
  }

  resize() {
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => this.signal.aborted || this.reading.viewer.refit());
  }

  async close(ending) {
    ending.abort();
    this.parts.top.remove();
    this.texts.close();
    await this.desk.keepNow();
    await this.reading.close();
  }
}
