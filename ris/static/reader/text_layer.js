// The text of a drawn page and the way between its signs, the squeezed text of the anchors, and boxes on the page.

import { inSqueezed, original, squeeze } from "./squeezing.js";

/** The text of a text layer with where each piece stands: {text, pieces: [{node, start}], squeezed}. */
export function readLayer(layer) {
  const pieces = [];
  let text = "";
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      pieces.push({ node, start: text.length });
      text += node.data;
    } else if (node.nodeName === "BR") {
      text += "\n";
    }
  }
  return { text, pieces, squeezed: squeeze(text) };
}

/** A selection of the reader as a squeezed range [start, end] of this page; null where nothing of it lies here. */
export function squeezedRange(read, layer, range) {
  const inside = document.createRange();
  inside.selectNodeContents(layer);
  const from = range.compareBoundaryPoints(Range.START_TO_START, inside) > 0 ? range : inside;
  const to = range.compareBoundaryPoints(Range.END_TO_END, inside) < 0 ? range : inside;
  const start = offsetOf(read, from.startContainer, from.startOffset);
  const end = offsetOf(read, to.endContainer, to.endOffset);
  const [first, last] = inSqueezed(read.squeezed, start, end);
  return first < last ? [first, last] : null;
}

/** A squeezed range as a range [from, to] of the readable text, without the white space behind it. */
export function spanOf({ text, squeezed }, start, end) {
  const [from, to] = original(squeezed, start, end);
  return [from, from + text.slice(from, to).trimEnd().length];
}

/** The places of a squeezed range on its page: boxes in percent, one for each line. */
export function boxesOf(read, page, start, end) {
  const rects = [];
  const [from, to] = spanOf(read, start, end);
  const frame = page.getBoundingClientRect();
  const range = document.createRange();
  for (const { node, start: begins } of read.pieces) {
    const ends = begins + node.data.length;
    if (ends <= from || begins >= to || !node.data.trim()) {
      continue;
    }
    range.setStart(node, Math.max(0, from - begins));
    range.setEnd(node, Math.min(node.data.length, to - begins));
    rects.push(...range.getClientRects());
  }
  return inLines(rects.filter((rect) => rect.width > 0.5)).map((rect) => percentOf(rect, frame));
}

/** A selected point as an offset in the page's text. */
function offsetOf(read, container, offset) {
  const point = document.createRange();
  point.setStart(container, offset);
  point.collapse(true);
  for (const { node, start } of read.pieces) {
    if (node === container) {
      return start + offset;
    }
    if (point.comparePoint(node, 0) >= 0) {
      return start; // the first piece behind the point
    }
  }
  return read.text.length;
}

/** Pieces on one line as one box, so that a mark is one stroke and not many. */
function inLines(rects) {
  const lines = [];
  for (const { left, top, right, bottom } of rects) {
    const line = lines.at(-1);
    const height = bottom - top;
    const near = line && Math.abs(line.top - top) < height / 2 && left - line.right < height * 2 && left >= line.left - 1;
    if (near) {
      line.right = Math.max(line.right, right);
      line.top = Math.min(line.top, top);
      line.bottom = Math.max(line.bottom, bottom);
    } else {
      lines.push({ left, top, right, bottom });
    }
  }
  return lines;
}

/** A box of the window in percent of the page. */
export function percentOf(rect, frame) {
  const rounded = (value) => Math.round(value * 1000) / 1000;
  return {
    x: rounded(((rect.left - frame.left) / frame.width) * 100),
    y: rounded(((rect.top - frame.top) / frame.height) * 100),
    width: rounded(((rect.right - rect.left) / frame.width) * 100),
    height: rounded(((rect.bottom - rect.top) / frame.height) * 100),
  };
}
