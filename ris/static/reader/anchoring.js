// Where a note stands in the pages of a document, also of a later version. The same answers as ris/notes/anchoring.py,
// where the rules are explained; pages are squeezed texts (squeezing.js). Runs in a worker as well as in a page.
//
// What place() says of a note without a quote (ink, a rectangle) is only for showing it: the server has more to go by
// (the pages' pictures) and sends the note with its new place.

import { pageLike, pageMark } from "./likeness.js";
import { nearly, quoteAt, wordForWord } from "./quotes.js";
import { margins, onPage, position, runningText } from "./running_text.js";

export { squeezed } from "./squeezing.js";
export { pageMark };

const PAGE_SELECTOR = "http://tools.ietf.org/rfc/rfc3778";
const BYTES = "urn:sha512:";
const kept = new WeakMap();

/** The selectors of a quote: `pages` squeezed texts, `pageIndex` from 0, `start` and `end` in that page's squeezed text. */
export function selectorsFor(pages, pageIndex, start, end) {
  for (const running of Object.values(texts(pages))) {
    const first = position(running, pageIndex, start);
    const last = position(running, pageIndex, end);
    if (first !== null && last !== null) {
      return selectors({ page: pageIndex + 1, start, end, quote: quoteAt(running.text, first, last) });
    }
  }
  throw new RangeError(`page ${pageIndex} has no signs ${start} to ${end}`);
}

/**
 * Where the note stands in the version {hash, pages}: {state: "same|moved|changed|orphan", page, start, end, quote}; page
 * is a number from 1, null for an orphan; start and end are null for notes that hold on to a page alone.
 */
export function place(note, { hash, pages, moved = {} }) {
  const { source } = note.target;
  const { page, quote, start, end } = known(note.target);
  const nowhere = { state: "orphan", page: null, start: null, end: null, quote: null };
  if (hash === note["ris:anchored_to"] || hash === withoutScheme(source)) {
    const state = note["ris:anchor"] || "same";
    if (state === "orphan") {
      return nowhere;
    }
    // Extractors may differ over the same bytes.
    const stands = quote === null || page === null || page > pages.length || pages[page - 1].startsWith(quote.exact, start);
    return (stands ? null : found(quote, pages, page, () => state)) || { state, page, start, end, quote };
  }
  const after = (before, now) => (note["ris:anchor"] === "changed" ? "changed" : before === now ? "same" : "moved");
  if (quote === null || page === null) {
    const there = page === null ? null : samePage(note, page, pages, moved);
    return there === null ? nowhere : { ...nowhere, state: after(page, there), page: there };
  }
  return found(quote, pages, page, (number, edits) => (edits ? "changed" : after(page, number))) || nowhere;
}

/** The note with its new place, as place() said it. An orphan keeps the place it had, for the next version. */
export function placed(note, where, hash) {
  const fresh = { ...note, "ris:anchor": where.state, "ris:anchored_to": hash };
  if (where.state === "orphan") {
    return fresh;
  }
  const others = (note.target.selector || []).filter((each) => !saysPlace(each));
  return { ...fresh, target: { ...note.target, source: BYTES + hash, selector: [...selectors(where), ...others] } };
}

function found(quote, pages, page, state) {
  const { body, whole } = texts(pages);
  const attempts = [
    [body, () => wordForWord(quote, body)],
    [whole, () => wordForWord(quote, whole)],
    [body, () => nearly(quote, body, page - 1)],
  ];
  for (const [running, attempt] of attempts) {
    const again = attempt();
    if (again) {
      const there = onPage(running, again.start, again.end);
      const words = quoteAt(running.text, again.start, again.end);
      const number = there.page + 1;
      return { state: state(number, again.edits), page: number, start: there.start, end: there.end, quote: words };
    }
  }
  return null;
}

function texts(pages) {
  if (!kept.has(pages)) {
    kept.set(pages, { body: runningText(pages, margins(pages)), whole: runningText(pages) });
  }
  return kept.get(pages);
}

function samePage(note, page, pages, moved) {
  const there = moved[withoutScheme(note.target.source)];
  if (there) {
    return there[page - 1] ?? null;
  }
  const mark = note["ris:ink"]?.page_text;
  const like = mark ? pageLike(mark, pages.map(pageMark)) : null;
  return like === null ? null : like + 1;
}

function known(target) {
  const said = { page: null, quote: null, start: null, end: null };
  for (const each of target.selector || []) {
    if (each.type === "FragmentSelector" && each.conformsTo === PAGE_SELECTOR) {
      said.page = Number(each.value.replace("page=", ""));
    } else if (each.type === "TextQuoteSelector" && each.exact) {
      const { exact, prefix = "", suffix = "" } = each;
      said.quote = { exact, prefix, suffix, nth: each["ris:nth"] || 0, of: each["ris:of"] || 0 };
    } else if (each.type === "TextPositionSelector") {
      [said.start, said.end] = [each.start, each.end];
    }
  }
  return said;
}

function saysPlace(selector) {
  return selector.type !== "FragmentSelector" || selector.conformsTo === PAGE_SELECTOR;
}

function selectors({ page, start, end, quote }) {
  const said = [{ type: "FragmentSelector", conformsTo: PAGE_SELECTOR, value: `page=${page}` }];
  if (quote) {
    const { exact, prefix, suffix, nth, of } = quote;
    said.push({ type: "TextQuoteSelector", exact, prefix, suffix, "ris:nth": nth, "ris:of": of });
    said.push({ type: "TextPositionSelector", start, end });
  }
  return said;
}

function withoutScheme(source) {
  return source.startsWith(BYTES) ? source.slice(BYTES.length) : source;
}
