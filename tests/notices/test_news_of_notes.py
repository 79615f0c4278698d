"""News of notes: those shared with somebody, and their own whose words have changed; how many, never what they say."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.accounts.models import User
from ris.accounts.queries import actor_for
from ris.db import now_utc, transaction
from ris.jobs.models import Job, JobKind
from ris.notes.models import Note, NotePerson
from ris.notices.queries.news import news_for
from ris.notices.rules import NoticeKind
from tests.meetings.office import Office
from tests.notices.conftest import Work
from tests.signing_in import signed_in

CONTENT = "versiegelt"


def note(author: int, meeting: int, number: int, **columns: object) -> int:
    """A note of an account, as the exchange with devices would have kept it."""
    values: dict[str, object] = {"anchor": "same", "visibility": "private", "revision": 1, "written": 1, **columns}
    with transaction() as session:
        row = Note(
            uuid=f"00000000-0000-4000-8000-{number:012}",
            author_id=author,
            meeting_id=meeting,
            content=CONTENT,
            created=now_utc(),
            changed=now_utc(),
            **values,
        )
        session.add(row)
        session.flush()
        return row.id


@pytest.fixture
def people(app: Flask, window: FlaskClient, office: Office, session: Session) -> tuple[Actor, Actor]:
    """The member whose news are asked for, and a colleague who writes."""
    signed_in(app, "Kollegin", person_id=office.members[2])
    session.rollback()
    users = session.scalars(select(User).order_by(User.id)).all()
    reader, writer = (actor_for(session, user) for user in users)
    session.rollback()
    return reader, writer


def told(session: Session, actor: Actor, since: datetime) -> list[tuple[NoticeKind | None, str, int]]:
    session.rollback()
    found = news_for(session, actor, since, now=now_utc() + timedelta(seconds=1))
    return [(each.kind, each.words, each.count) for each in found]


def test_own_notes_at_changed_words_are_counted_by_meeting(
    people: tuple[Actor, Actor], office: Office, session: Session
) -> None:
    reader, writer = people
    since = now_utc() - timedelta(minutes=1)
    mine, theirs = reader.user_id or 0, writer.user_id or 0
    for number, anchor in enumerate(("changed", "changed", "orphan", "moved", "same")):
        note(mine, office.meeting_id, number, anchor=anchor, revision=2)
    note(mine, office.meeting_id, 6, anchor="changed", revision=2, written=2)
    note(mine, office.meeting_id, 7, anchor="changed", revision=2, deleted=now_utc())
    note(theirs, office.meeting_id, 8, anchor="changed", revision=2)
    assert told(session, reader, since) == [(NoticeKind.TOUCHED, "3 Ihrer Notizen betreffen geänderte Stellen", 3)]
    assert told(session, reader, now_utc()) == []


def test_notes_shared_by_name_are_told_to_whom_they_name(
    people: tuple[Actor, Actor], office: Office, session: Session
) -> None:
    reader, writer = people
    since = now_utc() - timedelta(minutes=1)
    for number, visibility in enumerate(("people", "people", "private")):
        identity = note(writer.user_id or 0, office.meeting_id, number, visibility=visibility)
        if number != 1:
            with transaction() as writing:
                writing.add(NotePerson(note_id=identity, person_id=reader.person_id))
    assert told(session, reader, since) == [(NoticeKind.SHARED, "1 mit Ihnen geteilte Notiz, von Kollegin", 1)]
    assert told(session, writer, since) == []


def test_only_notes_that_concern_somebody_else_or_moved_wake_the_job(
    people: tuple[Actor, Actor], office: Office, session: Session, work: Work
) -> None:
    work()
    reader, _ = people
    tell = select(Job).where(Job.kind == JobKind.TELL_NEWS, Job.key == "now", Job.state == "waiting")
    identity = note(reader.user_id or 0, office.meeting_id, 1)
    assert session.scalars(tell).all() == []
    with transaction() as writing:
        row = writing.get_one(Note, identity)
        row.anchor, row.revision = "changed", 2
    assert len(session.scalars(tell).all()) == 1
