"""What the worker does with papers being written: look through uploads, make PDFs and texts of them, remind signers."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import select

from ris.council.town import body_settings
from ris.db import db, now_utc, transaction
from ris.documents.converting import NotConverted, convert_to_pdf, recognise
from ris.documents.inspecting import inspect
from ris.documents.models import File
from ris.documents.uploads import OFFICE, ContentKind
from ris.drafting.services.checking import keep_findings, keep_made_pdf, note_failure
from ris.drafting.services.letters import remind_signers

if TYPE_CHECKING:
    from collections.abc import Callable

    from ris.jobs.worker import JobRun
    from ris.storage import FileStorage


def check_file(run: JobRun) -> None:
    """Look through an upload; of an office document without a finding that stops it a PDF is made."""
    found = _file_of(run)
    if found is None:
        return
    identity, digest, kind, path = found
    findings = inspect(path, kind, _own_places())
    with transaction() as session:
        going_on = keep_findings(session, identity, digest, findings, now=now_utc())
    if going_on and kind in OFFICE:
        _make(identity, digest, lambda target: convert_to_pdf(path, kind, target))


def recognise_text(run: JobRun) -> None:
    """Read the text out of a scan; a new file takes its place, the scan stays."""
    found = _file_of(run)
    if found is not None and found[2] is ContentKind.PDF:
        identity, digest, _, path = found
        _make(identity, digest, lambda target: recognise(path, target))


def remind(run: JobRun) -> None:
    """Remind those whose signature is waited for; the job's key is the town's address."""
    with transaction() as session:
        remind_signers(session, run.payload.get("address", ""), now=now_utc())


def _make(identity: int, digest: str, make: Callable[[Path], None]) -> None:
    storage: FileStorage = current_app.extensions["storage"]
    with TemporaryDirectory(dir=_desk(), prefix="upload-") as folder:
        target = Path(folder) / "made.pdf"
        try:
            make(target)
        except NotConverted as reason:
            with transaction() as session:
                note_failure(session, identity, digest, str(reason), now=now_utc())
            return
        with target.open("rb") as stream:
            stored = storage.put(stream)
    with transaction() as session:
        keep_made_pdf(session, identity, digest, stored, now=now_utc())


def _desk() -> Path:
    desk: Path = current_app.config["RIS"].data_dir / "drawing"
    desk.mkdir(parents=True, exist_ok=True)
    return desk


def _file_of(run: JobRun) -> tuple[int, str, ContentKind, Path] | None:
    """The file a job is about: id, digest, kind and where its bytes are; None when it has gone."""
    file = db.session.scalars(select(File).where(File.id == run.payload["file_id"])).first()
    storage: FileStorage = current_app.extensions["storage"]
    if file is None or file.sha512_checksum is None or not storage.holds(file.sha512_checksum):
        return None
    identity, digest, kind = file.id, file.sha512_checksum, ContentKind(file.mime_type or "")
    db.session.rollback()  # looking takes its time; no transaction stays open meanwhile
    return identity, digest, kind, storage.path(digest)


def _own_places() -> list[str]:
    settings = body_settings(db.session())
    db.session.rollback()  # reading a file takes its time; no transaction waits for it
    return settings.office_places
