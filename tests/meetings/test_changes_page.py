"""What members and the public see of changes after the invitation."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ris.access.circles import PUBLIC
from ris.council.models import Body
from ris.db import transaction
from ris.meetings.models import AgendaItem
from ris.meetings.services.agenda_freezing import open_public_readings
from ris.scope.readers import audience_for
from tests.meetings.office import Office, agenda, open_office
from tests.meetings.test_agenda_supplement import REASON, remove, supplemented
from tests.meetings.test_invitation import invite, ready
from tests.meetings.test_office_views import logged_in, user


@pytest.fixture
def office(body: Body, session: Session) -> Office:
    """A committee whose agenda was supplemented once."""
    office = open_office(body)
    ready(office)
    invite(office)
    supplemented(office, session)
    session.rollback()
    return office


def publish(office: Office, *numbers: str) -> None:
    """Give items to everybody, as a publication does."""
    with transaction() as session:
        for item in agenda(session, office):
            if item.number in numbers:
                item.audience = audience_for(session, {PUBLIC})
        session.flush()
        open_public_readings(session, office.meeting_id)


def test_members_see_what_came_later_and_why(app: Flask, office: Office) -> None:
    member = logged_in(app, user(office, None, person=office.members[1]))
    page = member.get(f"/sitzung/{office.meeting_id}").text
    assert re.search(r'badge[^>]*">(?:<[^>]*>|\s)*Eingeladen', page), "who is invited reads so before the public does"
    assert "Eingeladen" not in app.test_client().get(f"/sitzung/{office.meeting_id}").text
    assert "Seit der Einladung geändert" in page
    assert "1. Nachtrag" in page
    assert REASON in page
    assert "TOP 2a Fördermittel Radweg: Neu auf der Tagesordnung." in page
    invited = member.get(f"/sitzung/{office.meeting_id}/stand/1").text
    assert "Ankauf Quittenhof" in invited
    assert "Fördermittel" not in invited


def test_the_public_sees_nothing_before_and_the_public_part_after_publication(
    client: FlaskClient, office: Office
) -> None:
    page = client.get(f"/sitzung/{office.meeting_id}").text
    for secret in ("Radweg", "Quittenhof", REASON, "Nachtrag"):
        assert secret not in page
    assert client.get(f"/sitzung/{office.meeting_id}/stand/1").status_code == 404
    publish(office, "1", "2", "2a", "3")
    page = client.get(f"/sitzung/{office.meeting_id}").text
    assert REASON in page
    assert "Fördermittel Radweg" in page
    assert "Quittenhof" not in page
    invited = client.get(f"/sitzung/{office.meeting_id}/stand/1").text
    assert "Radweg" in invited
    assert "Quittenhof" not in invited


def test_an_item_taken_off_is_shown_to_the_public_with_its_reason(
    client: FlaskClient, office: Office, session: Session
) -> None:
    publish(office, "2")
    item: AgendaItem = agenda(session, office)[1]
    item_id = item.id
    session.rollback()
    remove(office, item_id, "Die Planung ist nicht fertig.")
    page = client.get(f"/sitzung/{office.meeting_id}").text
    assert "Abgesetzt" in page
    assert "Die Planung ist nicht fertig." in page
