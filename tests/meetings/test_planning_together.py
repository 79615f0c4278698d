"""Two who plan, publish, move or import at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.audit.models import PublicLogEntry
from ris.council.models import Body, PeopleImport, Person
from ris.council.services.people_import import ImportRefused, keep_table, take_over
from ris.db import db, now_utc, transaction
from ris.meetings.models import Meeting, MeetingOrganization
from ris.meetings.rules import StepRefused
from ris.meetings.services.planning import NewMeeting, plan_meetings, publish_calendar
from ris.meetings.services.planning_changes import Conflict, NewTime, reschedule
from ris.scope.current import working_for
from tests.factories import council

START = datetime(2027, 2, 9, 17, 0, tzinfo=UTC)
AT_ONCE = 6


def together(app: Flask, body_id: int, act: Callable[[Session], object]) -> int:
    """Let several threads do it in a transaction each; how many were not refused."""

    def once(_: int) -> bool:
        with app.app_context(), working_for(body_id):
            try:
                with transaction() as session:
                    act(session)
            except (Conflict, ImportRefused, StepRefused):
                return False
            return True

    with ThreadPoolExecutor(AT_ONCE) as threads:
        done = sum(threads.map(once, range(AT_ONCE)))
    db.session.rollback()  # what the test read before is of an older day
    return done


def test_one_day_is_planned_published_and_numbered_once(app: Flask, body: Body, session: Session) -> None:
    office, organization_id, body_id = Actor.machine(body.id, "test"), council.organization().id, body.id
    new = [NewMeeting("", (organization_id,), START + timedelta(weeks=step)) for step in range(3)]
    together(app, body_id, lambda own: plan_meetings(own, office, new, now=now_utc()))
    ids = session.scalars(select(Meeting.id)).all()
    assert len(ids) == 3
    office = Actor(body_id, frozenset({"administration"}), office.roles)
    together(app, body_id, lambda own: publish_calendar(own, office, ids, now=now_utc()))
    assert set(session.scalars(select(MeetingOrganization.number))) == {1, 2, 3}
    assert len(session.scalars(select(PublicLogEntry)).all()) == 3


def test_a_meeting_is_moved_by_one_of_many(app: Flask, body: Body, session: Session) -> None:
    office, organization_id, body_id = Actor.machine(body.id, "test"), council.organization().id, body.id
    with transaction() as writing:
        planned = plan_meetings(writing, office, [NewMeeting("", (organization_id,), START)], now=now_utc())
        publish_calendar(writing, office, [planned[0].id], now=now_utc())
        identity = planned[0].id
    seen = session.get_one(Meeting, identity).modified

    def move(own: Session) -> None:
        new = NewTime(START + timedelta(weeks=1), None)
        reschedule(own, office, own.get_one(Meeting, identity), new, "Saal belegt.", seen=seen, now=now_utc())

    assert together(app, body_id, move) == 1
    assert len(session.scalars(select(Meeting)).all()) == 2


def test_a_table_is_taken_over_by_one_of_many(app: Flask, body: Body, session: Session) -> None:
    office, body_id = Actor.machine(body.id, "test"), body.id
    with transaction() as writing:
        content = b"Nachname;Vorname\nOhl;Kai\n"
        identity = keep_table(writing, office, "a.csv", content, now=now_utc()).id

    def take(own: Session) -> None:
        take_over(own, office, own.get_one(PeopleImport, identity), public=True, now=now_utc())

    assert together(app, body_id, take) == 1
    assert len(session.scalars(select(Person)).all()) == 1
