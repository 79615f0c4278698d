"""No room is left: refused with a sentence, nothing stored half, and all goes on as soon as there is room again."""

import errno
import io
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from config import Config
from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, PUBLIC
from ris.audit.cli import public_lines
from ris.audit.models import AuditEntry, PublicLogEntry
from ris.audit.queries import trail_problems
from ris.audit.verify_log import problems_in
from ris.council.models import Body
from ris.db import db
from ris.documents.models import File, FileVersion, Paper
from ris.documents.rules import PaperState
from ris.publication.models import PublicationProposal
from tests.documents.uploads import pdf
from tests.factories import documents
from tests.signing_in import sent, signed_in

SENTENCE = "Der Speicherplatz dieses Rechners ist voll."
OLD, NEW = pdf("The old words."), pdf("The new words.")
LONG_WORDS = "Der Radweg wird gebaut. " * 800


@contextmanager
def no_room_in_the_database(app: Flask) -> Iterator[None]:
    """SQLite may not grow by a page: what it answers on a full disk is SQLITE_FULL, as here."""

    def at_most_as_now(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "connect", at_most_as_now)
    yield
    event.remove(db.engine, "connect", at_most_as_now)
    db.session.remove()
    db.engine.dispose()


@pytest.fixture
def no_room_for_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("ris.storage.stores.os.fsync", full)


@pytest.fixture
def small(config: Config) -> None:
    if not config.database_url.startswith("sqlite"):
        pytest.skip("disk full: a PostgreSQL that may not grow needs a file system of its own")


def counts(session: Session) -> list[int]:
    session.rollback()
    tables = (File, FileVersion, Paper, PublicationProposal, AuditEntry, PublicLogEntry)
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def all_is_whole(session: Session, body_id: int) -> None:
    assert list(problems_in(public_lines(session))) == []
    assert list(trail_problems(session, Actor.machine(body_id, "test"))) == []


def stored_file(app: Flask) -> int:
    digest = app.extensions["storage"].put(io.BytesIO(OLD))
    return documents.file(mime_type="application/pdf", sha512_checksum=digest.sha512, size=digest.size).id


def upload(client: FlaskClient, file_id: int) -> tuple[int, str]:
    fields: dict[str, object] = {"reason": "Seite 3 fehlte.", "document": (io.BytesIO(NEW), "neu.pdf")}
    answer = sent(client, f"/datei/{file_id}/ersetzen", fields)
    return answer.status_code, answer.text


def test_an_upload_to_a_full_disk_is_refused_and_leaves_nothing(
    app: Flask, config: Config, session: Session, no_room_for_files: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = signed_in(app, "Kern", Role.CLERK)
    with monkeypatch.context() as room:
        room.setattr("ris.storage.stores.os.fsync", lambda _descriptor: None)
        file_id = stored_file(app)
    before = counts(session)
    status, text = upload(clerk, file_id)
    assert (status, SENTENCE in text, counts(session)) == (507, True, before)
    assert list(Path(config.files_dir, "incoming").iterdir()) == []
    assert clerk.get(f"/datei/{file_id}").data == OLD


def test_a_paper_for_which_there_is_no_room_is_refused_and_nothing_is_corrupt(
    app: Flask, body: Body, session: Session, small: None
) -> None:
    clerk, body_id = signed_in(app, "Kern", Role.CLERK), body.id
    paper = documents.paper(
        name="Radweg",
        kind="proposal",
        state=PaperState.DRAFT.value,
        reference=None,
        slug="e-1",
        readers={ADMINISTRATION},
    )
    desk = f"/vorlage/{paper.id}/bearbeiten"
    fields: dict[str, object] = {
        "titel": "Radweg",
        "name": "Radweg",
        "begruendung": LONG_WORDS,
        "reasons": LONG_WORDS,
        "saves": "0",
    }
    before = counts(session)
    with no_room_in_the_database(app):
        answer = sent(clerk, desk, fields)
        assert (answer.status_code, SENTENCE in answer.text) == (507, True)
    assert counts(session) == before
    all_is_whole(session, body_id)
    assert sent(clerk, desk, fields).status_code == 303


def test_a_publication_for_which_there_is_no_room_is_not_made_at_all(
    app: Flask, body: Body, session: Session, small: None
) -> None:
    first, second, body_id = signed_in(app, "Erste", Role.CLERK), signed_in(app, "Zweite", Role.CLERK), body.id
    paper = documents.paper(name="Radweg", public=True, state="on_agenda", readers={ADMINISTRATION})
    for number in range(40):
        file = documents.file(name=f"Anlage {number}", sha512_checksum=f"{number:0128}", readers={ADMINISTRATION})
        documents.paper_file(paper_id=paper.id, file_id=file.id, position=number, public=True)
    page = f"/vorlage/{paper.slug}/veroeffentlichen"
    keys = [f"paper:{paper.id}", *(f"file:{file_id}" for file_id in session.scalars(select(File.id)))]
    assert sent(first, page, {"zeile": keys, "geprueft": "1"}).status_code == 303
    proposal = session.scalars(select(PublicationProposal.id)).one()
    before = counts(session)
    with no_room_in_the_database(app):
        answer = sent(second, f"/veroeffentlichung/{proposal}/bestaetigen", {}, page=page)
        assert (answer.status_code, SENTENCE in answer.text) == (507, True)
    assert counts(session) == before
    assert not any(PUBLIC in row.reader_tokens for row in session.scalars(select(File)))
    all_is_whole(session, body_id)
    assert sent(second, f"/veroeffentlichung/{proposal}/bestaetigen", {}, page=page).status_code in {302, 303}
    session.rollback()
    assert all(PUBLIC in row.reader_tokens for row in session.scalars(select(File)))
