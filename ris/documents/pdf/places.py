"""Where everything lies in a pack: which page a divider or a paper begins on, and what each page is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ris.documents.pack import PackKind, PackPlan, labels_of_pages

SectionIndex = int
FileIndex = tuple[int, int]
"""Place of a section, and of a file within it."""


@dataclass(frozen=True)
class Found:
    """What became of a file: its pages, or the German sentence why there are none."""

    pages: int = 0
    """Of the whole document."""
    sentence: str = ""
    shown: tuple[int, ...] | None = None
    """Which of them are in the pack, from 1; ``None``: all."""
    stands_in: bool = False
    """A sheet of ours says in its place why it is not there; else the divider alone says it."""

    @property
    def listed(self) -> bool:
        """Whether the pack speaks of it."""
        return self.shown != ()

    @property
    def placed(self) -> int:
        """How many of its pages are in the pack."""
        return self.pages if self.shown is None else len(self.shown)

    @property
    def room(self) -> int:
        """How many pages of the pack it takes."""
        return 1 if self.stands_in else self.placed


Findings = dict[FileIndex, Found]


@dataclass(frozen=True)
class Places:
    """First pages, counted from 1 through the whole pack."""

    sections: dict[SectionIndex, int]
    files: dict[FileIndex, int]
    total: int
    kind: PackKind = PackKind.PACK

    @property
    def unit(self) -> str:
        """What is counted: the sheets, where pages lie on others."""
        return "Blatt" if self.kind in {PackKind.TWO_UP, PackKind.LARGE} else "Seite"

    @property
    def count(self) -> int:
        """How many of them there are."""
        return self.number(self.total, last=True)

    def number(self, page: int, *, last: bool = False) -> int:
        """Where a page is found, as it is printed: the page itself, or the first (``last``) sheet that shows it."""
        if self.kind is PackKind.TWO_UP:
            return (page + 1) // 2
        if self.kind is PackKind.LARGE:
            return 1 if page <= 1 else 2 * page - (1 if last else 2)
        return page


NOWHERE = Places({}, {}, 0)
"""For measuring sheets before anything has a place."""


def lay_out(
    plan: PackPlan,
    findings: Findings,
    front: int,
    dividers: dict[SectionIndex, int],
    kind: PackKind = PackKind.PACK,
) -> Places:
    """Place everything behind ``front`` pages; ``dividers`` says how many sheets each divider has."""
    sections: dict[SectionIndex, int] = {}
    files: dict[FileIndex, int] = {}
    page = front + 1
    for index, section in enumerate(plan.sections):
        if index not in dividers:
            continue
        sections[index] = page
        page += dividers[index]
        for number in range(len(section.files)):
            if room := findings[index, number].room:
                files[index, number] = page
                page += room
    return Places(sections, files, page - 1, kind)


def page_labels(
    plan: PackPlan, findings: Findings, front: Sequence[str], dividers: dict[SectionIndex, int]
) -> list[str]:
    """One label per page, those of the sheets in front first, e.g. ``TOP 4 – 3/12``: the third of the twelve pages of papers of that item.

    A label depends on its own item only, so it stays when a supplement adds another item; what a supplement adds
    to the item itself is put in between (:mod:`ris.documents.page_labels`).
    """
    labels = list(front)
    for index, name in enumerate(plan.labels):
        if index not in dividers:
            continue
        labels.append(name)
        labels.extend(f"{name} – Blatt {sheet}" for sheet in range(2, dividers[index] + 1))
        files = plan.sections[index].files
        found = [findings[index, number] for number in range(len(files))]
        names = labels_of_pages(name, files, [each.pages for each in found])
        absent = 0
        for each, own in zip(found, names, strict=True):
            absent += each.stands_in
            placed = own if each.shown is None else [own[page - 1] for page in each.shown]
            labels.extend([f"{name} – fehlt {absent}"] if each.stands_in else placed)
    return labels


def restricted_pages(plan: PackPlan, findings: Findings, front: int, dividers: dict[SectionIndex, int]) -> list[int]:
    """The pages, from 0, that are not for everybody: our sheets that name what is not, and the papers themselves."""
    if not plan.restricted:
        return []
    pages = list(range(front))
    page = front
    for index, section in enumerate(plan.sections):
        if index not in dividers:
            continue
        spans = [(section.holds_restricted, dividers[index])]
        for number, file in enumerate(section.files):
            spans.append((section.restricted or file.restricted, findings[index, number].room))
        for restricted, length in spans:
            if restricted or not plan.published:
                pages.extend(range(page, page + length))
            page += length
    return pages
