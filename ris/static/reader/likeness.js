// Which page of a new version is the page of an old one. The same as ris/notes/likeness.py, where it is explained.

const RUN = 8;
const KEPT = 24;
const BASE = 0x01000193;
const LIKE = 50;
const CLEARLY = 15;
let lost = 1;
for (let i = 0; i < RUN; i += 1) {
  lost = Math.imul(lost, BASE);
}

/** The mark of a squeezed page, "length:sketch"; empty for a page without text. */
export function pageMark(page) {
  if (!page) {
    return "";
  }
  let rolling = 0;
  const hashes = new Set();
  for (let at = 0; at < page.length; at += 1) {
    rolling = (Math.imul(rolling, BASE) + page.charCodeAt(at)) | 0;
    if (at >= RUN) {
      rolling = (rolling - Math.imul(page.charCodeAt(at - RUN), lost)) | 0;
    }
    if (at >= RUN - 1 || at === page.length - 1) {
      hashes.add(mixed(rolling));
    }
  }
  const smallest = [...hashes].sort((one, other) => one - other).slice(0, KEPT);
  return `${page.length}:${smallest.map((each) => each.toString(16).padStart(8, "0")).join("")}`;
}

/** How much two marks share, in percent; 0 where one of them is of a page without text. */
export function likeness(one, other) {
  if (!one || !other) {
    return 0;
  }
  if (one === other) {
    return 100;
  }
  const first = sketch(one);
  const second = sketch(other);
  const union = [...new Set([...first, ...second])].sort().slice(0, KEPT);
  return Math.floor((100 * union.filter((each) => first.has(each) && second.has(each)).length) / union.length);
}

/** The index of the page that is clearly most like the marked one, or null where nobody can tell. */
export function pageLike(mark, marks) {
  const shares = marks.map((each) => likeness(mark, each));
  const best = Math.max(0, ...shares);
  const close = shares.flatMap((share, at) => (share > best - CLEARLY ? [at] : []));
  const same = close.filter((at) => shares[at] === 100);
  if (best < LIKE) {
    return null;
  }
  if (close.length === 1) {
    return close[0];
  }
  return same.length === 1 ? same[0] : null;
}

function sketch(mark) {
  const digits = mark.slice(mark.indexOf(":") + 1);
  const found = new Set();
  for (let at = 0; at < digits.length; at += 8) {
    found.add(digits.slice(at, at + 8));
  }
  return found;
}

function mixed(word) {
  let bits = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
