"""What turns a heap of pages into a pack: title, language, labels, bookmarks, links, and a steady save."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, String

from ris.documents.pack import PackKind, PackPlan, plan_digest
from ris.documents.pdf.divider import BACK
from ris.documents.pdf.front import CONTENTS, COVER, NEWS, called
from ris.documents.pdf.imposing import Imposition, Rectangle
from ris.documents.pdf.outline import Bookmark, bookmarks_of, write_outline
from ris.documents.pdf.papers import Papers
from ris.documents.pdf.places import FileIndex, page_labels
from ris.documents.pdf.sheet import Jump
from ris.documents.pdf.sheets import DrawnSheets
from ris.documents.pdf.structure import Structure, tags_of
from ris.documents.pdf.typeface import clean

WORTH_DEFLATING = 30_000
"""Bytes per page below which the pack's own objects are deflated; above, pictures outweigh them by far."""
PRODUCER = "Ratsinformationssystem"


def describe(
    pack: Pdf,
    plan: PackPlan,
    kind: PackKind,
    sheets: DrawnSheets,
    papers: Papers,
    imposition: Imposition | None = None,
) -> None:
    """Write everything a reader's program shows around the pages."""
    pack.Root.Lang = String("de")
    pack.Root.PageMode = Name.UseOutlines
    pack.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    said = called(plan, kind)
    title = " – ".join(clean(part) for part in (said, plan.title, *plan.lines[:1]) if part)
    pack.docinfo = pack.make_indirect(
        Dictionary(Title=String(title), Author=String(clean(plan.body)), Producer=String(PRODUCER))
    )
    numbers = Array()
    for page, label in enumerate(_labels(plan, sheets, papers, imposition)):
        numbers.append(page)
        numbers.append(Dictionary(P=String(label)))
    pack.Root.PageLabels = pack.make_indirect(Dictionary(Nums=numbers))
    bookmarks = _bookmarks(plan, sheets, papers)
    write_outline(pack, bookmarks if imposition is None else list(map(imposition.bookmark, bookmarks)))
    # The first half of the ID names the content; save() keeps it and adds a constant second half.
    name = bytes.fromhex(plan_digest(plan, kind))[:16]
    pack.trailer.ID = Array([String(name), String(name)])


def _labels(plan: PackPlan, sheets: DrawnSheets, papers: Papers, imposition: Imposition | None) -> list[str]:
    labels = page_labels(plan, papers.findings, sheets.front, sheets.dividers)
    return labels if imposition is None else imposition.labels(labels)


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
        whole = papers.findings[index].shown is None
        structure.paper(made[id(sheets.parts[section])], title, placed, tags_of(pack, paper), whole=whole)
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


def link(pack: Pdf, sheets: DrawnSheets, imposition: Imposition | None = None) -> dict[int, Object]:
    """Make the drawn lines of our sheets lead where they say; the annotations by their place among the jumps."""
    pages = [page.obj for page in pack.pages]
    positions, owners = sheets.positions(), sheets.owners()
    contents = {jump.target: jump.sheet for jump in sheets.jumps if jump.sheet < len(sheets.front)}
    links: dict[int, Object] = {}
    for place, jump in enumerate(sheets.jumps):
        target = None
        if not jump.address:
            back = contents.get((owners.get(jump.sheet, -1),), contents_at(sheets))
            target = back if jump.target == BACK else _target(sheets, jump.target)
            target = target if imposition is None else imposition.first[target]
        page = positions[jump.sheet]
        spots = [(page, jump.rectangle)] if imposition is None else imposition.rectangles(page, jump.rectangle)
        for number, rectangle in spots:
            links[place] = _annotation(pack, jump, rectangle, None if target is None else pages[target])
            if Name.Annots not in pages[number]:
                pages[number].Annots = Array()
            pages[number].Annots.append(links[place])
    return links


def _annotation(pack: Pdf, jump: Jump, rectangle: Rectangle, target: Object | None) -> Object:
    annotation = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([round(edge, 2) for edge in rectangle]),
        Border=Array([0, 0, 0]),
        Contents=String(clean(jump.says)),
    )
    if target is None:
        annotation.A = Dictionary(S=Name.URI, URI=String(jump.address))
    else:
        annotation.Dest = Array([target, Name.Fit])
    return pack.make_indirect(annotation)


def _target(sheets: DrawnSheets, target: tuple[int, ...]) -> int:
    if len(target) == 1:
        return sheets.places.sections[target[0]] - 1
    index: FileIndex = (target[0], target[1])
    return sheets.places.files[index] - 1
