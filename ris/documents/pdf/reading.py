"""Reading a document with pypdfium2, page by page, inside a cell.

What is said: first the number of pages, then each page's text. What was said before a limit struck is kept
by the listener.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw

from ris.documents.pdf.problems import Problem, look_at_head

FEW_LETTERS = 25
"""A page with fewer letters may be a picture of paper; we look whether there is a picture on it."""
MOST_LETTERS = 20_000_000
"""Letters read from one document; a statute book of 500 pages has 1.5 million."""
DEPTH = 2
"""How deep forms within a page are searched for pictures."""
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\uffff]")
"""Control signs and half letters that no database takes."""
LINE_END_HYPHEN = re.compile("[\x02\ufffe]")
"""How pdfium marks a hyphen that divides a word at the end of a line."""

Say = Callable[[dict[str, Any]], None]


def read_document(path: Path, say: Say) -> dict[str, Any]:
    """Read all pages; the result names the problem, or ``None``, and whether the document is tagged."""
    document, problem = opened(path)
    if document is None:
        return {"problem": (problem or Problem.DAMAGED).value}
    count = len(document)
    say({"count": count})
    letters = 0
    for index in range(count):
        text, picture = _page(document, index)
        letters += len(text)
        if letters > MOST_LETTERS:
            return {"problem": Problem.TOO_HUNGRY.value}
        say({"page": text, "picture": picture})
    return {"problem": None, "tagged": bool(pypdfium2.raw.FPDFCatalog_IsTagged(document))}


def opened(path: Path) -> tuple[pypdfium2.PdfDocument | None, Problem | None]:
    """The document, or why it cannot be opened."""
    suspicion = look_at_head(path)
    if suspicion is Problem.EMPTY:
        return None, suspicion
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return None, _problem_of(error, suspicion or Problem.DAMAGED)
    return (document, None) if len(document) else (None, Problem.WITHOUT_PAGES)


MOST_DRAWN = 300
"""Pages of one scan; tesseract takes one to two seconds for each."""
INCH, DOTS = 72, 200
"""Points in an inch; 200 dots are read as well as 300, in less time."""
WIDEST = 5000
"""Dots; a plan on A0 is drawn smaller."""


def draw_pages(path: Path, folder: Path, say: Say) -> list[str]:
    """Draw each page as a grey picture (PGM) for the recognition of text; the pictures' paths in order."""
    document = pypdfium2.PdfDocument(path)
    pictures = []
    for index in range(min(len(document), MOST_DRAWN)):
        page = document[index]
        scale = min(DOTS / INCH, WIDEST / max(*page.get_size(), 1))
        bitmap = page.render(scale=scale, grayscale=True)
        lines = memoryview(bitmap.buffer)
        picture = folder / f"{index:04}.pgm"
        with picture.open("wb") as file:
            file.write(f"P5 {bitmap.width} {bitmap.height} 255\n".encode())
            for row in range(bitmap.height):
                file.write(lines[row * bitmap.stride : row * bitmap.stride + bitmap.width])
        page.close()
        pictures.append(str(picture))
        say({"page": index})
    return pictures


def _page(document: pypdfium2.PdfDocument, index: int) -> tuple[str, bool]:
    """A page's text, and whether it is a picture without text; a broken page has neither."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return "", False
    try:
        text = page_text(page)
        few = sum(1 for letter in text if letter.isalnum()) < FEW_LETTERS
        return text, few and _has_picture(page)
    finally:
        page.close()


def page_text(page: pypdfium2.PdfPage) -> str:
    """Its text, line by line; empty where it cannot be read."""
    try:
        found = page.get_textpage()
    except pypdfium2.PdfiumError:
        return ""
    try:
        text: str = found.get_text_bounded()
    finally:
        found.close()
    divided = LINE_END_HYPHEN.sub("-", text.replace("\r\n", "\n").replace("\r", "\n"))
    return NOT_TEXT.sub("", divided).strip()


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    kinds = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    return next(iter(page.get_objects(filter=kinds, max_depth=DEPTH)), None) is not None


def _problem_of(error: pypdfium2.PdfiumError, otherwise: Problem) -> Problem:
    """Pdfium says a number (fpdfview.h)."""
    locked = (pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY)
    return Problem.ENCRYPTED if error.err_code in locked else otherwise
