"""What the page of changed pages shows: which, in words, each with its pictures before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ris.documents.models import File, FileVersion
from ris.documents.page_changes import ChangedPage, PageChange
from ris.documents.queries.changes import comparison_for
from ris.documents.queries.files import file_for, versions_of_file
from ris.documents.version_changes import changes_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.version_models import FileComparison

MOST_SHOWN = 100
"""Pages shown with pictures and words; the others are named."""
WORDS = {
    PageChange.INSERTED: "neue Seite",
    PageChange.REMOVED: "Seite entfallen",
    PageChange.MOVED: "Seite verschoben",
    PageChange.CHANGED: "Text geändert",
    PageChange.REDRAWN: "Bild geändert",
}


@dataclass(frozen=True)
class Picture:
    """A page's picture."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class ShownChange:
    """A changed page as it is shown."""

    page: ChangedPage
    before: Picture | None
    after: Picture | None

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"neu-{self.page.new}" if self.page.new else f"alt-{self.page.old}"

    @property
    def whole(self) -> bool:
        """Whether all its words came or went: then the picture says it better."""
        return self.page.old is None or self.page.new is None

    @property
    def title(self) -> str:
        """Which page it is, and what happened to it."""
        old, new, change = self.page.old, self.page.new, self.page.change
        if change is PageChange.MOVED:
            return f"Seite {old} ist jetzt Seite {new}"
        if new is None:
            return f"Seite {old} ist entfallen"
        if old is None:
            return f"Seite {new} ist neu"
        before = "" if old == new else f" (vorher Seite {old})"
        return f"Seite {new}{before}: {WORDS[change]}"


@dataclass(frozen=True)
class ChangePage:
    """The whole page."""

    file: File
    old: FileVersion
    older: Sequence[FileVersion]
    """All versions to compare the current one with."""
    waiting: bool
    """Whether the comparison is still to be made."""
    note: str
    """Why there is none, in a German sentence; empty where there is one."""
    changes: tuple[ShownChange, ...]

    @property
    def count(self) -> int:
        """Changed pages in all."""
        return len(self.changes)

    @property
    def shown(self) -> tuple[ShownChange, ...]:
        """Those with pictures and words."""
        return self.changes[:MOST_SHOWN]


def change_page(session: Session, actor: Actor, file_id: int, since: int | None) -> ChangePage | None:
    """The current version beside an older one, by default the last; None where the actor may not read both."""
    file = file_for(session, actor, file_id)
    older = versions_of_file(session, actor, file_id) if file else ()
    old = next((version for version in older if since in (None, version.number)), None)
    if file is None or file.deleted or old is None:
        return None
    row = comparison_for(session, actor, file_id, old.number, file.version)
    compared = row.content if row is not None else None
    changes = tuple(_shown(row, each) for each in changes_from(compared)) if row is not None and compared else ()
    return ChangePage(file, old, older, row is None, _note(file, row), changes)


def _note(file: File, row: FileComparison | None) -> str:
    if file.mime_type != "application/pdf":
        return "Nur Fassungen von PDF-Dateien lassen sich Seite für Seite vergleichen."
    if row is None:
        return "Der Vergleich wird gerade erstellt. Bitte laden Sie die Seite in einigen Minuten neu."
    return row.note or ""


def _shown(row: FileComparison, page: ChangedPage) -> ShownChange:
    pictures = (row.content or {}).get("pictures", {})
    base = f"/datei/{row.file_id}/seitenbild/{row.old_number}-{row.new_number}"

    def picture(which: str, side: str, number: int | None) -> Picture | None:
        known = pictures.get(side, {}).get(str(number))
        return Picture(f"{base}/{which}/{number}.png", known[1], known[2]) if known else None

    return ShownChange(page, picture("alt", "old", page.old), picture("neu", "new", page.new))
