"""Remembering which version of a document an account has read, for all of its devices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.documents.models import File, FileVersion
from ris.notes.annotation import HASH_LENGTH
from ris.notes.models import DocumentRead
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

MOST: Final = 500
"""Documents named at once; the rest is named with the next exchange."""


def keep_read(session: Session, actor: Actor, hashes: Sequence[object], *, now: datetime) -> None:
    """Note that the account has read these bytes; what it may not read, or was read before, changes nothing."""
    require(actor, Permission.NOTE_KEEP)
    wanted = {each for each in hashes[:MOST] if isinstance(each, str) and len(each) == HASH_LENGTH}
    if not wanted:
        return
    present = select(File.id, File.version).where(File.sha512_checksum.in_(wanted), readable_by(actor, File))
    older = select(FileVersion.file_id, FileVersion.number).where(
        FileVersion.sha512_checksum.in_(wanted), readable_by(actor, FileVersion)
    )
    newest: dict[int, int] = {}
    for file_id, version in [*session.execute(older), *session.execute(present)]:
        newest[file_id] = max(version, newest.get(file_id, 0))
    theirs = select(DocumentRead).where(DocumentRead.user_id == actor.user_id, DocumentRead.file_id.in_(sorted(newest)))
    known = {row.file_id: row for row in session.scalars(theirs)}
    for file_id, version in newest.items():
        row = known.get(file_id)
        if row is None:
            session.add(DocumentRead(user_id=actor.user_id, file_id=file_id, version=version, at=now))
        elif row.version < version:
            row.version, row.at = version, now
