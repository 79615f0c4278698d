"""Storing documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.documents.models import File, TextState
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue
from ris.scope.current import current_body_id
from ris.scope.readers import audience_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.storage import Storage


@dataclass(frozen=True)
class KnownText:
    """The text of a document we wrote ourselves, so that nobody has to read it out of the PDF."""

    pages: tuple[str, ...]
    tagged: bool
    """Whether it was written with tags for screen readers."""


@dataclass(frozen=True)
class NewFile:
    """A document to be stored."""

    name: str
    file_name: str
    mime_type: str = "application/pdf"
    date: date | None = None
    known: KnownText | None = None
    """``None``: a job will read the text."""
    alt_text: str = ""
    """What a picture shows, in words."""


def store_file(
    session: Session,
    actor: Actor,
    storage: Storage,
    stream: BinaryIO,
    new: NewFile,
    *,
    readers: Iterable[str],
    now: datetime,
) -> File:
    """Keep the bytes under their digest; a job reads the text unless it is known already."""
    require(actor, Permission.FILE_STORE)
    digest = storage.put(stream)
    file = File(
        name=new.name,
        file_name=new.file_name,
        mime_type=new.mime_type,
        alt_text=new.alt_text or None,
        date=new.date,
        size=digest.size,
        sha512_checksum=digest.sha512,
        audience=audience_for(session, readers),
        created=now,
        modified=now,
    )
    session.add(file)
    if new.known is not None:
        file.text = "\f".join(new.known.pages)
        file.page_count = len(new.known.pages)
        file.text_state = TextState.FOUND
        file.tagged = new.known.tagged
    record(session, actor, AuditEvent.FILE_STORED, file, {"sha512": digest.sha512}, now=now)
    if new.known is None:
        enqueue(session, JobKind.EXTRACT_TEXT, current_body_id(), key=f"file:{file.id}", file_id=file.id)
    return file
