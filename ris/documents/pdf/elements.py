"""What the sheets of our own say to a screen reader: headings, lists, links, in the order they are read (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """Standard structure types we use."""

    DOCUMENT = "Document"
    PART = "Part"
    TITLE = "H1"
    HEADING = "H2"
    SUBHEADING = "H3"
    PARAGRAPH = "P"
    SPAN = "Span"
    CONTENTS = "TOC"
    ENTRY = "TOCI"
    LIST = "L"
    ITEM = "LI"
    ITEM_BODY = "LBody"
    LABEL = "Lbl"
    LINK = "Link"
    FIGURE = "Figure"


@dataclass(frozen=True)
class Marked:
    """A piece of a sheet's content, by the number it is marked with there."""

    sheet: int
    number: int


@dataclass(eq=False)
class Element:
    """A part of the structure with what it holds in reading order."""

    kind: Kind
    title: str = ""
    alt: str = ""
    """What a picture shows."""
    text: str = ""
    """What is read where the letters drawn are others: words broken at the ends of lines."""
    kids: list[Element | Marked] = field(default_factory=list)
    jumps: list[int] = field(default_factory=list)
    """The links that belong to it, by their place among the sheets' jumps."""


@dataclass
class Outline:
    """The structure while it is written: a tree and where in it the pen is."""

    root: Element = field(default_factory=lambda: Element(Kind.DOCUMENT))
    counted: dict[int, int] = field(default_factory=dict)
    """How many pieces each sheet has."""

    def __post_init__(self) -> None:
        self.open = [self.root]

    @contextmanager
    def group(self, kind: Kind, title: str = "", alt: str = "") -> Iterator[Element]:
        """What is drawn within belongs together."""
        element = Element(kind, title, alt)
        self.open[-1].kids.append(element)
        self.open.append(element)
        try:
            yield element
        finally:
            self.open.pop()

    def mark(self, sheet: int) -> int:
        """A number for the next piece of a sheet, which belongs to what is open."""
        number = self.counted.get(sheet, 0)
        self.counted[sheet] = number + 1
        self.open[-1].kids.append(Marked(sheet, number))
        return number
