// What is no PDF, and what could not be opened: a picture is shown, everything else is offered, each case says what now.

import { build } from "./build.js";

const PICTURES = new Set(["image/jpeg", "image/png", "image/webp", "image/gif"]);

export class Other {
  #place;
  #address = null;
  #shown = null;

  /** `place` lies over the pages and is hidden while a PDF is read. */
  constructor(place) {
    this.#place = place;
    place.hidden = true;
  }

  /** Whether this document is what is shown here now. */
  shows(stretch) {
    return this.#shown !== null && this.#shown === stretch;
  }

  hide() {
    this.#forget();
    this.#place.hidden = true;
    this.#place.replaceChildren();
  }

  /** Show a picture, or offer the file for the program that can open it. */
  show(stretch, bytes) {
    const { name, mime, size } = stretch.document;
    this.#forget();
    const picture = PICTURES.has(mime);
    this.#address = URL.createObjectURL(new Blob([bytes], { type: picture ? mime : "application/octet-stream" }));
    const file = build("a", { class: "reader-button", href: this.#address, download: name }, `„${name}“ sichern (${inMegabytes(size)})`);
    const shown = picture
      ? build("figure", { class: "reader-picture" }, build("img", { src: this.#address, alt: `Bild: ${name}` }), build("figcaption", {}, name))
      : build("p", {}, "Diese Unterlage lässt sich hier nicht anzeigen. Sie können sie sichern und mit einem anderen Programm öffnen.");
    this.#put(stretch, shown, build("p", {}, file));
  }

  /** The document is not on this device. */
  missing(stretch) {
    this.#put(
      stretch,
      build("p", {}, build("strong", {}, "Diese Unterlage ist auf diesem Gerät nicht gespeichert.")),
      build("p", {}, "Öffnen Sie die Mappe einmal mit Internet. Dann lädt sie von selbst."),
    );
  }

  /** PDF.js could not open it: locked, or damaged. */
  broken(stretch, failure) {
    const locked = failure?.name === "PasswordException";
    this.#put(
      stretch,
      build("p", {}, build("strong", {}, locked ? "Diese Datei ist mit einem Passwort geschützt." : "Diese Datei ist beschädigt.")),
      build("p", {}, `„${stretch.document.name}“ lässt sich nicht anzeigen. Bitte wenden Sie sich an den Sitzungsdienst.`),
    );
  }

  #put(stretch, ...content) {
    this.#shown = stretch;
    this.#place.replaceChildren(build("div", { class: "reader-other__text" }, ...content));
    this.#place.hidden = false;
  }

  #forget() {
    this.#shown = null;
    if (this.#address) {
      URL.revokeObjectURL(this.#address);
      this.#address = null;
    }
  }
}

/** A size in words: "1,4 MB". */
export function inMegabytes(bytes) {
  const figure = new Intl.NumberFormat("de-DE", { maximumFractionDigits: bytes < 10_485_760 ? 1 : 0 });
  return bytes < 104_858 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${figure.format(bytes / 1_048_576)} MB`;
}
