"""Where the variants of a pack are linked: everywhere there is something to take, and nowhere else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ris.council.models import Body
from tests.meetings.office import Office, open_office
from tests.meetings.test_agenda_supplement import supplemented
from tests.meetings.test_changes_page import publish
from tests.meetings.test_invitation import invite, ready
from tests.meetings.test_office_views import logged_in, user


@pytest.fixture
def office(body: Body) -> Office:
    """A committee that is invited."""
    office = open_office(body)
    ready(office)
    invite(office)
    return office


def test_only_changes_are_offered_once_there_are_some(
    app: Flask, office: Office, session: Session, client: FlaskClient
) -> None:
    address = f"/sitzung/{office.meeting_id}/aenderungen.pdf"
    page = f"/sitzung/{office.meeting_id}"
    member = logged_in(app, user(office, None, person=office.members[1]))
    assert address not in member.get(page).text
    assert member.get(address).status_code == 404
    session.rollback()
    supplemented(office, session)
    session.rollback()
    assert member.get(address).status_code == 202
    assert address in member.get("/mein").text
    assert address not in client.get(page).text
    assert client.get(address).status_code == 404
    publish(office, "1", "2", "2a", "3")
    assert client.get(address).status_code == 202


def test_the_press_is_offered_a_pack_once_the_agenda_is_public(app: Flask, office: Office, client: FlaskClient) -> None:
    address = f"/sitzung/{office.meeting_id}/pressemappe.pdf"
    member = logged_in(app, user(office, None, person=office.members[1]))
    for reader in (member, client):
        assert address not in reader.get(f"/sitzung/{office.meeting_id}").text
    publish(office, "1", "2", "3")
    answer = client.get(address)
    assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (202, "noindex")
    assert "Pressemappe" in answer.text
    for name in ("mappe-2-auf-1.pdf", "mappe-grossdruck.pdf"):
        assert client.get(f"/sitzung/{office.meeting_id}/{name}").status_code == 202
