// Anchors notes in a new version, beside the screen.

import { place, placed } from "./anchoring.js";

addEventListener("message", ({ data: { notes, version } }) => {
  postMessage(notes.map((note) => placed(note, place(note, version), version.hash)));
});
