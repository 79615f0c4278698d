"""The text of a stored PDF: page by page, in a cell with limits, with a German sentence when there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ris.documents.models import TextState
from ris.documents.pdf.cell import CellFailure, Limits, run_in_cell
from ris.documents.pdf.problems import SENTENCES, Problem
from ris.web.typography import counted

LIMITS = Limits(memory=800_000_000, seconds=15, silence=15.0)
ONLY_PICTURES = "Die Datei enthält keinen Text, nur Bilder von Seiten (Scan)."
NO_TEXT = "Die Datei enthält keinen Text."


@dataclass(frozen=True)
class Extraction:
    """What reading a document brought."""

    state: TextState
    pages: tuple[str, ...] = ()
    page_count: int | None = None
    note: str | None = None
    """A German sentence for the page when something is not as it should be."""
    tagged: bool | None = None
    problem: Problem | None = None

    @property
    def text(self) -> str:
        """The whole text, pages separated by form feeds."""
        return "\f".join(self.pages) if any(self.pages) else ""

    @property
    def needs_ocr(self) -> bool:
        """Whether the text is only visible as a picture."""
        return self.state is TextState.SCAN


@dataclass
class _Heard:
    """What the cell said so far."""

    count: int | None = None
    pages: list[str] = field(default_factory=list)
    pictures: int = 0

    def hear(self, message: dict[str, Any]) -> None:
        """Take in one line."""
        self.count = message.get("count", self.count)
        if "page" in message:
            self.pages.append(message["page"])
            self.pictures += bool(message["picture"])


def extract_text(path: Path, limits: Limits = LIMITS) -> Extraction:
    """Read a document; never raises over what is in it. What was read before a limit struck is kept."""
    heard = _Heard()
    try:
        result = run_in_cell("text", {"path": str(path)}, limits, heard.hear)
    except CellFailure as failure:
        return _failed(heard, failure.problem)
    if result["problem"] is not None:
        return _failed(heard, Problem(result["problem"]))
    return _read(heard, tagged=result["tagged"])


def _failed(heard: _Heard, problem: Problem) -> Extraction:
    note = SENTENCES[problem]
    if any(heard.pages) and heard.count:
        read = f"Gelesen sind nur die ersten {len(heard.pages)} von {heard.count} Seiten."
        return Extraction(TextState.FOUND, tuple(heard.pages), heard.count, f"{note} {read}", problem=problem)
    return Extraction(TextState.UNREADABLE, page_count=heard.count, note=note, problem=problem)


def _read(heard: _Heard, *, tagged: bool) -> Extraction:
    state = TextState.FOUND
    note = None
    count = len(heard.pages)
    if heard.pictures * 2 > count:
        state = TextState.SCAN
        note = ONLY_PICTURES if not any(heard.pages) else _some_pictures(heard)
    elif heard.pictures:
        note = _some_pictures(heard)
    elif not any(heard.pages):
        note = NO_TEXT
    return Extraction(state, tuple(heard.pages), count, note, tagged)


def _some_pictures(heard: _Heard) -> str:
    verb = "ist ein Bild" if heard.pictures == 1 else "sind Bilder"
    return f"{counted(heard.pictures, 'Seite', 'Seiten')} von {len(heard.pages)} {verb} ohne Text."
