// The pages of a document as one running text, without running heads and feet. The same as ris/documents/running_text.py,
// where it is explained.

const LEAST = 4;
const MOST = 200;
const SENTENCE_ENDS = ".,;:!?";
const NEARBY = 4;
const SHARE = 4;

/** Pages without the given numbers of signs [head, foot], joined: {text, starts, heads}. */
export function runningText(pages, cut = pages.map(() => [0, 0])) {
  const starts = [0];
  const bodies = pages.map((page, at) => page.slice(cut[at][0], page.length - cut[at][1]));
  for (const body of bodies) {
    starts.push(starts.at(-1) + body.length);
  }
  return { text: bodies.join(""), starts, heads: cut.map(([head]) => head) };
}

/** Where an offset of a page (from 0) stands in the running text; null where it was left out. */
export function position({ starts, heads }, page, offset) {
  const at = starts[page] + offset - heads[page];
  return starts[page] <= at && at <= starts[page + 1] ? at : null;
}

/** A stretch as {page (index), start, end}; over a page's end: its greater part. */
export function onPage({ starts, heads }, start, end) {
  let best = { size: 0, page: 0, start: 0, end: 0 };
  for (let page = 0; page < heads.length; page += 1) {
    const size = Math.min(end, starts[page + 1]) - Math.max(start, starts[page]);
    if (size > best.size) {
      const shift = heads[page] - starts[page];
      const [first, last] = [Math.max(start, starts[page]), Math.min(end, starts[page + 1])];
      best = { size, page, start: first + shift, end: last + shift };
    }
  }
  return best;
}

/** For each squeezed page, [signs of its running head, signs of its foot]. */
export function margins(pages) {
  const backwards = pages.map((page) => page.split("").reverse().join(""));
  return pages.map((_, at) => [margin(pages, at), margin(backwards, at)]);
}

function margin(pages, at) {
  const lengths = [];
  for (let other = Math.max(at - NEARBY, 0); other <= Math.min(at + NEARBY, pages.length - 1); other += 1) {
    if (other !== at) {
      lengths.push(shared(pages[at], pages[other]));
    }
  }
  if (!lengths.length) {
    return 0;
  }
  lengths.sort((one, other) => other - one);
  let found = lengths[Math.max(Math.floor(lengths.length / 2), Math.min(2, lengths.length)) - 1];
  while (found && SENTENCE_ENDS.includes(pages[at][found - 1])) {
    found -= 1;
  }
  const enough = found >= LEAST || /[0-9]/.test(pages[at].slice(0, found));
  return enough && found <= Math.floor(pages[at].length / SHARE) ? found : 0;
}

function shared(one, other) {
  let here = 0;
  let there = 0;
  while (here < Math.min(one.length, MOST) && there < other.length) {
    if (isDigit(one, here) && isDigit(other, there)) {
      here = behindNumber(one, here);
      there = behindNumber(other, there);
    } else if (one[here] === other[there]) {
      here += 1;
      there += 1;
    } else {
      break;
    }
  }
  return here;
}

function isDigit(text, at) {
  return text[at] >= "0" && text[at] <= "9";
}

function behindNumber(text, at) {
  let behind = at;
  while (behind < text.length && isDigit(text, behind)) {
    behind += 1;
  }
  return behind;
}
