"""The worker's side of the import: fetching files."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, cast

from flask import current_app
from sqlalchemy import select

from ris.db import db, now_utc, transaction
from ris.documents.models import File
from ris.oparl.fetched import addresses_of, keep_bytes, note_failure
from ris.oparl.fetching import FILE_BYTES, Fetcher, FetchFailed
from ris.oparl.models import ForeignId, ImportSource

if TYPE_CHECKING:
    from ris.jobs.worker import JobRun
    from ris.storage import Storage


def fetch_file(run: JobRun) -> None:
    """Fetch the bytes of a file; what cannot be had for good is said on the file, what may come back is tried again."""
    file_id: int = run.payload["file_id"]
    file = db.session.scalars(select(File).where(File.id == file_id, File.deleted.is_(False))).first()
    if file is None or file.sha512_checksum is not None:
        return
    addresses = addresses_of(file)
    home = _home_of(file_id)
    db.session.rollback()  # fetching takes its time; no transaction stays open meanwhile
    storage: Storage = current_app.extensions["storage"]
    reason = "Die Datei hat keine Adresse."
    for address in addresses:
        try:
            with Fetcher(home, only_home=False).opened(address, FILE_BYTES) as answer:
                stored = storage.put(cast("BinaryIO", answer))
        except FetchFailed as failure:
            if not failure.lasting:
                raise
            reason = f"Die Datei war bei ihrer Quelle nicht zu bekommen: {failure}."
            continue
        with transaction() as session:
            keep_bytes(session, file_id, address, stored, now=now_utc())
        return
    with transaction() as session:
        note_failure(session, file_id, reason, now=now_utc())


def _home_of(file_id: int) -> str:
    """Address of the source the file came from: only there may it lie inside our own network."""
    question = (
        select(ImportSource.address)
        .join(ForeignId, ForeignId.source_id == ImportSource.id)
        .where(ForeignId.kind == "file", ForeignId.subject_id == file_id)
    )
    return db.session.scalar(question.limit(1)) or ""
