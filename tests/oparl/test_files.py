import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.audit.models import PublicLogEntry
from ris.documents.models import File
from ris.jobs.models import Job, JobKind
from ris.jobs.worker import JobRun
from ris.oparl import fetching, tasks
from ris.oparl.fetching import Fetcher, FetchFailed, Patience
from ris.oparl.remote import Remote
from ris.oparl.tasks import fetch_file
from tests.oparl.server import Server, serving
from tests.oparl.town import bring, file, thing, write_folder

CONTENT = b"%PDF-1.7 so etwas"
QUICK = Patience(connecting=1.0, reading=1.0, whole=2.0, pause=0.01)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        tasks, "Fetcher", lambda home, **more: Fetcher(home, patience=QUICK, sleep=lambda _s: None, **more)
    )


def wanted(server: Server, **places: str) -> None:
    """A source on this machine with one file."""
    one = {**file(1), **({"downloadUrl": f"{server.home}/datei", "accessUrl": f"{server.home}/ansicht"} | places)}
    body = thing("Body", "body/1", name="Stadt Lindenau", file=f"{server.home}/files")
    server.answers |= {"/body": body, "/files": {"data": [one], "links": {}}}
    fetcher = Fetcher(f"{server.home}/body", patience=QUICK, sleep=lambda _seconds: None)
    report = bring(Remote(f"{server.home}/body", fetcher), files=True)
    assert (report.problems, report.files_wanted) == ([], 1)


def run_job(session: Session) -> File:
    session.rollback()
    job = session.scalars(select(Job).where(Job.kind == JobKind.FETCH_FILE)).one()
    run = JobRun(job.body_id, [job.payload], (job.id,))
    session.rollback()
    fetch_file(run)
    session.rollback()
    session.expire_all()
    return session.scalars(select(File)).one()


def test_a_wanted_file_is_fetched_kept_logged_and_handed_on(app: Flask, session: Session, server: Server) -> None:
    wanted(server)
    server.answers["/datei"] = lambda request: request.give(CONTENT, Content_Type="application/pdf")
    found = run_job(session)
    digest = hashlib.sha512(CONTENT).hexdigest()
    assert (found.sha512_checksum, found.size) == (digest, len(CONTENT))
    assert app.extensions["storage"].path(digest).read_bytes() == CONTENT
    entry = session.scalars(select(PublicLogEntry)).one()
    assert (entry.event, entry.address, entry.digest) == ("published", f"/datei/{found.id}", digest)
    extraction = session.scalars(select(Job).where(Job.kind == JobKind.EXTRACT_TEXT)).one()
    assert extraction.payload == {"file_id": found.id}


def test_a_second_run_of_the_job_fetches_nothing(session: Session, server: Server) -> None:
    wanted(server)
    server.answers["/datei"] = lambda request: request.give(CONTENT)
    run_job(session)
    server.asked.clear()
    run_job(session)
    assert server.asked == []


def test_where_one_address_has_nothing_the_other_is_asked(session: Session, server: Server) -> None:
    wanted(server)
    server.answers["/ansicht"] = lambda request: request.give(CONTENT)
    assert run_job(session).sha512_checksum


def test_what_cannot_be_had_is_said_on_the_file(session: Session, server: Server) -> None:
    wanted(server)
    found = run_job(session)
    assert found.sha512_checksum is None
    assert found.text_note == "Die Datei war bei ihrer Quelle nicht zu bekommen: Antwort 404."


def test_a_server_in_trouble_is_asked_again_later(session: Session, server: Server) -> None:
    wanted(server)
    server.answers["/datei"] = lambda request: request.give(b"", 503)
    with pytest.raises(FetchFailed):
        run_job(session)


def test_a_file_that_is_too_large_is_not_kept(
    app: Flask, session: Session, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "FILE_BYTES", 1000)
    monkeypatch.setattr(fetching, "FILE_BYTES", 1000)
    wanted(server)
    server.answers["/datei"] = server.answers["/ansicht"] = lambda request: request.give(b"x" * 100_000)
    assert "größer als" in (run_job(session).text_note or "")
    incoming: Any = app.extensions["storage"]
    assert list((incoming._folder / "incoming").glob("*")) == []


def test_files_of_a_folder_are_never_fetched_from_our_own_network(
    session: Session, server: Server, tmp_path: Path
) -> None:
    server.answers["/datei"] = lambda request: request.give(CONTENT)
    inside = {**file(1), "id": f"{server.home}/file/1", "downloadUrl": f"{server.home}/datei"}
    del inside["accessUrl"]
    bring(write_folder(tmp_path / "quelle", [inside]), files=True)
    assert "liegt im eigenen Netz" in (run_job(session).text_note or "")
    assert server.asked == []
