"""Keeping what two versions of a document were found to differ in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.documents.models import File, FileVersion
from ris.documents.version_models import FileComparison

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.documents.version_changes import Compared, Version

MOST_OLDER = 8
"""Older versions the current one is compared with: who read one of these learns what changed since."""
COMPARED = "application/pdf"


def uncompared(session: Session, file_id: int) -> tuple[tuple[int, str], Sequence[tuple[int, str]]] | None:
    """The current version of a PDF, and the older ones it was not compared with: number and digest; None where none is."""
    file = session.scalars(select(File).where(File.id == file_id)).first()
    if file is None or file.sha512_checksum is None or file.mime_type != COMPARED:
        return None
    done = select(FileComparison.old_number).where(
        FileComparison.file_id == file_id, FileComparison.new_number == file.version
    )
    older = session.execute(
        select(FileVersion.number, FileVersion.sha512_checksum)
        .where(FileVersion.file_id == file_id, FileVersion.mime_type == COMPARED, FileVersion.number.not_in(done))
        .order_by(FileVersion.number.desc())
        .limit(MOST_OLDER)
    ).all()
    return (file.version, file.sha512_checksum), [(row.number, row.sha512_checksum) for row in older]


def keep_comparison(
    session: Session, file_id: int, old: Version, new: Version, compared: Compared, *, now: datetime
) -> None:
    """Keep a comparison; one that is there already stays."""
    known = select(FileComparison).where(
        FileComparison.file_id == file_id,
        FileComparison.old_number == old.number,
        FileComparison.new_number == new.number,
    )
    if session.scalars(known).first() is None:
        session.add(
            FileComparison(
                file_id=file_id,
                old_number=old.number,
                new_number=new.number,
                old_sha512=old.sha512,
                new_sha512=new.sha512,
                note=compared.note,
                pages=compared.pages,
                content=compared.content,
                made=now,
            )
        )
