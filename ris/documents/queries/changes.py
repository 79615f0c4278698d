"""What changed between versions of documents, for one reader: who may read both versions learns it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from ris.documents.models import File, FileVersion
from ris.documents.version_models import FileComparison
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


@dataclass(frozen=True)
class ChangedPages:
    """Which pages of a document are not as they were in an older version."""

    file_id: int
    since: int
    """Number of the older version."""
    version: int
    pages: tuple[int, ...]
    """Of the current version, from 1: inserted, moved, with other words or another picture."""
    removed: tuple[int, ...]
    """Of the older version."""
    note: str | None
    """A German sentence where they could not be compared."""
    reason: str
    """Why the older version was replaced."""

    @property
    def count(self) -> int:
        """Pages to look at: "Geänderte Seiten (3)"."""
        return len(self.pages) + len(self.removed)

    @property
    def address(self) -> str:
        """The page that shows them."""
        return f"/datei/{self.file_id}/aenderungen?von={self.since}"


def changed_pages(session: Session, actor: Actor, file_id: int, since: int | None = None) -> ChangedPages | None:
    """What changed in a document since a version, by default since the one before.

    None where there is nothing to compare with, it was not compared so far, or the actor may not read one of the two.
    """
    return changed_since(session, actor, {file_id: since}).get(file_id)


def changed_since(session: Session, actor: Actor, since: dict[int, int | None]) -> dict[int, ChangedPages]:
    """The same for many documents at once: id → number of the version that was read last."""
    rows = session.execute(
        _readable(actor, FileComparison, FileVersion.reason)
        .where(FileComparison.file_id.in_(sorted(since)), FileComparison.new_number == File.version)
        .order_by(FileComparison.file_id, FileComparison.old_number)
    )
    found = {}
    for row, reason in rows:
        if row.old_number == (since[row.file_id] or row.new_number - 1):
            pages = row.pages or {"changed": [], "removed": []}
            found[row.file_id] = ChangedPages(
                row.file_id,
                row.old_number,
                row.new_number,
                tuple(pages["changed"]),
                tuple(pages["removed"]),
                row.note,
                reason,
            )
    return found


def changed_files(session: Session, actor: Actor, file_ids: Iterable[int]) -> dict[int, ChangedPages]:
    """What changed in these documents since the version before, by file id."""
    return changed_since(session, actor, dict.fromkeys(file_ids))


def comparison_for(session: Session, actor: Actor, file_id: int, old: int, new: int) -> FileComparison | None:
    """A whole comparison of two versions the actor may read."""
    wanted = _readable(actor, FileComparison).where(
        FileComparison.file_id == file_id, FileComparison.old_number == old, FileComparison.new_number == new
    )
    row = session.execute(wanted.options(undefer(FileComparison.content))).first()
    if row is None:
        return None
    found: FileComparison = row[0]
    if not _may_read_new(session, actor, found):
        return None
    return found


def _readable(actor: Actor, *columns: Any) -> Select[Any]:  # noqa: ANN401 - entities and columns
    """Comparisons of documents the actor may read, whose older version the actor may read too."""
    return (
        select(*columns)
        .join(File, File.id == FileComparison.file_id)
        .join(
            FileVersion,
            (FileVersion.file_id == FileComparison.file_id) & (FileVersion.number == FileComparison.old_number),
        )
        .where(File.deleted.is_(False), readable_by(actor, File), readable_by(actor, FileVersion))
    )


def _may_read_new(session: Session, actor: Actor, row: FileComparison) -> bool:
    """The newer version is the current one, or an older one that is readable itself."""
    current = session.scalar(select(File.version).where(File.id == row.file_id, readable_by(actor, File)))
    if current == row.new_number:
        return True
    mine = select(FileVersion.id).where(
        FileVersion.file_id == row.file_id, FileVersion.number == row.new_number, readable_by(actor, FileVersion)
    )
    return session.scalar(mine) is not None
