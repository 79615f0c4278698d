"""Having two stored versions of a PDF compared, and their changed pages drawn, in cells; never an error over what is in them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ris.documents.comparing import Change, Piece
from ris.documents.page_changes import ChangedPage, PageChange
from ris.documents.pdf.cell import CellFailure, Limits, run_in_cell
from ris.documents.pdf.problems import SENTENCES, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LIMITS = Limits(memory=1_500_000_000, seconds=180, silence=60.0)
"""Two versions of 1,000 pages take 14 seconds and 330 MB."""
DRAWING_LIMITS = Limits(memory=1_200_000_000, seconds=120, silence=30.0)
MOST_DRAWN = 60
"""Pages drawn of each version; of the others the page shows the words."""
TOO_LARGE = "Die Fassungen sind zu umfangreich, um sie zu vergleichen."


@dataclass(frozen=True)
class Version:
    """One version of a document."""

    number: int
    sha512: str
    path: Path


@dataclass(frozen=True)
class DrawnPage:
    """A page's picture."""

    number: int
    path: Path
    width: int
    height: int
    """Dots."""


@dataclass(frozen=True)
class Compared:
    """What comparing brought."""

    content: dict[str, Any] | None
    note: str | None = None
    """A German sentence where there is no content."""

    @property
    def pages(self) -> dict[str, list[int]] | None:
        """Numbers of changed pages, for lists."""
        if self.content is None:
            return None
        changes = changes_from(self.content)
        return {
            "changed": [each.new for each in changes if each.new],
            "removed": [each.old for each in changes if each.old and not each.new],
        }


def compare_files(old: Version, new: Version) -> Compared:
    """Compare two stored versions page by page."""
    request = {"old": str(old.path), "new": str(new.path)}
    try:
        result = run_in_cell("versions", request, LIMITS, lambda _message: None)
    except CellFailure as failure:
        if failure.problem in (Problem.TOO_SLOW, Problem.TOO_HUNGRY):
            return Compared(None, TOO_LARGE)
        return Compared(
            None, "Die Fassungen lassen sich nicht vergleichen: Eine davon ist beschädigt oder sprengt die Grenzen."
        )
    if result["problem"] is None:
        return Compared(result["comparison"])
    problem = Problem(result["problem"])
    if problem is Problem.TOO_LONG:
        return Compared(None, TOO_LARGE)
    number = old.number if result["version"] == "old" else new.number
    return Compared(None, f"Die Fassungen lassen sich nicht vergleichen. Fassung {number}: {SENTENCES[problem]}")


def draw_changed(version: Version, numbers: Sequence[int], folder: Path) -> Sequence[DrawnPage]:
    """Pictures of these pages, as far as they can be drawn; what was drawn before a limit struck is kept."""
    wanted = sorted(set(numbers))[:MOST_DRAWN]
    drawn: list[DrawnPage] = []

    def hear(said: dict[str, int]) -> None:
        drawn.append(DrawnPage(said["page"], folder / f"{said['page']}.png", said["width"], said["height"]))

    if wanted:
        with suppress(CellFailure):
            request = {"path": str(version.path), "pages": wanted, "folder": str(folder)}
            run_in_cell("selected", request, DRAWING_LIMITS, hear)
    return drawn


def changes_from(content: Mapping[str, Any]) -> list[ChangedPage]:
    """The changed pages of a kept comparison."""
    return [
        ChangedPage(
            PageChange(each["change"]),
            each["old"],
            each["new"],
            tuple(Piece(Change(change), text) for change, text in each["pieces"]),
        )
        for each in content["changes"]
    ]
