"""Keeping what the check of an upload found, and files made of uploads; the worker's own verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from ris.access.actor import Actor
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.documents.findings import EXPLAINED, FindingCode, Weight
from ris.documents.models import File, PaperFile
from ris.documents.uploads import SUFFIXES, ContentKind
from ris.drafting.models import FileCheck, FileFinding
from ris.drafting.rules import CheckState
from ris.drafting.services.attaching import order_check
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.storage import Digest

MOST_FINDINGS = 60
"""Rows of one file: a paper blackened wrongly is so on every page."""


def keep_findings(
    session: Session, file_id: int, digest: str, findings: Sequence[dict[str, Any]], *, now: datetime
) -> bool:
    """Note what was found in these bytes; whether nothing in it stops the file. What was settled before stays so."""
    check = session.get(FileCheck, file_id)
    if check is None or check.digest != digest:
        return False
    settled = {
        (row.code, row.page): row
        for row in session.scalars(select(FileFinding).where(FileFinding.file_id == file_id))
        if row.accepted is not None
    }
    file = session.get_one(File, file_id)
    said = [each for each in findings if not (file.alt_text and each["code"] == FindingCode.NO_ALT_TEXT)]
    gone = (FileFinding.file_id == file_id) & FileFinding.accepted.is_(None)
    session.execute(delete(FileFinding).where(gone), execution_options={"synchronize_session": False})
    for found in said[:MOST_FINDINGS]:
        if (found["code"], found["page"]) not in settled:
            session.add(
                FileFinding(file_id=file_id, code=found["code"], page=found["page"], facts=found["facts"] or None)
            )
    check.state, check.finished = CheckState.DONE.value, now
    return not any(EXPLAINED[FindingCode(found["code"])].weight is Weight.STOP for found in findings)


def note_failure(session: Session, file_id: int, digest: str, sentence: str, *, now: datetime) -> None:
    """Note that no PDF or no text could be made of a file."""
    check = session.get(FileCheck, file_id)
    if check is None or check.digest != digest:
        return
    check.state, check.finished, check.note = CheckState.DONE.value, now, sentence
    file = session.get_one(File, file_id)
    if file.mime_type != ContentKind.PDF.value:
        session.add(FileFinding(file_id=file_id, code=FindingCode.NOT_CONVERTED.value, facts=None))


def keep_made_pdf(session: Session, file_id: int, digest: str, stored: Digest, *, now: datetime) -> File | None:
    """Put the PDF made of an upload in its place in every paper; the upload itself stays as its original."""
    original = session.get(File, file_id)
    if original is None or original.sha512_checksum != digest:
        return None
    known = select(File).where(File.master_file_id == file_id, File.sha512_checksum == stored.sha512)
    if session.scalars(known).first() is not None:
        return None  # a worker was killed behind its last step; the job runs once more
    made = File(
        name=original.name,
        file_name=(original.file_name or "Unterlage").rpartition(".")[0] + SUFFIXES[ContentKind.PDF],
        mime_type=ContentKind.PDF.value,
        date=original.date,
        size=stored.size,
        sha512_checksum=stored.sha512,
        master_file_id=original.id,
        audience=original.audience,
        created=now,
        modified=now,
    )
    session.add(made)
    session.flush()  # the papers' links need its id
    for link in session.scalars(select(PaperFile).where(PaperFile.file_id == file_id)).all():
        session.add(
            PaperFile(
                paper_id=link.paper_id,
                file_id=made.id,
                role=link.role,
                position=link.position,
                public=link.public,
                closed_reason=link.closed_reason,
            )
        )
        session.delete(link)
    machine = Actor.machine(current_body_id(), "upload")
    record(session, machine, AuditEvent.FILE_STORED, made, {"sha512": stored.sha512, "of": file_id}, now=now)
    enqueue(session, JobKind.EXTRACT_TEXT, current_body_id(), key=f"file:{made.id}", file_id=made.id)
    order_check(session, made, now=now)
    return made
