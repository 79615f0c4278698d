// What a note points at, read from its W3C selectors and written into them. Pure.

const PAGE = "http://tools.ietf.org/rfc/rfc3778";
const AREA = "http://www.w3.org/TR/media-frags/";
const READABLE = 300; // letters of a marked passage kept as they were read

function selector(note, type, conformsTo = undefined) {
  const all = note.target.selector ?? [];
  return all.find((each) => each.type === type && (conformsTo === undefined || each.conformsTo === conformsTo));
}

/** The page in its document, from 1; 0 for a note about an agenda item alone. */
export function pageOf(note) {
  const found = selector(note, "FragmentSelector", PAGE);
  return found ? Number(found.value.replace("page=", "")) : 0;
}

/** The marked range in the squeezed text of the page: [start, end], or null. */
export function rangeOf(note) {
  const found = selector(note, "TextPositionSelector");
  return found ? [found.start, found.end] : null;
}

/** The marked area in percent of the page, or null. */
export function areaOf(note) {
  const found = selector(note, "FragmentSelector", AREA);
  const values = found?.value.replace("xywh=percent:", "").split(",").map(Number);
  return values ? { x: values[0], y: values[1], width: values[2], height: values[3] } : null;
}

/** The marked words as squeezed for anchoring; null where nothing is quoted. */
export function quoteOf(note) {
  return selector(note, "TextQuoteSelector")?.exact ?? null;
}

/** The bytes a note was made for, as their hash; null for a note about an item. */
export function hashOf(note) {
  const source = note["ris:anchored_to"] ? `urn:sha512:${note["ris:anchored_to"]}` : note.target.source;
  return source.startsWith("urn:sha512:") ? source.slice("urn:sha512:".length) : null;
}

export function pageSelector(page) {
  return { type: "FragmentSelector", conformsTo: PAGE, value: `page=${page}` };
}

export function areaSelector({ x, y, width, height }) {
  const rounded = [x, y, width, height].map((value) => Math.round(value * 100) / 100);
  return { type: "FragmentSelector", conformsTo: AREA, value: `xywh=percent:${rounded.join(",")}` };
}

/** The text somebody wrote; "" for a mark alone. */
export function textOf(note) {
  return note.body?.[0]?.value ?? "";
}

export function bodyOf(text) {
  return text ? [{ type: "TextualBody", value: text, format: "text/plain" }] : [];
}

/** A new note for a meeting. `where` is {stretch, selectors} for a document or {item} for an item. */
export function newNote(plan, motivation, { stretch, selectors, item, text = "", said = undefined, ink = undefined }) {
  const now = new Date().toISOString();
  const document = stretch?.document;
  const target = document
    ? { source: `urn:sha512:${document.hash}`, scope: document.file, selector: selectors }
    : { source: `urn:ris:item:${item.id}`, selector: [] };
  return {
    id: `urn:uuid:${crypto.randomUUID()}`,
    type: "Annotation",
    motivation,
    created: now,
    modified: now,
    body: bodyOf(text),
    target,
    "ris:meeting": plan.meeting,
    "ris:item": (stretch?.item ?? item).id,
    "ris:visibility": "private",
    "ris:people": [],
    "ris:faction": null,
    ...(document ? { "ris:anchor": "same", "ris:anchored_to": document.hash } : {}),
    ...(said ? { "ris:said": said.replace(/\s+/g, " ").trim().slice(0, READABLE) } : {}),
    ...(ink ? { "ris:ink": ink } : {}),
  };
}
