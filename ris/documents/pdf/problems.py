"""Why a file cannot be read: one word for the code, one German sentence for the page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path


class Problem(StrEnum):
    """What is wrong with a file."""

    EMPTY = "empty"
    NOT_A_PDF = "not_a_pdf"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    WITHOUT_PAGES = "without_pages"
    TOO_LONG = "too_long"
    TOO_SLOW = "too_slow"
    TOO_HUNGRY = "too_hungry"
    CRASHED = "crashed"
    NOT_HERE = "not_here"


SENTENCES = {
    Problem.EMPTY: "Die Datei ist leer (0 Byte).",
    Problem.NOT_A_PDF: "Die Datei ist kein PDF.",
    Problem.ENCRYPTED: "Die Datei ist mit einem Kennwort geschützt.",
    Problem.DAMAGED: "Die Datei ist beschädigt und lässt sich nicht öffnen.",
    Problem.WITHOUT_PAGES: "Die Datei enthält keine Seiten.",
    Problem.TOO_LONG: "Die Datei hat zu viele Seiten, um sie mit anderen zu verbinden.",
    Problem.TOO_SLOW: "Das Lesen der Datei wurde abgebrochen, weil es zu lange dauert.",
    Problem.TOO_HUNGRY: "Das Lesen der Datei wurde abgebrochen, weil sie zu viel Speicher braucht.",
    Problem.CRASHED: "Das Lesen der Datei ist fehlgeschlagen; sie ist beschädigt oder sprengt die Grenzen.",
    Problem.NOT_HERE: "Die Datei liegt nicht in diesem System, nur an ihrer Adresse.",
}
HEAD = 1024
"""A PDF may begin with up to this many bytes of something else (ISO 32000-1, annex H.3.4.1)."""
MARK = b"%PDF-"


def look_at_head(path: Path) -> Problem | None:
    """What the first bytes already say: nothing there, or no sign of a PDF (which may still be one, damaged)."""
    with path.open("rb") as file:
        head = file.read(HEAD + len(MARK))
    if not head:
        return Problem.EMPTY
    return None if MARK in head else Problem.NOT_A_PDF
