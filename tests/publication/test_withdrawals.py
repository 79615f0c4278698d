"""Whole subjects are withdrawn: a paper with its files, a meeting with its agenda."""

import io
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION, PUBLIC
from ris.access.policy import Forbidden
from ris.audit.models import Tombstone
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import File, FileRole, Paper
from ris.documents.services.files import NewFile, store_file
from ris.documents.services.papers import NewPaper, add_paper, attach_file, release_paper
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.meetings.services.agendas import NewItem, add_item
from ris.meetings.services.planning import NewMeeting, add_meeting
from ris.meetings.services.recording import add_item_file
from ris.publication.withdrawals import withdraw_meeting, withdraw_paper
from ris.scope.objects import ProtectedObject
from ris.storage import MemoryStorage
from tests.factories import council

REASON = "Enthielt Angaben über Betriebe."


@pytest.fixture
def meeting(body: Body) -> int:
    """A meeting about a paper with two files; one of them stands on another paper as well."""
    organization = council.organization()
    with transaction() as session:
        actor, now = Actor.machine(body.id, "test"), now_utc()
        papers = []
        for name in ("Verkauf", "Anderes"):
            new = NewPaper(name=name, paper_type="Antrag", date=date(2026, 3, 5))
            papers.append(add_paper(session, actor, new, readers={ADMINISTRATION}, now=now))
        files = []
        new_file = NewFile(name="Anlage", file_name="x.pdf")
        for content in (b"own", b"shared"):
            stream = io.BytesIO(content)
            files.append(store_file(session, actor, MemoryStorage(), stream, new_file, readers={PUBLIC}, now=now))
        attach_file(session, actor, papers[0], files[0], FileRole.MAIN, position=0)
        attach_file(session, actor, papers[0], files[1], FileRole.AUXILIARY, position=1)
        attach_file(session, actor, papers[1], files[1], FileRole.MAIN, position=0)
        for paper in papers:
            release_paper(session, actor, paper, readers={PUBLIC}, now=now)
        start = datetime(2026, 4, 1, 18, tzinfo=UTC)
        planned = NewMeeting(name="1. Sitzung", organizations=(organization.id,), start=start)
        row = add_meeting(session, actor, planned, readers={PUBLIC}, now=now)
        item = add_item(
            session, actor, row, NewItem("1", "Verkauf", public=True, paper=papers[0]), readers={PUBLIC}, now=now
        )
        extract = store_file(
            session, actor, MemoryStorage(), io.BytesIO(b"extract"), new_file, readers={PUBLIC}, now=now
        )
        add_item_file(session, actor, item, extract, FileRole.RESOLUTION, now=now)
        return row.id


def gone(session: Session, model: type[ProtectedObject]) -> list[bool]:
    return [not row.reader_tokens for row in session.scalars(select(model).order_by(model.id))]


def test_a_paper_goes_with_what_only_it_has(body: Body, meeting: int, session: Session, client: FlaskClient) -> None:
    with transaction() as writing:
        paper = writing.scalars(select(Paper).order_by(Paper.id)).first()
        assert paper is not None
        withdraw_paper(writing, Actor.machine(body.id, "test"), paper, REASON, now=now_utc())
    assert gone(session, Paper) == [True, False]
    assert gone(session, File) == [True, False, False]
    assert gone(session, Consultation) == [True]
    assert gone(session, AgendaItem) == [False]
    answer = client.get("/vorlage/2026-0001")
    assert answer.status_code == 410
    assert REASON in answer.text
    assert "Verkauf" not in answer.text


def test_a_meeting_goes_with_its_agenda_and_its_own_documents(body: Body, meeting: int, session: Session) -> None:
    with transaction() as writing:
        row = writing.get_one(Meeting, meeting)
        withdraw_meeting(writing, Actor.machine(body.id, "test"), row, REASON, now=now_utc())
    assert gone(session, Meeting) == gone(session, AgendaItem) == gone(session, Consultation) == [True]
    assert gone(session, Paper) == [False, False]
    assert gone(session, File) == [False, False, True]
    buried = set(session.scalars(select(Tombstone.subject_kind)))
    assert buried == {"meeting", "agenda_item", "file"}


def test_only_the_session_office_withdraws(body: Body, meeting: int) -> None:
    with transaction() as session:
        paper, row = session.scalars(select(Paper)).first(), session.get_one(Meeting, meeting)
        assert paper is not None
        with pytest.raises(Forbidden):
            withdraw_paper(session, Actor.public(body.id), paper, REASON, now=now_utc())
        with pytest.raises(Forbidden):
            withdraw_meeting(session, Actor.public(body.id), row, REASON, now=now_utc())
