"""The town's register: terms, places, people and seats are entered for readers, ended, and never lost."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION, PUBLIC
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry
from ris.council.models import Body, Location, Membership, Organization, Person
from ris.council.services.register import end_membership, enter
from ris.council.services.towns import change_settings
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.scope.models import Revision


def clerk(body: Body) -> Actor:
    return Actor.machine(body.id, "test")


def seated(body: Body) -> int:
    """A person with a seat."""
    with transaction() as session:
        actor, now = clerk(body), now_utc()
        person = enter(session, actor, Person(name="Petra Lang"), readers={PUBLIC}, now=now)
        council = enter(session, actor, Organization(name="Stadtverordnetenversammlung"), readers={PUBLIC}, now=now)
        seat = Membership(person=person, organization=council, start_date=date(2021, 4, 1))
        return enter(session, actor, seat, readers={PUBLIC}, now=now).id


def test_an_entry_is_for_the_readers_named_and_on_the_record(body: Body, session: Session) -> None:
    with transaction() as writing:
        enter(writing, clerk(body), Location(description="Rathaus"), readers={ADMINISTRATION}, now=now_utc())
    location = session.scalars(select(Location)).one()
    assert location.reader_tokens == {ADMINISTRATION}
    assert location.created == location.modified
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.event, entry.subject_kind, entry.subject_id) == ("council:changed", "location", location.id)


def test_a_seat_given_up_is_ended_not_deleted(body: Body, session: Session) -> None:
    identity = seated(body)
    with transaction() as writing:
        seat = writing.get_one(Membership, identity)
        end_membership(writing, clerk(body), seat, date(2022, 9, 30), now=now_utc())
    seat = session.get_one(Membership, identity)
    assert (seat.end_date, seat.deleted) == (date(2022, 9, 30), False)


def test_changed_settings_make_every_page_new(body: Body, session: Session) -> None:
    seated(body)
    before = session.scalars(select(Revision.number)).one()
    with transaction() as writing:
        town = writing.get_one(Body, body.id)
        change_settings(writing, clerk(body), town, BodySettings(place="Gemeinde"), now=now_utc())
    assert session.scalars(select(Revision.number)).one() > before
    assert BodySettings.from_json(session.scalars(select(Body.settings)).one()).place == "Gemeinde"


def test_only_the_session_office_and_the_administration_keep_the_register(body: Body) -> None:
    identity = seated(body)
    everybody, now = Actor.public(body.id), now_utc()
    with transaction() as session:
        seat, town = session.get_one(Membership, identity), session.get_one(Body, body.id)
        for forbidden in (
            lambda: enter(session, everybody, Location(), readers={PUBLIC}, now=now),
            lambda: end_membership(session, everybody, seat, date(2022, 9, 30), now=now),
            lambda: change_settings(session, everybody, town, BodySettings(), now=now),
        ):
            with pytest.raises(Forbidden):
                forbidden()
