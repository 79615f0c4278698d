"""Where everything lies in a pack: which page a divider or a paper begins on, and what each page is called."""

from __future__ import annotations

from dataclasses import dataclass

from ris.documents.pack import PackPlan, labels_of_pages

SectionIndex = int
FileIndex = tuple[int, int]
"""Place of a section, and of a file within it."""


@dataclass(frozen=True)
class Found:
    """What became of a file: its pages, or the German sentence why there are none."""

    pages: int = 0
    sentence: str = ""


Findings = dict[FileIndex, Found]


@dataclass(frozen=True)
class Places:
    """First pages, counted from 1 through the whole pack."""

    sections: dict[SectionIndex, int]
    files: dict[FileIndex, int]
    total: int


NOWHERE = Places({}, {}, 0)
"""For measuring sheets before anything has a place."""


def lay_out(plan: PackPlan, findings: Findings, front: int, dividers: dict[SectionIndex, int]) -> Places:
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
            if pages := findings[index, number].pages:
                files[index, number] = page
                page += pages
    return Places(sections, files, page - 1)


def page_labels(plan: PackPlan, findings: Findings, front: int, dividers: dict[SectionIndex, int]) -> list[str]:
    """One label per page, e.g. ``TOP 4 – 3/12``: the third of the twelve pages of papers of that item.

    A label depends on its own item only, so it stays when a supplement adds another item; what a supplement adds
    to the item itself is put in between (:mod:`ris.documents.page_labels`).
    """
    labels = ["Deckblatt"]
    labels.extend(f"Tagesordnung {sheet}" for sheet in range(1, front))
    for index, name in enumerate(plan.labels):
        if index not in dividers:
            continue
        labels.append(name)
        labels.extend(f"{name} – Blatt {sheet}" for sheet in range(2, dividers[index] + 1))
        files = plan.sections[index].files
        pages = [findings[index, number].pages for number in range(len(files))]
        for of_file in labels_of_pages(name, files, pages):
            labels.extend(of_file)
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
            spans.append((section.restricted or file.restricted, findings[index, number].pages))
        for restricted, length in spans:
            if restricted or not plan.published:
                pages.extend(range(page, page + length))
            page += length
    return pages
