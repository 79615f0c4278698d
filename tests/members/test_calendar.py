"""One's own calendar: an address that is a key, opens times and places, and stops when it should."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.circles import ADMINISTRATION, organization_token
from ris.accounts.models import User
from ris.audit.models import AuditEntry
from ris.council.models import Body, Membership
from ris.db import now_utc, transaction
from tests.factories import council, meetings
from tests.meetings.office import Office, open_office
from tests.signing_in import sent, signed_in

ADDRESS = re.compile(r"http://localhost(/mein/kalender/[\w-]+\.ics)")


@pytest.fixture
def office(body: Body) -> Office:
    """A committee whose next sitting members read of, and everybody else does not."""
    office = open_office(body)
    closed = meetings.meeting(
        name="Klausur",
        start=now_utc().replace(year=now_utc().year + 1),
        readers={ADMINISTRATION, organization_token(office.organization_id)},
    )
    meetings.meeting_organization(meeting_id=closed.id, organization_id=office.organization_id)
    meetings.agenda_item(meeting_id=closed.id, name="Kündigung", readers={organization_token(office.organization_id)})
    foreign = meetings.meeting(name="Fremde Sitzung", start=now_utc().replace(year=now_utc().year + 1))
    meetings.meeting_organization(meeting_id=foreign.id, organization_id=council.organization().id)
    return office


@pytest.fixture
def window(app: Flask, office: Office) -> FlaskClient:
    return signed_in(app, "Mitglied", person_id=office.members[1])


def new_address(window: FlaskClient) -> str:
    page = sent(window, "/mein/kalender", {}, page="/mein").text
    found = ADDRESS.search(page)
    assert found, page
    return found[1]


def test_the_calendar_tells_when_and_where_and_nothing_else(window: FlaskClient, client: FlaskClient) -> None:
    answer = client.get(new_address(window))
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/calendar")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Klausur" in answer.text
    assert "Kündigung" not in answer.text
    assert "Fremde Sitzung" not in answer.text


def test_a_new_address_makes_the_old_one_worthless_and_each_can_be_deleted(
    window: FlaskClient, client: FlaskClient, session: Session
) -> None:
    first = new_address(window)
    second = new_address(window)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert second.split("/")[-1][:20] not in window.get("/mein").text
    assert sent(window, "/mein/kalender/loeschen", {}, page="/mein").status_code == 303
    assert client.get(second).status_code == 404
    events = session.scalars(select(AuditEntry.event).order_by(AuditEntry.sequence)).all()
    assert [event for event in events if event.startswith("calendar:")] == [
        "calendar:opened",
        "calendar:opened",
        "calendar:closed",
    ]


def test_it_ends_with_the_seat_and_with_the_account(
    window: FlaskClient, client: FlaskClient, office: Office, session: Session
) -> None:
    address = new_address(window)
    with transaction() as writing:
        seats = writing.scalars(select(Membership).where(Membership.person_id == office.members[1])).all()
        for seat in seats:
            seat.end_date = now_utc().date().replace(year=2020)
    assert client.get(address).status_code == 404
    with transaction() as writing:
        for seat in writing.scalars(select(Membership).where(Membership.person_id == office.members[1])):
            seat.end_date = None
    assert client.get(address).status_code == 200
    with transaction() as writing:
        writing.scalars(select(User).where(User.person_id == office.members[1])).one().active = False
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("word", ["", "x", "None", "%00", "a" * 5000])
def test_guesses_open_nothing(client: FlaskClient, office: Office, word: str) -> None:
    assert client.get(f"/mein/kalender/{word}.ics").status_code in {400, 404}
