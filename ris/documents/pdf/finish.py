"""What turns a heap of pages into a pack: title, language, labels, bookmarks, links, and a steady save."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String

from ris.documents.pack import PackPlan, plan_digest
from ris.documents.pdf.divider import BACK
from ris.documents.pdf.front import CONTENTS
from ris.documents.pdf.outline import Bookmark, bookmarks_of, write_outline
from ris.documents.pdf.papers import Papers
from ris.documents.pdf.places import FileIndex, page_labels
from ris.documents.pdf.sheets import DrawnSheets
from ris.documents.pdf.typeface import clean

WORTH_DEFLATING = 30_000
"""Bytes per page below which the pack's own objects are deflated; above, pictures outweigh them by far."""
PRODUCER = "Ratsinformationssystem"


def describe(pack: Pdf, plan: PackPlan, sheets: DrawnSheets, papers: Papers) -> None:
    """Write everything a reader's program shows around the pages."""
    pack.Root.Lang = String("de")
    pack.Root.PageMode = Name.UseOutlines
    pack.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    title = " – ".join(clean(part) for part in ("Sitzungsmappe", plan.title, *plan.lines[:1]) if part)
    pack.docinfo = pack.make_indirect(
        Dictionary(Title=String(title), Author=String(clean(plan.body)), Producer=String(PRODUCER))
    )
    labels = page_labels(plan, papers.findings, sheets.front, sheets.dividers)
    numbers = Array()
    for page, label in enumerate(labels):
        numbers.append(page)
        numbers.append(Dictionary(P=String(label)))
    pack.Root.PageLabels = pack.make_indirect(Dictionary(Nums=numbers))
    write_outline(pack, _bookmarks(plan, sheets, papers))
    _link(pack, sheets)
    # The first half of the ID names the content; save() keeps it and adds a constant second half.
    name = bytes.fromhex(plan_digest(plan))[:16]
    pack.trailer.ID = Array([String(name), String(name)])


def save(pack: Pdf, target: Path, size: int, alive: Callable[[], None]) -> None:
    """Write the file; the same pack gives the same bytes. ``size``: bytes of all papers in it."""
    pack.save(
        target,
        static_id=True,
        object_stream_mode=ObjectStreamMode.generate,
        compress_streams=size < WORTH_DEFLATING * len(pack.pages),
        progress=lambda _percent: alive(),
    )


def _bookmarks(plan: PackPlan, sheets: DrawnSheets, papers: Papers) -> list[Bookmark]:
    """Cover, contents, then every item with its papers and the papers' own bookmarks."""
    places = sheets.places
    lines = {jump.target[0]: jump.sheet for jump in sheets.jumps if len(jump.target) == 1}
    bookmarks = [Bookmark("Deckblatt", 0), Bookmark(CONTENTS, 1)]
    for index, (section, label) in enumerate(zip(plan.sections, plan.labels, strict=True)):
        # An item without papers has no divider; its bookmark shows its line of the agenda.
        page = places.sections[index] - 1 if index in places.sections else lines.get(index, 1)
        children = []
        for number, file in enumerate(section.files):
            first = places.files.get((index, number))
            if first is None:
                children.append(Bookmark(f"{clean(file.name)} (fehlt)", page))
            else:
                own = bookmarks_of(papers.documents[index, number], first - 1)
                children.append(Bookmark(clean(file.name), first - 1, own))
        title = label if section.heading else f"{label} {section.title}"
        bookmarks.append(Bookmark(clean(title), page, tuple(children)))
    return bookmarks


def _link(pack: Pdf, sheets: DrawnSheets) -> None:
    """Make the drawn lines of contents and dividers lead to their pages."""
    pages = [page.obj for page in pack.pages]
    positions = _positions(sheets)
    contents = {jump.target: jump.sheet for jump in sheets.jumps if jump.sheet < sheets.front}
    owners = {sheet: section for section, span in _spans(sheets).items() for sheet in span}
    for jump in sheets.jumps:
        back = jump.target == BACK
        target = contents.get((owners[jump.sheet],), 1) if back else _target(sheets, jump.target)
        page = pages[positions[jump.sheet]]
        if Name.Annots not in page:
            page.Annots = Array()
        page.Annots.append(
            pack.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=Array([round(edge, 2) for edge in jump.rectangle]),
                    Border=Array([0, 0, 0]),
                    Dest=Array([pages[target], Name.Fit]),
                )
            )
        )


def _target(sheets: DrawnSheets, target: tuple[int, ...]) -> int:
    if len(target) == 1:
        return sheets.places.sections[target[0]] - 1
    index: FileIndex = (target[0], target[1])
    return sheets.places.files[index] - 1


def _spans(sheets: DrawnSheets) -> dict[int, range]:
    """Section → its divider's sheets, counted from 0 among the sheets of ours."""
    spans = {}
    sheet = sheets.front
    for section, count in sheets.dividers.items():
        spans[section] = range(sheet, sheet + count)
        sheet += count
    return spans


def _positions(sheets: DrawnSheets) -> list[int]:
    """Sheet of ours → its page in the pack, both from 0."""
    positions = list(range(sheets.front))
    for section, span in _spans(sheets).items():
        positions.extend(sheets.places.sections[section] - 1 + place for place in range(len(span)))
    return positions
