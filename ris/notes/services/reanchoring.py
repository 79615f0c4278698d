"""Finding the places of notes again when their document was replaced; nobody's act, so nobody's permission.

Only places change, never words; devices pull the note by its new revision. What is not found keeps the place it had, and the
bytes it was written about: who may not read those is not shown their words (ris/notes/queries.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.documents.models import File
from ris.documents.version_models import FileComparison
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue
from ris.notes.anchoring import BYTES, Anchor, Place, Where, place, placed
from ris.notes.models import Note
from ris.notes.sealed import content_of, put_content
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from ris.accounts.sealing import KeyRing


@dataclass(frozen=True)
class Found:
    """Where a note belongs now, and the revision it was looked for in."""

    note_id: int
    revision: int
    at: Place


def notes_to_place(session: Session, file_id: int) -> Sequence[Note]:
    """The notes of a document that are not deleted."""
    of_file = select(Note).where(Note.file_id == file_id, Note.deleted.is_(None))
    return session.scalars(of_file.order_by(Note.id)).all()


def pages_moved(session: Session, file_id: int, version: int) -> Mapping[str, Sequence[int | None]]:
    """For the bytes of each older version that was compared: the number each of its pages has now."""
    rows = session.execute(
        select(FileComparison.old_sha512, FileComparison.content).where(
            FileComparison.file_id == file_id, FileComparison.new_number == version, FileComparison.note.is_(None)
        )
    )
    return {row.old_sha512: row.content["moved_to"] for row in rows if row.content}


def look_for(notes: Sequence[Note], where: Where, keys: KeyRing) -> list[Found]:
    """Where notes belong in a version; those that were looked for in it before are left out."""
    found = []
    for note in notes:
        content = content_of(note, keys)
        if content is not None and where.hash not in _known(content):
            found.append(Found(note.id, note.revision, place(content, where)))
    return found


def keep_places(session: Session, found: Sequence[Found], hash_: str, keys: KeyRing, *, now: datetime) -> int:
    """Write the new places down; how many. A note that was written meanwhile is looked for again the next time."""
    wanted = {each.note_id: each for each in found}
    kept = 0
    for note in session.scalars(select(Note).where(Note.id.in_(wanted)).order_by(Note.id).with_for_update()):
        content = content_of(note, keys)
        each = wanted[note.id]
        if content is None or note.revision != each.revision:
            continue
        after = placed(content, each.at, hash_)
        put_content(note, after, keys)
        note.anchor = each.at.state.value
        if each.at.state is not Anchor.ORPHAN:
            note.anchored_to = hash_
        note.revision += 1
        note.changed = now  # news count from here, not from when the document was replaced
        kept += 1
    return kept


def touched_words(count: int) -> str:
    """As a page says it; empty for none."""
    if count == 0:
        return ""
    return (
        "1 Ihrer Notizen betrifft eine geänderte Stelle"
        if count == 1
        else f"{count} Ihrer Notizen betreffen geänderte Stellen"
    )


def order_places(session: Session, uuids: Sequence[str]) -> None:
    """Have notes looked for that a device wrote about bytes that were replaced meanwhile."""
    late = (
        select(Note.file_id)
        .join(File, File.id == Note.file_id)
        .where(
            Note.uuid.in_(uuids),
            Note.deleted.is_(None),
            Note.anchor != Anchor.ORPHAN,
            Note.anchored_to != File.sha512_checksum,
        )
        .distinct()
    )
    for file_id in session.scalars(late):
        enqueue(session, JobKind.REANCHOR, current_body_id(), key=f"file:{file_id}", file_id=file_id)


def _known(content: Mapping[str, Any]) -> tuple[str | None, str]:
    return content.get("ris:anchored_to"), content["target"]["source"].removeprefix(BYTES)
