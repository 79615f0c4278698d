"""Official writings on A4 (Vorlage, Einladung, Niederschrift): a letterhead, a title, and blocks of text, tables, figures.

It knows typography, not the matter. The words of each page are handed back with the bytes, so that nobody has to
read them out of the PDF again. The same letter always gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ris.documents.pdf.lettering import LETTER, width_of
from ris.documents.pdf.pen import HEIGHT, LEFT, RIGHT, SOFT, WIDTH, Pen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ris.documents.pdf.blocks import Block

FEW_LINES = 3
"""A last page with no more than that, mostly a signature alone, is worth a tighter setting."""
TIGHTER = 0.9


@dataclass(frozen=True)
class Letterhead:
    """Who writes."""

    town: str
    office: str
    lines: tuple[str, ...]
    colour: str = "#1f5a4c"
    """The town's colour, as ``#rrggbb``."""


@dataclass(frozen=True)
class Letter:
    """A whole writing."""

    head: Letterhead
    kind: str
    """What it is: ``Magistratsvorlage``, ``Niederschrift``."""
    mark: str
    """What stands on every page: ``Vorlage 2026/0412``."""
    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class DrawnLetter:
    """A finished writing: its bytes, and the words of each page."""

    content: bytes
    pages: tuple[str, ...]


def draw_letter(letter: Letter) -> DrawnLetter:
    """Draw a writing; deterministic: no clock, no chance."""
    drawn = _drawn(letter, tight=1.0)
    if len(drawn.pages) > 1 and len(drawn.pages[-1].splitlines()) <= FEW_LINES:
        tighter = _drawn(letter, tight=TIGHTER)
        if len(tighter.pages) < len(drawn.pages):
            return tighter
    return drawn


def _drawn(letter: Letter, *, tight: float) -> DrawnLetter:
    rl_config.useA85 = 0
    rl_config.canvas_basefontname = LETTER()  # else each page names a font that is not embedded
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4, pageCompression=1, invariant=1)
    canvas.setTitle(f"{letter.mark}: {letter.title}")
    canvas.setAuthor(letter.head.town)
    canvas.setSubject(letter.kind)
    pen = Pen(canvas, letter.mark, HexColor(letter.head.colour), tight)
    _letterhead(pen, letter)
    _title(pen, letter)
    for block in letter.blocks:
        block.set(pen)
    canvas.showPage()
    canvas.save()
    return DrawnLetter(stream.getvalue(), tuple(_page_text(words) for words in pen.words))


def _page_text(words: Sequence[str]) -> str:
    text = "\n".join(words).strip()
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def _letterhead(pen: Pen, letter: Letter) -> None:
    head, canvas = letter.head, pen.canvas
    canvas.setFillColor(pen.accent)
    canvas.rect(0, HEIGHT - 7, WIDTH, 7, stroke=0, fill=1)
    _arms(canvas, LEFT, HEIGHT - 74, pen.accent)
    pen.draw(head.town, LEFT + 42, HEIGHT - 50, size=15, strong=True)
    pen.draw(head.office, LEFT + 42, HEIGHT - 66, size=9.4, colour=SOFT)
    for place, line in enumerate(head.lines):
        pen.draw(line, RIGHT - width_of(line, LETTER(), 8), HEIGHT - 44 - 10.5 * place, size=8, colour=SOFT)
    pen.rule(HEIGHT - 92)
    pen.say(head.town)
    pen.say(head.office)
    foot = f"{head.town} · {letter.mark}"
    pen.draw(foot, LEFT, 40, size=8, colour=SOFT)


def _arms(canvas: Canvas, x: float, y: float, accent: Color) -> None:
    """The town's arms, simplified: a linden leaf above a wave."""
    shield = canvas.beginPath()
    shield.moveTo(x, y + 34)
    shield.lineTo(x + 30, y + 34)
    shield.lineTo(x + 30, y + 14)
    shield.curveTo(x + 30, y + 4, x + 20, y, x + 15, y - 2)
    shield.curveTo(x + 10, y, x, y + 4, x, y + 14)
    shield.close()
    canvas.setFillColor(accent)
    canvas.drawPath(shield, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#ffffff"))
    leaf = canvas.beginPath()
    leaf.moveTo(x + 15, y + 30)
    leaf.curveTo(x + 28, y + 26, x + 23, y + 15, x + 15, y + 12.5)
    leaf.curveTo(x + 7, y + 15, x + 2, y + 26, x + 15, y + 30)
    canvas.drawPath(leaf, stroke=0, fill=1)
    canvas.setStrokeColor(HexColor("#ffffff"))
    canvas.setLineWidth(1.6)
    wave = canvas.beginPath()
    wave.moveTo(x + 6, y + 7)
    wave.curveTo(x + 10, y + 11, x + 13, y + 3, x + 16, y + 7)
    wave.curveTo(x + 19, y + 11, x + 21, y + 4, x + 25, y + 8)
    canvas.drawPath(wave, stroke=1, fill=0)


def _title(pen: Pen, letter: Letter) -> None:
    pen.y = HEIGHT - 112
    pen.text(letter.kind, size=9.6, leading=14, strong=True, colour=pen.accent)
    pen.text(letter.title, size=16.5, leading=21, strong=True)
    pen.y -= 8
