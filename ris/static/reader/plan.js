// The pack as one continuous reading: which document holds the page with this number. Pure, knows no screen.

const PDF = "application/pdf";

/** The documents in reading order, each with the number of its first page in the whole pack (from 1). */
export function readingOrder(plan) {
  const stretches = [];
  let first = 1;
  for (const item of plan.items) {
    for (const document of item.documents) {
      const pages = isPdf(document) ? Math.max(1, document.pages ?? 1) : 1;
      stretches.push({ index: stretches.length, item, document, first, pages });
      first += pages;
    }
  }
  return stretches;
}

/** Whether the reader draws it page by page; everything else is shown as a picture or offered. */
export function isPdf(document) {
  return document.mime === PDF;
}

/** How many pages the whole pack has. */
export function pagesOf(stretches) {
  const last = stretches.at(-1);
  return last ? last.first + last.pages - 1 : 0;
}

/** Where page `number` of the pack stands: its document and the page in it; null outside of the pack. */
export function whereIs(stretches, number) {
  const stretch = stretches.find((each) => number >= each.first && number < each.first + each.pages);
  return stretch ? { stretch, page: number - stretch.first + 1 } : null;
}

/** The label as the pack PDF prints it: "TOP 4 – 3/12". */
export function labelOf(stretch, page) {
  return stretch.document.labels?.[page - 1] ?? `${itemName(stretch.item)} – ${page}/${stretch.pages}`;
}

/** How an agenda item is called in a line: "TOP 4". */
export function itemName(item) {
  return item.label || (item.number ? `TOP ${item.number}` : item.title);
}

/** The first document of an agenda item; null where it has none. */
export function firstOf(stretches, itemId) {
  return stretches.find((stretch) => stretch.item.id === itemId) ?? null;
}

/** Where a document stands in the pack, by its bytes or else by its file: a note moves with its file. */
export function stretchOfNote(stretches, note) {
  const hash = note.target.source.replace("urn:sha512:", "");
  const ofItem = (each) => each.item.id === note["ris:item"];
  const ofFile = (each) => each.document.hash === hash || each.document.file === note.target.scope;
  const found = stretches.filter(ofFile);
  return found.find(ofItem) ?? found[0] ?? null;
}

/** What was changed since a reader last had the document: [{stretch, page, since}], in reading order. */
export function changedPages(stretches) {
  return stretches.flatMap((stretch) =>
    (stretch.document.changed?.pages ?? []).map((page) => ({
      stretch,
      page,
      since: stretch.document.changed.since_version,
    })),
  );
}
