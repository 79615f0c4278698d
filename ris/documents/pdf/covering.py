"""Whether text lies readable under dark, opaque surfaces drawn over it: a blackening that only looks like one.

Order matters: white letters on a dark bar are drawn after the bar and are meant to be read.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

DARK = 90
"""Highest mean of red, green and blue (0 to 255) of a surface that hides black letters."""
OPAQUE = 250
SMALL = 4.0
"""Points; lines of tables are thinner and hide nothing."""
MOST_SURFACES = 400
INSET = 0.5
"""Points a surface is made smaller by, so that letters beside it are not taken for covered ones."""
DEPTH = 3


@dataclass(frozen=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: _Box) -> bool:
        """Whether the two overlap."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.top <= other.bottom or other.top <= self.bottom)


def covered_texts(page: pypdfium2.PdfPage) -> tuple[str, int]:
    """The page's text, and at how many places of it letters lie under a dark surface."""
    try:
        words = page.get_textpage()
    except pypdfium2.PdfiumError:
        return "", 0
    try:
        text: str = words.get_text_bounded()
        return text, sum(_has_letters(words, box) for box in _covering(page))
    finally:
        words.close()


def _has_letters(words: pypdfium2.PdfTextPage, box: _Box) -> bool:
    found: str = words.get_text_bounded(
        left=box.left + INSET, bottom=box.bottom + INSET, right=box.right - INSET, top=box.top - INSET
    )
    return any(sign.isalnum() for sign in found)


def _covering(page: pypdfium2.PdfPage) -> list[_Box]:
    """Dark surfaces with text drawn before them in the same place."""
    kinds = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_TEXT]
    before: list[_Box] = []
    covering = []
    for thing in page.get_objects(filter=kinds, max_depth=DEPTH):
        box = _box_of(thing)
        if box is None:
            continue
        if thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
            before.append(box)
        elif _hides(thing, box) and any(box.meets(text) for text in before):
            covering.append(box)
            if len(covering) >= MOST_SURFACES:
                break
    return covering


def _box_of(thing: pypdfium2.PdfObject) -> _Box | None:
    try:
        return _Box(*thing.get_bounds())
    except pypdfium2.PdfiumError:
        return None


def _hides(thing: pypdfium2.PdfObject, box: _Box) -> bool:
    if box.right - box.left < SMALL or box.top - box.bottom < SMALL:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(thing.raw, fill, stroke) or fill.value == pdfium.FPDF_FILLMODE_NONE:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(thing.raw, red, green, blue, alpha):
        return False
    return alpha.value >= OPAQUE and (red.value + green.value + blue.value) / 3 <= DARK
