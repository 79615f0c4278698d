"""Marking the pages of a pack that changed: a strip at the upper edge that says so and why."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from pikepdf import Array, Name, Page, Pdf, Stream
from reportlab import rl_config
from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas

from ris.documents.pdf.marking import Shape, contents_of, part_of, shape_of
from ris.documents.pdf.sheet import ACCENT, Style, lines_of
from ris.documents.pdf.typeface import Weight, typeface

WIDTH, HEIGHT = 595.28, 15.0
"""Points on A4, whose upper margin is rarely smaller; on other pages the strip is as much larger as they are."""
WORDS = Style(8, Weight.STRONG, white)
INDENT = 16.0
FLAG = Name.RisFlag


def flag(pack: Pdf, pages: Iterable[Page], words: str) -> None:
    """Draw the strip with these words onto pages. For a screen reader it is decoration: the divider says the same."""
    with Pdf.open(BytesIO(_strip(words))) as drawn:
        strip = pack.copy_foreign(drawn.make_indirect(drawn.pages[0].as_form_xobject()))
    before = Stream(pack, b"q\n")
    for page in pages:
        part_of(part_of(page.obj, Name.Resources), Name.XObject)[FLAG] = strip
        page.obj.Contents = Array([before, *contents_of(page), Stream(pack, _showing(shape_of(page)))])


def _strip(words: str) -> bytes:
    rl_config.canvas_basefontname = typeface(Weight.REGULAR).main  # else Helvetica, never embedded
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), pageCompression=1, invariant=1)
    canvas.setFillColor(ACCENT)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    canvas.setFillColor(WORDS.colour)
    first, *more = lines_of(words, WORDS, WIDTH - 2 * INDENT)
    left = INDENT
    for run in WORDS.face.runs(f"{first} …" if more else first):
        canvas.setFont(run.font, WORDS.size)
        canvas.drawString(left, 4.5, run.text)
        left += WORDS.face.width(run.text, WORDS.size)
    canvas.save()
    return stream.getvalue()


def _showing(shape: Shape) -> bytes:
    """What a page's content ends with, seen from how the page is turned when it is shown."""
    left, lower, right, upper = shape.box
    across, up = (upper - lower, right - left) if shape.turned in {90, 270} else (right - left, upper - lower)
    onto = {
        0: f"1 0 0 1 {left:.2f} {lower:.2f}",
        90: f"0 1 -1 0 {right:.2f} {lower:.2f}",
        180: f"-1 0 0 -1 {right:.2f} {upper:.2f}",
        270: f"0 -1 1 0 {left:.2f} {upper:.2f}",
    }[shape.turned]
    scale = across / WIDTH
    placed = f"{scale:.4f} 0 0 {scale:.4f} 0 {up - scale * HEIGHT:.2f}"
    return f"\nQ\n/Artifact BMC q {onto} cm {placed} cm {FLAG} Do Q EMC\n".encode()
