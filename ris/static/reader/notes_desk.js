// What somebody does with notes on the screen: mark, write, open, change, delete with a way back, find a place again.

import { keepsSelection, Selection } from "./selection.js";
import { showNoteForm } from "./note_form.js";
import { showNotes, whereWords } from "./notes_list.js";
import { showOldPlace } from "./changes.js";
import { headingOf } from "./marking.js";
import { hashOf, pageOf } from "./selectors.js";
import { firstOf } from "./plan.js";
import { chooseArea } from "./area.js";

export class NotesDesk {
  #screen;
  #selection = null;
  #edited = null;
  #form = null;
  #looking = null;

  constructor(screen) {
    this.#screen = screen;
  }

  /** Whether the form is open: nothing that arrives may take away what somebody is typing into. */
  get writing() {
    return this.#edited !== null && this.#screen.panels.open === "notes";
  }

  /** Begin to watch what is selected; the marks must be there to read pages. */
  watchSelection() {
    const { parts, reading, marks, signal } = this.#screen;
    const { mark, note } = parts.buttons;
    this.#selection = new Selection(reading, (view) => marks.textOn(view), (has) => parts.frame.classList.toggle("reader--selected", has), signal);
    keepsSelection(mark);
    keepsSelection(note);
    mark.addEventListener("click", () => this.markSelection());
    note.addEventListener("click", () => this.writeHere());
  }

  /** Fill the panel: the form while a note is written, else the list. */
  fill(place) {
    if (this.#edited) {
      return this.#fillForm(place);
    }
    const { notes, reading } = this.#screen;
    showNotes(place, notes, reading, {
      open: (note) => this.#goTo(note),
      edit: (note) => this.edit(note),
      remove: (note) => this.#remove(note),
      write: () => this.writeHere(),
      old: (note) => this.#showOld(note),
      anew: (note) => this.#lookForPlace(note),
      keepOne: (note, other) => this.#settle(note, other),
      keepBoth: (note) => notes.save({ ...note, "ris:conflict_with": null }),
    });
    return null;
  }

  /** "Markieren": what is selected becomes a mark at once, and a note may be written beside it. */
  async markSelection() {
    const { marking, toast, reading } = this.#screen;
    const selected = this.#selection.get();
    if (selected && this.#looking) {
      await this.#place(selected);
    } else if (selected) {
      const note = await marking.markText(selected);
      this.#selection.clear();
      this.edit(note);
      this.#bringIntoSight(note);
    } else if (reading.pdf) {
      await this.#markArea();
    } else {
      toast.call(this.#screen, "Wählen Sie zuerst im Text eine Stelle aus.");
    }
  }

  /** "Notiz": to what is selected, else to this page. */
  async writeHere() {
    const { marking, reading } = this.#screen;
    const selected = this.#selection.get();
    if (selected) {
      await this.markSelection();
    } else if (reading.stretch) {
      this.edit(marking.noteOnPage());
    }
  }

  writeOnItem(item) {
    this.edit(this.#screen.marking.noteOnItem(item));
  }

  /** Open the form for a note. */
  edit(note) {
    this.#edited = note;
    this.#screen.panels.show("notes");
  }

  /** A mark on the page was touched: its note is shown and, when it is one's own, ready to be changed. */
  open(note) {
    if (note["ris:own"] === false || note.motivation === "drawing") {
      this.#edited = null;
      this.#screen.panels.show("notes");
    } else {
      this.edit(note);
    }
  }

  /** Keep what is being written, before the screen or the key goes. */
  async keepNow() {
    await this.#form?.keepNow();
  }

  #fillForm(place) {
    const { notes, reading, panels, store } = this.#screen;
    const note = this.#edited;
    const item = reading.plan.items.find((each) => each.id === note["ris:item"]);
    const where = notes.whereIs(note);
    const known = notes.byId(note.id) !== null;
    const keep = notes.writing(note);
    const field = showNoteForm(place, note, {
      heading: headingOf(reading, note, where),
      confidential: item?.closed || where?.stretch.document.closed,
      acts: {
        save: async (changed) => (this.#edited = await keep(changed)),
        remove: (current) => this.#remove(current),
        people: () => store.people(),
        done: (written) => {
          this.#edited = null;
          panels.show("notes", { quiet: true });
          panels.focusRow(written.id);
        },
      },
    });
    this.#form = place.querySelector("form");
    return known && matchMedia("(pointer: coarse)").matches ? null : field;
  }

  async #remove(note) {
    const { notes, panels } = this.#screen;
    this.#edited = null;
    const back = notes.byId(note.id) ? await notes.remove(note) : null;
    panels.show("notes", { quiet: true });
    panels.focusRow();
    this.#screen.toast("Notiz gelöscht.", back);
  }

  async #goTo(note) {
    const { reading, notes } = this.#screen;
    const where = notes.whereIs(note) ?? { stretch: firstOf(reading.stretches, note["ris:item"]), page: 1 };
    if (where.stretch) {
      await reading.go(where.stretch, where.page);
      this.#bringIntoSight(note);
    }
  }

  /** After the panel has taken its room, or the mark would be behind it. */
  #bringIntoSight(note) {
    requestAnimationFrame(() => requestAnimationFrame(() => this.#screen.marks.bringIntoSight(note)));
  }

  async #markArea() {
    const { parts, reading, marking } = this.#screen;
    this.#screen.toast("Ziehen Sie einen Rahmen auf. Oder wählen Sie zuerst Text aus.");
    const found = await chooseArea(reading, parts.frame);
    if (found) {
      this.edit(await marking.markArea(found.view, found.area));
    }
  }

  #showOld(note) {
    const { parts, store, reading } = this.#screen;
    showOldPlace(parts.frame, store, note, { hash: hashOfSource(note), page: pageOf(note), heading: `Alte Fassung: ${whereWords(note, reading)}` });
  }

  #lookForPlace(note) {
    this.#looking = note;
    this.#screen.panels.close();
    this.#screen.toast("Wählen Sie die Stelle aus und drücken Sie „Markieren“.");
  }

  async #place(selected) {
    const note = this.#looking;
    this.#looking = null;
    await this.#screen.marking.reassign(note, selected);
    this.#selection.clear();
    this.#screen.toast("Die Notiz steht jetzt hier.", () => this.#screen.notes.save(note));
  }

  /** One of two texts stays: it takes the older note's place, so that nothing of it is left twice. */
  async #settle(note, other) {
    const { notes } = this.#screen;
    const back = await notes.remove(other);
    await notes.save({ ...note, "ris:conflict_with": null });
    this.#screen.toast("Eine Fassung behalten.", back);
  }
}

function hashOfSource(note) {
  const { source } = note.target;
  return source.startsWith("urn:sha512:") ? source.slice("urn:sha512:".length) : hashOf(note);
}
