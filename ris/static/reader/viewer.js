// One document on screen, drawn by PDF.js' components: pages, text layer, links, zoom. Knows no pack and no notes.

import { ANNOTATION_PICTURES, engine, startReading } from "./engine.js";

const CANVAS_LIMIT = 8_000_000; // pixels; tablets cap the memory of canvases
const SMALLEST = 0.25;
const LARGEST = 4;
const STEP = 1.25;

// PDF.js would fetch and speak English; what needs words here gets them from the reader.
const SPEECHLESS = {
  getLanguage: () => "de",
  getDirection: () => "ltr",
  get: async (_ids, _values, fallback) => fallback ?? "",
  translate: async () => {},
  translateOnce: async () => {},
  destroy: async () => {},
  pause: () => {},
  resume: () => {},
};

/** Make a viewer in a positioned, scrolling element. `on` hears page(n), drawn(view), text(view) and scale(value). */
export async function makeViewer(container, on) {
  const { pdfjs, parts } = await engine();
  const bus = new parts.EventBus();
  const links = new parts.PDFLinkService({ eventBus: bus, externalLinkTarget: parts.LinkTarget.BLANK });
  const viewer = new parts.PDFViewer({
    container,
    viewer: container.firstElementChild,
    eventBus: bus,
    linkService: links,
    l10n: SPEECHLESS,
    maxCanvasPixels: CANVAS_LIMIT,
    annotationMode: pdfjs.AnnotationMode.ENABLE,
    annotationEditorMode: pdfjs.AnnotationEditorType.DISABLE,
    imageResourcesPath: ANNOTATION_PICTURES,
    enableAutoLinking: false,
    enableSelectionRendering: false,
    removePageBorders: true,
  });
  links.setViewer(viewer);
  bus.on("pagechanging", ({ pageNumber }) => on.page(pageNumber));
  bus.on("scalechanging", ({ scale }) => on.scale(scale));
  bus.on("pagerendered", ({ source }) => on.drawn(source));
  bus.on("textlayerrendered", ({ source }) => on.text(source));
  return new Viewer(viewer, links, bus);
}

class Viewer {
  #viewer;
  #links;
  #bus;
  #task = null;
  /** The first page of the document that is shown, which PDF.js asks for at once. */
  #begun = null;
  #fit = "page-width";

  constructor(viewer, links, bus) {
    this.#viewer = viewer;
    this.#links = links;
    this.#bus = bus;
  }

  /** Show other bytes, beginning at a page. Throws what PDF.js throws for a damaged or locked file. */
  async show(bytes, page) {
    await this.empty();
    const task = await startReading(bytes);
    this.#task = task;
    const pdf = await task.promise;
    if (this.#task !== task) {
      return null; // somebody went on before it was open
    }
    const ready = new Promise((resolve) => this.#bus.on("pagesinit", resolve, { once: true }));
    this.#links.setDocument(pdf);
    this.#viewer.setDocument(pdf);
    this.#begun = pdf.getPage(1);
    await ready;
    this.#viewer.currentScaleValue = this.#fit;
    this.go(page);
    return pdf;
  }

  /** Let go of the document and the memory it holds. */
  async empty() {
    const [task, begun] = [this.#task, this.#begun];
    this.#task = this.#begun = null;
    if (task) {
      this.#viewer.setDocument(null);
      this.#links.setDocument(null);
      await begun?.catch(() => null); // destroyed before, the viewer would complain on the console
      await task.destroy();
    }
  }

  /** Scroll to a page of this document. */
  go(page) {
    const last = this.#viewer.pagesCount;
    this.#viewer.currentPageNumber = Math.min(Math.max(1, page), last || 1);
  }

  get page() {
    return this.#viewer.currentPageNumber;
  }

  get pages() {
    return this.#viewer.pagesCount;
  }

  get scale() {
    return this.#viewer.currentScale;
  }

  /** What PDF.js holds of a page: its element and, once drawn, its text layer. */
  view(page) {
    return this.#viewer.getPageView(page - 1) ?? null;
  }

  /** The pages that are drawn at this moment. */
  get drawn() {
    return [...this.#viewer.getCachedPageViews()].filter((view) => view.div?.isConnected);
  }

  /** One step nearer (+1) or farther (-1), up to 400 %. */
  zoom(direction) {
    const scale = this.#viewer.currentScale * STEP ** direction;
    this.#fit = Math.min(LARGEST, Math.max(SMALLEST, scale));
    this.#viewer.currentScaleValue = this.#fit;
  }

  /** As wide as the window lets it be. */
  fit() {
    this.#fit = "page-width";
    this.refit();
  }

  /** The room has changed: measure again if the page follows the window. */
  refit() {
    if (this.#task && this.#fit === "page-width") {
      this.#viewer.currentScaleValue = this.#fit;
    }
    this.#viewer.update();
  }

  async close() {
    await this.empty();
    this.#viewer.cleanup();
  }
}
