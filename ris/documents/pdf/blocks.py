"""What a writing consists of, as data; each block knows how it is set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ris.documents.pdf.lettering import LETTER, STRONG, lines_of, width_of
from ris.documents.pdf.pen import BODY, INK, LEADING, LEFT, MEASURE, RIGHT, SOFT, WASH

if TYPE_CHECKING:
    from reportlab.lib.colors import Color

    from ris.documents.pdf.pen import Pen


LONGEST_NUMBER = 16
"""Letters; what is longer in a table is text."""


class Block(Protocol):
    """A part of a writing."""

    def set(self, pen: Pen) -> None:
        """Put it on the page."""


@dataclass(frozen=True)
class Heading:
    """A heading inside the text."""

    text: str

    def set(self, pen: Pen) -> None:
        """Never alone at the foot of a page."""
        pen.room(62)
        pen.y -= 9
        pen.text(self.text, size=11.6, leading=16, strong=True)
        pen.y -= 1


@dataclass(frozen=True)
class Prose:
    """Paragraphs separated by empty lines; lines that begin with ``- `` are a list."""

    text: str
    size: float = BODY

    def set(self, pen: Pen) -> None:
        """Set one paragraph after the other."""
        leading = LEADING * self.size / BODY
        for paragraph in self.text.strip().split("\n\n"):
            lines = [line.strip() for line in paragraph.strip().splitlines()]
            if all(line.startswith("- ") for line in lines):
                for line in lines:
                    pen.room(leading * 2)
                    pen.draw("–", LEFT + 4, pen.y - self.size, size=self.size)
                    pen.text(line[2:], size=self.size, leading=leading, left=LEFT + 18)
            else:
                pen.text(" ".join(lines), size=self.size, leading=leading)
            pen.y -= 5


@dataclass(frozen=True)
class Facts:
    """Pairs of a label and what there is to say: who, when, where."""

    rows: tuple[tuple[str, str], ...]
    column: float = 118.0

    def set(self, pen: Pen) -> None:
        """Labels on the left, words on the right."""
        for label, words in self.rows:
            lines = lines_of(words, LETTER(), BODY, MEASURE - self.column)
            pen.room(LEADING * len(lines))
            pen.draw(label, LEFT, pen.y - BODY, size=9.2, colour=SOFT)
            pen.say(label)
            pen.text(words, left=LEFT + self.column)
        pen.y -= 6


@dataclass(frozen=True)
class Boxed:
    """Words on a tinted ground: the proposed resolution."""

    title: str
    text: str

    def set(self, pen: Pen) -> None:
        """The whole box on one page."""
        paragraphs = [" ".join(part.split()) for part in self.text.strip().split("\n\n")]
        lines = sum(len(lines_of(part, LETTER(), BODY, MEASURE - 28)) for part in paragraphs)
        height = LEADING * lines + 5 * len(paragraphs) + 34
        pen.room(height)
        pen.canvas.setFillColor(WASH)
        pen.canvas.rect(LEFT, pen.y - height + 6, MEASURE, height - 6, stroke=0, fill=1)
        pen.canvas.setFillColor(pen.accent)
        pen.canvas.rect(LEFT, pen.y - height + 6, 3, height - 6, stroke=0, fill=1)
        pen.y -= 8
        pen.text(self.title, strong=True, left=LEFT + 16, right=RIGHT - 12)
        for part in paragraphs:
            pen.text(part, left=LEFT + 16, right=RIGHT - 12)
            pen.y -= 5
        pen.y -= 10


@dataclass(frozen=True)
class Table:
    """A table; columns of text stand at their left edge, the last column and those of numbers at their right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    """Width of each column as a share of the whole."""
    total: bool = False

    def set(self, pen: Pen) -> None:
        """Row by row; the header again on each page."""
        self._row(pen, self.header, strong=True, colour=SOFT, size=8.8)
        pen.rule(pen.y - 1)
        for place, row in enumerate(self.rows):
            before = len(pen.words)
            last = self.total and place == len(self.rows) - 1
            if last:
                pen.rule(pen.y - 1)
            self._row(pen, row, strong=last, colour=INK, size=9.4)
            if len(pen.words) != before:
                pen.rule(pen.y - 1)
        pen.y -= 12

    def _at_right(self, place: int) -> bool:
        last = place == len(self.header) - 1
        return last or all(len(row[place]) <= LONGEST_NUMBER for row in self.rows)

    def _row(self, pen: Pen, cells: tuple[str, ...], *, strong: bool, colour: Color, size: float) -> None:
        face = STRONG() if strong else LETTER()
        wide = [MEASURE * share for share in self.shares]
        wrapped = [lines_of(cell, face, size, room - 8) for cell, room in zip(cells, wide, strict=True)]
        height = max(map(len, wrapped)) * 12.4 + 4
        pen.room(height + 14)
        left = LEFT
        for place, (lines, room) in enumerate(zip(wrapped, wide, strict=True)):
            for down, line in enumerate(lines):
                x = left if place == 0 or not self._at_right(place) else left + room - width_of(line, face, size)
                pen.draw(line, x, pen.y - size - 3 - 12.4 * down, size=size, strong=strong, colour=colour)
            left += room
        pen.say("  ".join(cells))
        pen.y -= height


@dataclass(frozen=True)
class Signatures:
    """Names to sign with, side by side."""

    names: tuple[tuple[str, str], ...]
    """Name and office."""

    def set(self, pen: Pen) -> None:
        """A line for each to sign on."""
        pen.room(60)
        pen.y -= 34
        room = MEASURE / max(2, len(self.names))
        for place, (name, office) in enumerate(self.names):
            left = LEFT + room * place
            pen.rule(pen.y, left, left + room - 26)
            pen.draw(name, left, pen.y - 13, size=9.6)
            pen.draw(office, left, pen.y - 25, size=8.6, colour=SOFT)
            pen.say(name)
            pen.say(office)
        pen.y -= 30
