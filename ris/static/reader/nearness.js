// Where a text stands in another with some edits. The same answers as ris/notes/nearness.py, where the rules are explained.

const GRAM = 3;
const MOST_FOUND = 40;
const MOST_TRIED = 2000;

/** Fewest signs to insert, remove or replace until one is the other. */
export function distance(one, other) {
  return one === other ? 0 : columns(one, other, false).at(-1);
}

/** Stretches {start, end, edits} within `most` edits of the pattern that do not overlap, nearest first. */
export function nearest(pattern, text, most) {
  const ends = [];
  for (const [start, stop] of promising(pattern, text, most)) {
    columns(pattern, text.slice(start, stop), true).forEach((edits, at) => {
      if (at > 0 && edits <= most) {
        ends.push([edits, start + at]);
      }
    });
  }
  ends.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const found = [];
  for (const [edits, end] of ends.slice(0, MOST_TRIED)) {
    if (found.length === MOST_FOUND) {
      break;
    }
    if (found.some((other) => other.start < end && end <= other.end)) {
      continue;
    }
    const start = beginning(pattern, text, end, edits);
    if (found.every((other) => end <= other.start || start >= other.end)) {
      found.push({ start, end, edits });
    }
  }
  return found;
}

/** Where the pattern stands in the text, word for word. */
export function* occurrences(pattern, text) {
  for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) {
    yield at;
  }
}

function promising(pattern, text, most) {
  const grams = new Set();
  for (let at = 0; at + GRAM <= pattern.length; at += 1) {
    grams.add(pattern.slice(at, at + GRAM));
  }
  const needed = pattern.length - GRAM + 1 - GRAM * most;
  const width = pattern.length + most;
  if (needed < 1 || text.length < pattern.length - most) {
    return [[0, text.length]];
  }
  const counted = Math.max(text.length - GRAM + 1, 0);
  const shared = new Int32Array(counted + 1);
  for (let at = 0; at < counted; at += 1) {
    shared[at + 1] = shared[at] + (grams.has(text.slice(at, at + GRAM)) ? 1 : 0);
  }
  const span = width - GRAM + 1;
  const stretches = [];
  for (let at = 0; at <= Math.max(counted - span, 0); at += 1) {
    if (shared[Math.min(at + span, counted)] - shared[at] >= needed) {
      const stop = Math.min(at + width, text.length);
      const last = stretches.at(-1);
      if (last && at <= last[1]) {
        last[1] = stop;
      } else {
        stretches.push([at, stop]);
      }
    }
  }
  return stretches;
}

function beginning(pattern, text, end, edits) {
  const from = Math.max(end - pattern.length - edits, 0);
  const lengths = columns(backwards(pattern), backwards(text.slice(from, end)), false);
  return end - lengths.lastIndexOf(edits);
}

function backwards(text) {
  return text.split("").reverse().join("");
}

function columns(pattern, text, anywhere) {
  const size = pattern.length;
  let column = Int32Array.from({ length: size + 1 }, (_, row) => row);
  let next = new Int32Array(size + 1);
  const last = [size];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    next[0] = anywhere ? 0 : at + 1;
    for (let row = 1; row <= size; row += 1) {
      const replaced = column[row - 1] + (pattern.charCodeAt(row - 1) === sign ? 0 : 1);
      next[row] = Math.min(replaced, column[row] + 1, next[row - 1] + 1);
    }
    last.push(next[size]);
    [column, next] = [next, column];
  }
  return last;
}
