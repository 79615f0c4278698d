// The keyboard path of the reader, as docs/reader-screen.md writes it down. Single letters only while the pages have the focus,
// so that nobody who dictates or types sets anything off (WCAG 2.1.4).

/** Listen to the keys of a screen. */
export function listenToKeys(screen) {
  const { parts, reading, panels, signal } = screen;
  const onPages = {
    PageDown: () => reading.turn(1),
    PageUp: () => reading.turn(-1),
    ArrowRight: () => reading.turn(1),
    ArrowLeft: () => reading.turn(-1),
    n: () => reading.turn(1),
    p: () => reading.turn(-1),
    g: () => parts.field.focus(),
    t: () => screen.toggleAgenda(),
    m: () => screen.desk.markSelection(),
    k: () => screen.desk.writeHere(),
    l: () => panels.show("notes"),
    "+": () => reading.viewer.zoom(1),
    "-": () => reading.viewer.zoom(-1),
    "0": () => reading.viewer.fit(),
  };
  const anywhere = (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
      escape(screen);
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f") {
      event.preventDefault();
      panels.show("search");
    } else if (event.key === "F3") {
      event.preventDefault();
      screen.search.next(event.shiftKey ? -1 : 1);
    } else if (screen.drawing.tool.on && (event.ctrlKey || event.metaKey) && ["z", "y"].includes(event.key.toLowerCase()) && !typing(event)) {
      event.preventDefault();
      screen.drawing[event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo"]();
    }
  };
  const here = (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? null : onPages[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act && !typing(event)) {
      event.preventDefault();
      act();
    }
  };
  document.addEventListener("keydown", anywhere, { signal });
  for (const place of [parts.pages, parts.other]) {
    place.addEventListener("keydown", here);
  }
}

function typing(event) {
  return event.target.matches("input, textarea, select");
}

/** One thing at a time: the pen, then what lies over the page, then the panel. */
function escape(screen) {
  if (screen.drawing.tool.on) {
    screen.togglePen();
  } else if (!screen.parts.agenda.hidden && !matchMedia("(min-width: 62rem)").matches) {
    screen.toggleAgenda(false);
  } else {
    screen.panels.close();
  }
}
