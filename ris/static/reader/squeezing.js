// Text as notes are anchored in it. The same as ris/documents/squeezing.py, where the rules are explained; one fixture set
// (tests/notes) runs on both.

const LEFT_OUT = /^[\p{Zs}\p{Zl}\p{Zp}\p{Cc}\p{Cf}\p{Co}\p{Cs}\ufffe]$/u;
const MARK = /^\p{M}$/u;
const LETTER = /^\p{L}$/u;
const HYPHENS = "-\u2010\u2011";
const known = new Map();

/** The squeezed text. */
export function squeezed(text) {
  return squeeze(text).text;
}

/**
 * The squeezed text with the way back: origins[i] is the offset (UTF-16 units) in `text` of the squeezed sign i, and
 * origins[text.length] is the length of `text`.
 */
export function squeeze(text) {
  const signs = Array.from(text);
  const pieces = [];
  const origins = [];
  let offset = 0;
  let at = 0;
  while (at < signs.length) {
    let chunk = signs[at];
    let end = at + 1;
    while (end < signs.length && MARK.test(signs[end])) {
      chunk += signs[end];
      end += 1;
    }
    const piece = divides(signs, at) ? "" : pieceOf(chunk);
    pieces.push(piece);
    for (let i = 0; i < piece.length; i += 1) {
      origins.push(offset);
    }
    offset += chunk.length;
    at = end;
  }
  origins.push(text.length);
  return { text: pieces.join(""), origins };
}

/** A squeezed range as a range [start, end] of the given text. */
export function original({ origins }, start, end) {
  if (start >= end) {
    return [origins[start], origins[start]];
  }
  const last = origins[end - 1];
  let after = end;
  while (after < origins.length - 1 && origins[after] <= last) {
    after += 1;
  }
  return [origins[start], origins[after]];
}

/** A range of the given text as a squeezed range [start, end]. */
export function inSqueezed({ origins }, start, end) {
  const first = (wanted) => {
    let low = 0;
    let high = origins.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (origins[middle] < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  return [first(start), first(end)];
}

function pieceOf(chunk) {
  let piece = known.get(chunk);
  if (piece === undefined) {
    const folded = Array.from(chunk.normalize("NFKC"), (sign) => sign.toLowerCase()).join("");
    piece = Array.from(folded.normalize("NFKC"))
      .filter((sign) => !LEFT_OUT.test(sign))
      .map((sign) => (sign.length > 1 ? "\ufffd" : sign))
      .join("");
    known.set(chunk, piece);
  }
  return piece;
}

function divides(signs, at) {
  if (!HYPHENS.includes(signs[at])) {
    return false;
  }
  let before = at - 1;
  let after = at + 1;
  while (before >= 0 && (LEFT_OUT.test(signs[before]) || MARK.test(signs[before]))) {
    before -= 1;
  }
  while (after < signs.length && LEFT_OUT.test(signs[after])) {
    after += 1;
  }
  return before >= 0 && after < signs.length && LETTER.test(signs[before]) && LETTER.test(signs[after]);
}
