"""What a job does with the text of a stored file."""

from io import BytesIO
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.db import transaction
from ris.documents.models import File, TextState
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue
from tests.documents import papers
from tests.factories.documents import file


def read(app: Flask, path: Path, **columns: str) -> File:
    """Store a file as the house does, let the worker read it, and look again."""
    digest = app.extensions["storage"].put(BytesIO(path.read_bytes()))
    row = file(sha512_checksum=digest.sha512, size=digest.size, **columns)
    with transaction() as session:
        enqueue(session, JobKind.EXTRACT_TEXT, row.body_id, key=f"file:{row.id}", file_id=row.id)
    app.extensions["worker"]().drain()
    with transaction() as session:
        return session.scalars(select(File).where(File.id == row.id)).one()


def test_text_pages_and_state_are_kept(app: Flask, session: Session, tmp_path: Path) -> None:
    found = read(app, papers.paper(tmp_path, "a", 2))
    assert (found.text_state, found.page_count, found.text_note, found.tagged) == ("found", 2, None, False)
    assert found.text is not None
    assert found.text.split("\f")[1].strip() == "a: Seite 2 mit Straßen und Gebühren"


def test_a_scan_and_a_locked_file_say_so(app: Flask, session: Session, tmp_path: Path) -> None:
    scan = read(app, papers.scan(tmp_path))
    assert (scan.text_state, scan.text, scan.page_count) == (TextState.SCAN, None, 2)
    locked = read(app, papers.encrypted(tmp_path))
    assert (locked.text_state, locked.text_note) == (
        TextState.UNREADABLE,
        "Die Datei ist mit einem Kennwort geschützt.",
    )


def test_a_text_that_came_with_an_import_outlives_a_scan(app: Flask, session: Session, tmp_path: Path) -> None:
    found = read(app, papers.scan(tmp_path), text="Der Brunnen", text_state="found")
    assert (found.text, found.text_state, found.page_count) == ("Der Brunnen", "found", 2)


def test_reading_twice_changes_nothing(app: Flask, session: Session, tmp_path: Path) -> None:
    found = read(app, papers.paper(tmp_path, "a"))
    before = found.modified
    with transaction() as again:
        enqueue(again, JobKind.EXTRACT_TEXT, found.body_id, key=f"file:{found.id}", file_id=found.id)
    app.extensions["worker"]().drain()
    assert session.scalars(select(File.modified).where(File.id == found.id)).one() == before


def test_what_is_openly_no_pdf_is_left_alone(app: Flask, session: Session, tmp_path: Path) -> None:
    found = read(app, papers.login_page(tmp_path), mime_type="text/html")
    assert (found.text_state, found.text_note, found.page_count) == (TextState.UNKNOWN, None, None)
