"""What turns a heap of pages into a pack: title, language, labels, bookmarks, links, and a steady save."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, String

from ris.documents.pack import PackKind, PackPlan, plan_digest
from ris.documents.pdf.divider import BACK
from ris.documents.pdf.front import CONTENTS, COVER, KINDS, NEWS
from ris.documents.pdf.outline import Bookmark, bookmarks_of, write_outline
from ris.documents.pdf.papers import Papers
from ris.documents.pdf.places import FileIndex, page_labels
from ris.documents.pdf.sheets import DrawnSheets
from ris.documents.pdf.structure import Structure, tags_of
from ris.documents.pdf.typeface import clean

WORTH_DEFLATING = 30_000
"""Bytes per page below which the pack's own objects are deflated; above, pictures outweigh them by far."""
PRODUCER = "Ratsinformationssystem"


def describe(pack: Pdf, plan: PackPlan, kind: PackKind, sheets: DrawnSheets, papers: Papers) -> None:
    """Write everything a reader's program shows around the pages."""
    pack.Root.Lang = String("de")
    pack.Root.PageMode = Name.UseOutlines
    pack.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    said = KINDS.get(kind, "Sitzungsmappe")
    title = " – ".join(clean(part) for part in (said, plan.title, *plan.lines[:1]) if part)
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
    # The first half of the ID names the content; save() keeps it and adds a constant second half.
    name = bytes.fromhex(plan_digest(plan, kind))[:16]
    pack.trailer.ID = Array([String(name), String(name)])


def tag(pack: Pdf, plan: PackPlan, sheets: DrawnSheets, papers: Papers, links: Mapping[int, Object]) -> None:
    """Tell screen readers what is what: on our sheets as they were drawn, in papers by the tags they have."""
    pages = list(pack.pages)
    own = {sheet: pages[page].obj for sheet, page in enumerate(sheets.positions())}
    structure, made = Structure(pack), dict[int, Object]()
    document = structure.own(sheets.root, structure.root, own, links, made)
    for index, paper in papers.documents.items():
        first = sheets.places.files[index] - 1
        section, number = index
        placed = pages[first : first + papers.findings[index].placed]
        title = plan.sections[section].files[number].name
        structure.paper(made[id(sheets.parts[section])], title, placed, tags_of(pack, paper))
    structure.finish(document, own)


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
    contents = contents_at(sheets)
    bookmarks = [Bookmark(COVER, 0), *([Bookmark(NEWS, 1)] if contents > 1 else []), Bookmark(CONTENTS, contents)]
    for index, (section, label) in enumerate(zip(plan.sections, plan.labels, strict=True)):
        # An item without papers has no divider; its bookmark shows its line of the agenda.
        page = places.sections[index] - 1 if index in places.sections else lines.get(index, contents)
        children = []
        for number, file in enumerate(section.files):
            found = papers.findings[index, number]
            first = places.files.get((index, number), page + 1)
            if found.placed:
                own = bookmarks_of(papers.documents[index, number], first - 1)
                children.append(Bookmark(clean(file.name), first - 1, own))
            elif found.listed:
                children.append(Bookmark(f"{clean(file.name)} (fehlt)", first - 1))
        title = label if section.heading else f"{label} {section.title}"
        bookmarks.append(Bookmark(clean(title), page, tuple(children)))
    return bookmarks


def contents_at(sheets: DrawnSheets) -> int:
    """The first sheet of the contents, from 0."""
    return next(place for place, label in enumerate(sheets.front) if label.startswith(CONTENTS))


def link(pack: Pdf, sheets: DrawnSheets) -> dict[int, Object]:
    """Make the drawn lines of our sheets lead where they say; the annotations by their place among the jumps."""
    pages = [page.obj for page in pack.pages]
    positions, owners = sheets.positions(), sheets.owners()
    contents = {jump.target: jump.sheet for jump in sheets.jumps if jump.sheet < len(sheets.front)}
    links: dict[int, Object] = {}
    for place, jump in enumerate(sheets.jumps):
        annotation = pack.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([round(edge, 2) for edge in jump.rectangle]),
                Border=Array([0, 0, 0]),
                Contents=String(clean(jump.says)),
            )
        )
        if jump.address:
            annotation.A = Dictionary(S=Name.URI, URI=String(jump.address))
        else:
            back = jump.target == BACK
            target = (
                contents.get((owners.get(jump.sheet, -1),), contents_at(sheets))
                if back
                else _target(sheets, jump.target)
            )
            annotation.Dest = Array([pages[target], Name.Fit])
        page = pages[positions[jump.sheet]]
        if Name.Annots not in page:
            page.Annots = Array()
        page.Annots.append(annotation)
        links[place] = annotation
    return links


def _target(sheets: DrawnSheets, target: tuple[int, ...]) -> int:
    if len(target) == 1:
        return sheets.places.sections[target[0]] - 1
    index: FileIndex = (target[0], target[1])
    return sheets.places.files[index] - 1
