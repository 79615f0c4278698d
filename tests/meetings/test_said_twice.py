"""Forms sent twice: a double click does it once, and the page says plainly that it is done."""

from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.access.actor import Role
from ris.council.models import Body
from ris.mail.models import OutgoingMail
from ris.meetings.invitation_models import Invitation
from tests.meetings.office import Office, agenda, open_office, told, waiting_paper
from tests.meetings.test_agenda_supplement import begin, revision
from tests.meetings.test_invitation import invite, ready
from tests.meetings.test_office_views import logged_in, user

OWN = {"name": "Bericht der Feuerwehr", "public": "ja", "subject": "ordinary"}


@pytest.fixture
def office(body: Body) -> Office:
    """A committee whose agenda is ready to be sent."""
    office = open_office(body)
    ready(office)
    return office


@pytest.fixture
def clerk(app: Flask, office: Office) -> FlaskClient:
    """The session office's browser."""
    return logged_in(app, user(office, Role.CLERK))


@pytest.fixture
def chair(app: Flask, office: Office) -> FlaskClient:
    """The browser of who chairs the committee."""
    return logged_in(app, user(office, None, person=office.members[0]))


def twice(client: FlaskClient, address: str, data: Mapping[str, object]) -> str:
    """What the page says after the second of two clicks."""
    assert client.post(address, data=data).status_code == 302
    answer = client.post(address, data=data)
    assert answer.status_code == 302, answer.text
    return client.get(answer.location).text


def letters(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(OutgoingMail)) or 0


@pytest.mark.parametrize("own", [True, False], ids=["own words", "waiting paper"])
def test_an_item_put_on_twice_stands_there_once(
    clerk: FlaskClient, office: Office, session: Session, *, own: bool
) -> None:
    form = OWN if own else {"beratung": waiting_paper(office, "Bericht der Feuerwehr")}
    at = {"revision": revision(session, office)}
    session.rollback()
    page = twice(clerk, f"/sitzung/{office.meeting_id}/bearbeiten/{'punkt' if own else 'vorlage'}", {**form, **at})
    assert "„Bericht der Feuerwehr“ steht schon auf der Tagesordnung, als TOP 3." in page
    assert [line for line in told(session, office) if "Feuerwehr" in line] == ["3 Bericht der Feuerwehr"]


def test_another_item_that_comes_too_late_still_meets_both_versions(
    clerk: FlaskClient, office: Office, session: Session
) -> None:
    address, at = f"/sitzung/{office.meeting_id}/bearbeiten/punkt", {"revision": revision(session, office)}
    session.rollback()
    assert clerk.post(address, data={**OWN, **at}).status_code == 302
    assert clerk.post(address, data={**OWN, "name": "Bericht der Bücherei", **at}).status_code == 409


def test_inviting_twice_writes_once_and_says_that_it_is_done(
    chair: FlaskClient, office: Office, session: Session
) -> None:
    at = {"revision": revision(session, office)}
    session.rollback()
    address = f"/sitzung/{office.meeting_id}/freigeben"
    assert chair.post(address, data=at).status_code == 302
    sent = letters(session)
    assert sent
    page = twice(chair, address, at)
    assert "Zu dieser Sitzung ist schon eingeladen. Es ging keine weitere E-Mail hinaus." in page
    assert letters(session) == sent


def test_a_supplement_put_together_and_sent_twice_is_one(
    clerk: FlaskClient, chair: FlaskClient, office: Office, session: Session
) -> None:
    invite(office)
    begin(office)
    place = {"nach": agenda(session, office)[0].id, "revision": revision(session, office)}
    session.rollback()
    page = twice(clerk, f"/sitzung/{office.meeting_id}/nachtrag/aufnehmen", {**OWN, **place})
    assert "„Bericht der Feuerwehr“ steht schon im Nachtrag, als TOP 1a." in page
    at = {"revision": revision(session, office)}
    session.rollback()
    page = twice(chair, f"/sitzung/{office.meeting_id}/nachtrag/senden", at)
    assert "Der Nachtrag ist schon festgehalten. Es ging keine weitere E-Mail hinaus." in page
    assert session.scalars(select(Invitation.version).order_by(Invitation.version)).all() == [1, 2]


def test_a_desk_open_since_before_the_invitation_leads_to_the_supplement(
    clerk: FlaskClient, office: Office, session: Session
) -> None:
    old = {"revision": revision(session, office)}
    session.rollback()
    invite(office)
    answer = clerk.post(f"/sitzung/{office.meeting_id}/bearbeiten/punkt", data={**OWN, **old})
    assert answer.status_code == 302
    assert "Ändern Sie die Tagesordnung mit einem Nachtrag." in clerk.get(answer.location).text
