"""What the worker does with documents: draw them, and read the text of stored ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from time import monotonic, time
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import select

from ris.db import db, now_utc, transaction
from ris.documents.building import NotBuilt, build
from ris.documents.extraction import extract_text
from ris.documents.models import DrawnState, File
from ris.documents.pack import PackKind, plan_from
from ris.documents.queries.drawn import drawn_document
from ris.documents.services.drawing import keep_document, refuse_document
from ris.documents.services.reading import keep_text

if TYPE_CHECKING:
    from ris.jobs.worker import JobRun
    from ris.storage import FileStorage

DESK_PREFIX = "document-"
ABANDONED = 3600.0
"""Seconds after which nobody draws in a folder any more."""
MAYBE_PDF = (None, "", "application/pdf", "application/x-pdf", "application/octet-stream")
"""Declared types of files worth looking into; what is openly something else is not our reader's to judge."""
BETWEEN_REPORTS = 0.5
"""Seconds; a page that shows progress asks every two."""


def build_document(run: JobRun) -> None:
    """Draw an ordered document; one that is ready stays as it is."""
    digest = run.payload["digest"]
    row = drawn_document(db.session(), digest)
    if row is None or row.state != DrawnState.ORDERED or row.plan is None:
        return
    kind, plan = PackKind(row.kind), plan_from(row.plan)
    db.session.rollback()  # drawing takes its time; no transaction stays open meanwhile
    drawn: FileStorage = current_app.extensions["drawn"]
    papers: FileStorage = current_app.extensions["storage"]
    desk = _desk()
    with TemporaryDirectory(dir=desk, prefix=DESK_PREFIX) as folder:
        target = Path(folder) / "document.pdf"
        try:
            built = build(kind, plan, papers.path, target, _reports(run), desk)
        except NotBuilt as reason:
            with transaction() as session:
                refuse_document(session, digest, str(reason), now=now_utc())
            return
        with target.open("rb") as stream:
            stored = drawn.put(stream)
    with transaction() as session:
        outdated = keep_document(session, digest, built, stored, now=now_utc())
    for name in outdated:
        drawn.discard(name)


def _desk() -> Path:
    """The folder to draw in, without what killed workers left behind. On disk: /tmp may be memory."""
    desk: Path = current_app.config["RIS"].data_dir / "drawing"
    desk.mkdir(parents=True, exist_ok=True)
    for left in desk.glob(f"{DESK_PREFIX}*"):
        if time() - left.stat().st_mtime > ABANDONED:
            rmtree(left, ignore_errors=True)
    return desk


def _reports(run: JobRun) -> Callable[[int, int], None]:
    """Progress as the job table takes it: not more often than somebody looks."""
    last = monotonic()

    def report(done: int, total: int) -> None:
        nonlocal last
        if monotonic() - last >= BETWEEN_REPORTS:
            run.progress(done, total)
            last = monotonic()

    return report


def read_text(run: JobRun) -> None:
    """Read the text of a stored file; the search learns of it by the changed row."""
    file = db.session.scalars(select(File).where(File.id == run.payload["file_id"])).first()
    if file is None or file.sha512_checksum is None or file.mime_type not in MAYBE_PDF:
        return
    identity, digest = file.id, file.sha512_checksum
    db.session.rollback()
    storage: FileStorage = current_app.extensions["storage"]
    if not storage.holds(digest):
        return
    found = extract_text(storage.path(digest))
    with transaction() as session:
        keep_text(session, identity, digest, found, now=now_utc())
