"""What the worker does with notes: find their places again in a new version of their document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import select

from ris.db import db, now_utc, transaction
from ris.documents.extraction import extract_text
from ris.documents.models import File
from ris.documents.squeezing import squeezed
from ris.notes.anchoring import Where
from ris.notes.services.reanchoring import keep_places, look_for, notes_to_place, pages_moved

if TYPE_CHECKING:
    from ris.accounts.sealing import KeyRing
    from ris.jobs.worker import JobRun
    from ris.storage import FileStorage

AT_ONCE = 50
"""Notes written in one transaction: others want to write, too."""


def reanchor_notes(run: JobRun) -> None:
    """Place the notes of a document in its current version. One that cannot be read leaves them where they are."""
    session = db.session()
    file = session.scalars(select(File).where(File.id == run.payload["file_id"])).first()
    papers: FileStorage = current_app.extensions["storage"]
    if file is None or file.sha512_checksum is None or not papers.holds(file.sha512_checksum):
        return
    notes = notes_to_place(session, file.id)
    if not notes:
        return
    digest, moved = file.sha512_checksum, pages_moved(session, file.id, file.version)
    session.expunge_all()
    session.rollback()  # reading takes its time; no transaction stays open meanwhile
    read = extract_text(papers.path(digest))
    if read.problem is not None:
        return
    keys: KeyRing = current_app.extensions["note_keys"]
    where = Where(digest, tuple(squeezed(page) for page in read.pages), moved)
    for start in range(0, len(notes), AT_ONCE):
        found = look_for(notes[start : start + AT_ONCE], where, keys)
        with transaction() as writing:
            keep_places(writing, found, digest, keys, now=now_utc())
        run.progress(min(start + AT_ONCE, len(notes)), len(notes))
