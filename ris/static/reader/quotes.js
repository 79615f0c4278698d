// Finding a quote again. The same answers as ris/notes/quotes.py, where the rules are explained.

import { distance, nearest, occurrences } from "./nearness.js";

const CONTEXT = 80;
const SPEAKS_FOR_ITSELF = 40;
const TOO_SHORT = 16;
const ALMOST_NOTHING = 24;
const PAGES_AROUND = 32;
const MOST_OCCURRENCES = 500;
const FIFTH = 5;
const TENTH = 10;
const TWELFTH = 12;

/** The quote that stands there: {exact, prefix, suffix, nth, of}. */
export function quoteAt(text, start, end) {
  const exact = text.slice(start, end);
  const found = places(exact, text);
  const nth = found.indexOf(start) + 1;
  return {
    exact,
    prefix: text.slice(Math.max(start - CONTEXT, 0), start),
    suffix: text.slice(end, end + CONTEXT),
    nth,
    of: nth ? found.length : 0,
  };
}

/** Where the same words stand, if they are the quote beyond doubt: {start, end, edits}, or null. */
export function wordForWord(quote, { text }) {
  const exact = all(quote, text);
  if (exact.length === 1 && quote.of === 1 && quote.exact.length >= SPEAKS_FOR_ITSELF) {
    return exact[0];
  }
  return exact.length ? chosen(quote, exact) : null;
}

/** The one stretch nearby that differs by a fifth at most and stands where the quote stood, or null. */
export function nearly(quote, { text, starts }, home) {
  const size = quote.exact.length;
  const exact = all(quote, text);
  if (size < ALMOST_NOTHING || exact.length >= Math.max(quote.of, 1)) {
    return null;
  }
  const first = starts[Math.min(Math.max(home - PAGES_AROUND, 0), starts.length - 1)];
  const last = starts[Math.min(home + PAGES_AROUND + 1, starts.length - 1)];
  const near = nearest(quote.exact, text.slice(first, last), Math.floor(size / FIFTH));
  const seenThere = near
    .filter((each) => each.edits)
    .map((each) => seen(quote, text, each.start + first, each.end + first, each.edits));
  const share = quote.of === 1 ? TENTH : TWELFTH;
  const known = quote.prefix.length + quote.suffix.length;
  const fitting = [...seenThere, ...exact]
    .filter((each) => around(each) * share <= known)
    .sort((one, other) => cost(one) - cost(other) || one.start - other.start);
  if (!fitting.length) {
    return null;
  }
  const clearly = Math.max(Math.floor((size + known) / 16), 4);
  return fitting.length > 1 && cost(fitting[1]) < cost(fitting[0]) + clearly ? null : fitting[0];
}

function all(quote, text) {
  return places(quote.exact, text).map((at) => seen(quote, text, at, at + quote.exact.length, 0));
}

function places(exact, text) {
  const found = [];
  for (const at of occurrences(exact, text)) {
    found.push(at);
    if (found.length === MOST_OCCURRENCES) {
      break;
    }
  }
  return found;
}

function seen(quote, text, start, end, edits) {
  return {
    start,
    end,
    edits,
    before: distance(quote.prefix, text.slice(Math.max(start - quote.prefix.length, 0), start)),
    behind: distance(quote.suffix, text.slice(end, end + quote.suffix.length)),
  };
}

function around({ before, behind }) {
  return before + behind;
}

function cost(each) {
  return around(each) + each.edits;
}

function chosen(quote, candidates) {
  let best = candidates[0];
  for (const each of candidates) {
    if (around(each) < around(best)) {
      best = each;
    }
  }
  if (around(best) && (candidates.length < quote.of || !familiar(quote, best))) {
    return null;
  }
  const clearly = around(best) ? Math.max(Math.floor((quote.prefix.length + quote.suffix.length) / 8), 6) : 0;
  const close = candidates.filter((each) => around(each) <= around(best) + clearly);
  if (close.length === 1) {
    return best;
  }
  const ordered = candidates.length === quote.of ? candidates[quote.nth - 1] : null;
  return close.includes(ordered) ? ordered : null;
}

function familiar(quote, at) {
  const known = quote.prefix.length + quote.suffix.length;
  if (quote.of !== 1) {
    return around(at) * FIFTH <= known;
  }
  const sides = [
    [quote.prefix.length, at.before],
    [quote.suffix.length, at.behind],
  ];
  const oneSide = sides.some(([size, edits]) => size >= TOO_SHORT && edits * FIFTH <= size);
  return oneSide || around(at) * FIFTH <= known * 2;
}
