// Finds words in the texts of a pack, whatever their case, umlauts written out, hyphens and line breaks. Pure.

import { squeeze } from "./squeezing.js";
import { spanOf } from "./text_layer.js";

const AROUND = 60; // letters of a snippet on each side
const ENOUGH = 300; // hits shown; who gets more asks more precisely

const SPELLED = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };

/** A text as it is searched, with the way back to its letters: "Straßen-\nbäume" is "strassenbaeume". */
export function searchable(text) {
  const squeezed = squeeze(text);
  let plain = "";
  const back = [];
  for (let at = 0; at < squeezed.text.length; at += 1) {
    const sign = squeezed.text[at];
    if (sign === "-" || sign === "\u2010" || sign === "\u2011") {
      continue;
    }
    const spelled = SPELLED[sign] ?? sign.normalize("NFD").replace(/\p{M}/gu, "");
    for (const each of spelled) {
      plain += each;
      back.push(at);
    }
  }
  return { plain, back, squeezed, text };
}

/** All places of the words in a page: squeezed ranges with a snippet each. Several words are looked for as they stand. */
export function hitsIn(page, wanted, limit = ENOUGH) {
  const hits = [];
  for (let at = page.plain.indexOf(wanted); at >= 0 && hits.length < limit; at = page.plain.indexOf(wanted, at + wanted.length)) {
    const start = page.back[at];
    const end = page.back[at + wanted.length - 1] + 1;
    hits.push({ start, end, ...snippet(page, start, end) });
  }
  return hits;
}

/** What to look for, in the form pages are searched in; "" for nothing worth looking for. */
export function wantedIn(words) {
  const { plain } = searchable(words);
  return plain.length >= 2 ? plain : "";
}

function snippet(page, start, end) {
  const { text } = page;
  const [from, to] = spanOf(page, start, end);
  const flat = (part) => part.replace(/\s+/g, " ");
  const before = flat(text.slice(Math.max(0, from - AROUND), from)).replace(/^\S*\s/, "");
  const after = flat(text.slice(to, to + AROUND)).replace(/\s\S*$/, "");
  return { before, words: flat(text.slice(from, to)), after };
}

export { ENOUGH };
