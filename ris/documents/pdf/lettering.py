"""Measuring and breaking lines of one font, fast enough for a whole year's writings."""

from __future__ import annotations

from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics

from ris.documents.pdf.typeface import Weight, clean, typeface
from ris.web.typography import SOFT_HYPHEN, soft_hyphens

BREAKS_BEHIND = "-/"


@cache
def LETTER() -> str:  # noqa: N802 - the name of a font, read like a constant
    """Name of the font for running text."""
    return typeface(Weight.REGULAR).main


@cache
def STRONG() -> str:  # noqa: N802 - (the same)
    """Name of the font for titles."""
    return typeface(Weight.STRONG).main


@lru_cache(maxsize=1 << 16)
def width_of(text: str, font: str, size: float) -> float:
    """Width in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def lines_of(text: str, font: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than ``width``; long words break at their seams."""
    lines: list[str] = []
    line, used = "", 0.0
    blank = width_of(" ", font, size)
    for word in clean(text).split(" "):
        wide = width_of(word, font, size)
        if line and used + blank + wide > width:
            head, rest = _fitting(word, font, size, width - used - blank)
            lines.append(f"{line} {head}" if head else line)
            line, used = rest, width_of(rest, font, size)
        else:
            line = f"{line} {word}" if line else word
            used += wide + (blank if used else 0.0)
        while used > width:
            head, rest = _fitting(line, font, size, width)
            head = head or line[: max(1, int(len(line) * width / used) - 1)]
            rest = rest if rest != line else line[len(head) :]
            lines.append(head)
            line, used = rest, width_of(rest, font, size)
    return [*lines, line]


def _fitting(word: str, font: str, size: float, room: float) -> tuple[str, str]:
    """The longest part of a word that fits and may stand alone at a line end, and the rest."""
    for head, rest in reversed(_seams(word)):
        if width_of(head, font, size) <= room:
            return head, rest
    return "", word


@lru_cache(maxsize=1 << 14)
def _seams(word: str) -> list[tuple[str, str]]:
    marked = soft_hyphens(word)
    found = []
    for place, letter in enumerate(marked):
        head, rest = marked[:place].replace(SOFT_HYPHEN, ""), marked[place:].replace(SOFT_HYPHEN, "")
        if letter == SOFT_HYPHEN:
            found.append((head + "-", rest))
        elif place and marked[place - 1] in BREAKS_BEHIND and len(head) > 2:  # noqa: PLR2004 - "B-" is no line end
            found.append((head, rest))
    return found
