// PDF.js as the reader uses it: loaded once, documents from bytes, nothing fetched from elsewhere.

import { build } from "./build.js";

const VENDOR = new URL("../vendor/", import.meta.url).href;
let loading = null;

/** PDF.js and its viewer components. The second reads a global the first sets: one after the other. */
export function engine() {
  loading ??= load();
  return loading;
}

async function load() {
  await loadSheet();
  const pdfjs = await import(`${VENDOR}pdfjs/pdf.min.mjs`);
  pdfjs.GlobalWorkerOptions.workerSrc = `${VENDOR}pdfjs/pdf.worker.min.mjs`;
  const parts = await import(`${VENDOR}pdfjs/pdf_viewer.mjs`);
  return { pdfjs, parts };
}

/** PDF.js' sheet in front of ours, so that ours wins. Not by @import: checking tools then write styles into the page. */
function loadSheet() {
  return new Promise((resolve, reject) => {
    const link = build("link", { rel: "stylesheet", href: `${VENDOR}pdfjs/pdf_viewer.css`, onload: resolve, onerror: () => reject(new Error("pdf_viewer.css")) });
    document.head.prepend(link);
  });
}

/** Start to read a PDF. The bytes go over to the worker: who needs them again asks the store again. */
export async function startReading(bytes, worker = undefined) {
  const { pdfjs } = await engine();
  return pdfjs.getDocument({
    data: bytes,
    worker,
    enableXfa: false,
    cMapUrl: `${VENDOR}pdfjs-cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${VENDOR}pdfjs-fonts/`,
    wasmUrl: `${VENDOR}pdfjs-wasm/`,
    iccUrl: `${VENDOR}pdfjs-iccs/`,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
  });
}

export const ANNOTATION_PICTURES = `${VENDOR}pdfjs-images/`;

/** The text of one page as it stands in the text layer: items in order, a line feed where the line ends. */
export async function textOfPage(page) {
  const content = await page.getTextContent({ disableNormalization: true });
  const text = content.items.map((item) => (item.str ?? "") + (item.hasEOL ? "\n" : "")).join("");
  page.cleanup();
  return text;
}

/** The texts of all pages of a PDF, read beside what is on screen and let go afterwards. */
export async function textsOf(bytes, worker, { stop, pause = async () => undefined } = {}) {
  const task = await startReading(bytes, worker);
  try {
    const pdf = await task.promise;
    const texts = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      if (stop?.aborted) {
        return null;
      }
      await pause();
      texts.push(await textOfPage(await pdf.getPage(number)));
    }
    return texts;
  } finally {
    await task.destroy();
  }
}

/** A worker of its own for reading texts, so that drawing never waits for it. */
export async function ownWorker(name) {
  const { pdfjs } = await engine();
  return new pdfjs.PDFWorker({ name });
}
