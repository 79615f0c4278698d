"""Consent to electronic delivery: given and taken back by the member, kept with its date, followed by the next invitation."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry
from ris.council.delivery import DeliveryWay, choose_delivery, delivery_history
from ris.council.models import Body, DeliveryChoice, Person
from ris.council.services.register import change, enter
from ris.db import now_utc, transaction
from ris.meetings.invitation_models import Recipient
from tests.meetings.office import NOW, Office, open_office
from tests.meetings.test_invitation import invite, ready
from tests.signing_in import sent, signed_in

PAGE = "/mein/konto/zustellung"


@pytest.fixture
def office(body: Body) -> Office:
    """A committee of three whose agenda is ready to be sent."""
    office = open_office(body)
    ready(office)
    return office


@pytest.fixture
def window(app: Flask, office: Office) -> FlaskClient:
    return signed_in(app, "Mitglied", person_id=office.members[2])


def choices(session: Session) -> list[tuple[str, date | None, bool]]:
    session.rollback()
    rows = session.scalars(select(DeliveryChoice).order_by(DeliveryChoice.id))
    return [(row.way, row.since, row.own) for row in rows]


def test_who_takes_the_consent_back_is_invited_by_post(window: FlaskClient, office: Office, session: Session) -> None:
    assert "seit dem 01.04.2026" in window.get(PAGE).text
    assert sent(window, PAGE, {"art": "paper"}).status_code == 303
    page = window.get(PAGE).text
    assert "kommen auf Papier" in page
    assert "von Ihnen selbst gewählt" in page
    invite(office)
    means = {row.person_id: row.means for row in session.scalars(select(Recipient))}
    assert means == dict(zip(office.members, ("mail", "mail", "post"), strict=True))
    assert choices(session) == [("paper", None, True)]
    events = session.scalars(select(AuditEntry.event).where(AuditEntry.event.startswith("delivery:"))).all()
    assert events == ["delivery:chosen"]


def test_who_gives_it_is_invited_electronically_from_that_day(
    window: FlaskClient, office: Office, session: Session
) -> None:
    sent(window, PAGE, {"art": "paper"})
    sent(window, PAGE, {"art": "electronic"})
    sent(window, PAGE, {"art": "electronic"})
    assert [(way, own) for way, _, own in choices(session)] == [("paper", True), ("electronic", True)]
    since = session.get_one(Person, office.members[2]).electronic_since
    assert since is not None
    assert since >= NOW.date() - timedelta(days=1)
    invite(office)
    assert {row.means for row in session.scalars(select(Recipient))} == {"mail"}


def test_nothing_chosen_is_refused(window: FlaskClient, session: Session) -> None:
    for fields in ({}, {"art": "taube"}):
        answer = sent(window, PAGE, dict(fields))
        assert answer.status_code == 422
        assert "<title>Fehler: " in answer.text
    assert choices(session) == []


def test_what_the_office_notes_is_kept_as_the_offices(office: Office, session: Session) -> None:
    clerk = office.clerk
    with transaction() as writing:
        person = writing.get_one(Person, office.members[1])
        values = {"electronic_since": None}
        assert change(writing, clerk, person, values, seen=person.modified, now=now_utc())
        assert change(writing, clerk, person, {"life": "x"}, seen=person.modified, now=now_utc())
        new = Person(name="Nele Neu", electronic_since=date(2026, 5, 1))
        enter(writing, clerk, new, readers={"public"}, now=now_utc())
    assert choices(session) == [("paper", None, False), ("electronic", date(2026, 5, 1), False)]
    assert [row.own for row in delivery_history(session, clerk, office.members[1]).history] == [False]


def test_nobody_chooses_for_somebody_else(office: Office) -> None:
    somebody = Actor(office.body_id, roles=frozenset({Role.MEMBER}), user_id=7, person_id=office.members[0])
    for actor in (somebody, office.clerk, Actor.public(office.body_id)):
        with pytest.raises(Forbidden), transaction() as writing:
            choose_delivery(writing, actor, writing.get_one(Person, office.members[1]), DeliveryWay.PAPER, now=NOW)
    with pytest.raises(Forbidden), transaction() as writing:
        delivery_history(writing, somebody, office.members[1])


def test_the_office_sees_it_at_the_person(app: Flask, window: FlaskClient, office: Office) -> None:
    sent(window, PAGE, {"art": "paper"})
    page = signed_in(app, "Büro", Role.CLERK).get(f"/verwaltung/personen/{office.members[2]}").text
    assert "selbst gewählt am" in page
