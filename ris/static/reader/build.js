// Makes elements: the one place of the reader's screen that touches createElement.
// No markup is ever parsed from a string, so titles and notes cannot become elements.

const SVG = "http://www.w3.org/2000/svg";

// Drawn for this reader on a grid of 24; strokes only, so that they take the colour of their text.
const ICONS = {
  agenda: "M4 6h2M9 6h11M4 12h2M9 12h11M4 18h2M9 18h11",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M15.5 15.5 20 20",
  mark: "M5 20h6M8 15.5 15.5 4l4 2.6L12 18H8.5z",
  note: "M5 4h14v10l-5 6H5zM19 14h-5v6M8.5 8.5h7M8.5 12h4",
  notes: "M7 4h13v13M4 7h13v13H4zM7.5 11.5h6M7.5 15.5h4",
  pen: "M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5",
  more: "M5 11a1 1 0 1 0 .01 0M12 11a1 1 0 1 0 .01 0M19 11a1 1 0 1 0 .01 0",
  close: "M6 6l12 12M18 6 6 18",
  back: "M15 5l-7 7 7 7",
  forward: "M9 5l7 7-7 7",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  undo: "M8 5 4 9l4 4M4 9h9a6 6 0 0 1 0 12H9",
  redo: "M16 5l4 4-4 4M20 9h-9a6 6 0 0 0 0 12h4",
  rub: "M4 16l9-10 7 6-7 8H8zM9 10.5l6.5 6",
  smaller: "M6 12h12",
  larger: "M6 12h12M12 6v12",
};

/** The outline of a picture sign; never the only name of a button. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "reader-icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** An SVG element with attributes. */
export function drawn(tag, attributes = {}) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  return element;
}

/** An element: `on…` keys become listeners, `class`, `data-…` and `aria-…` attributes, the rest properties. */
export function build(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) {
      continue;
    }
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (name === "class" || name === "for" || name === "role" || name.includes("-")) {
      element.setAttribute(name, value);
    } else {
      element[name] = value;
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button with a sign and a word. */
export function tool(sign, word, press, properties = {}) {
  return build(
    "button",
    { type: "button", class: "reader-tool", onclick: press, ...properties },
    icon(sign),
    build("span", { class: "reader-tool__word" }, word),
  );
}

/** A button that shows a sign and says its name. */
export function signButton(sign, name, press, properties = {}) {
  return build("button", { type: "button", class: "reader-sign", "aria-label": name, onclick: press, ...properties }, icon(sign));
}

/** A plain button with words. */
export function wordButton(word, press, properties = {}) {
  return build("button", { type: "button", class: "reader-button", onclick: press, ...properties }, word);
}
