"""Bytes of imported files: wanted here, fetched by jobs, kept under the name of their content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ris.access.circles import PUBLIC
from ris.audit.events import PublicEvent
from ris.audit.log import PublicAct, publish_entries
from ris.documents.models import File, TextState
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue, enqueue_all
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.oparl.run import Surroundings
    from ris.storage import Digest

AT_ONCE: Final = 1000


def want_files(body_id: int, house: Surroundings) -> int:
    """Queue the fetching of all files whose bytes are elsewhere; how many there are."""
    wanted, last = 0, 0
    while True:
        with house.transaction() as session:
            question = select(File.id).where(
                File.id > last,
                File.sha512_checksum.is_(None),
                File.deleted.is_(False),
                File.source_url.is_not(None) | File.source_access_url.is_not(None),
            )
            ids = session.scalars(question.order_by(File.id).limit(AT_ONCE)).all()
            enqueue_all(session, JobKind.FETCH_FILE, body_id, {f"file:{own_id}": {"file_id": own_id} for own_id in ids})
        if not ids:
            return wanted
        wanted, last = wanted + len(ids), ids[-1]


def keep_bytes(session: Session, file_id: int, address: str, stored: Digest, *, now: datetime) -> None:
    """Note what was fetched from this address; a file that went or moved meanwhile stays as it is."""
    file = session.scalars(select(File).where(File.id == file_id)).first()
    if file is None or file.deleted or file.sha512_checksum is not None or address not in addresses_of(file):
        return
    file.sha512_checksum, file.size, file.modified = stored.sha512, stored.size, now
    if PUBLIC in file.reader_tokens:
        told = PublicAct(PublicEvent.PUBLISHED, address_of("file", file.id), stored.sha512)
        publish_entries(session, [told], now=now)
    enqueue(session, JobKind.EXTRACT_TEXT, file.body_id, key=f"file:{file.id}", file_id=file.id)


def note_failure(session: Session, file_id: int, reason: str, *, now: datetime) -> None:
    """Say on the file why its bytes are not here."""
    file = session.scalars(select(File).where(File.id == file_id)).first()
    if file is None or file.sha512_checksum is not None or file.text_note == reason:
        return
    file.text_note, file.modified = reason, now
    if file.text is None:
        file.text_state = TextState.UNREADABLE.value


def addresses_of(file: File) -> list[str]:
    """Where its bytes may be had."""
    return [address for address in (file.source_url, file.source_access_url) if address]
