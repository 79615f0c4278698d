"""The agenda desk as a clerk uses it: plain forms, a status sentence, both versions when two edit at once."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, PUBLIC
from ris.accounts.services import add_user
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.meetings.invitation_models import AgendaDraft
from ris.meetings.models import AgendaItem
from tests.factories.meetings import agenda_item, meeting
from tests.meetings.office import Office, agenda, open_office, told, waiting_paper

PASSWORD = "ein langes Passwort für Tests"


@pytest.fixture
def office(body: Body) -> Office:
    """A town with a committee."""
    return open_office(body)


def user(office: Office, role: Role | None, *, person: int | None = None) -> str:
    """An account; its address."""
    email = f"{role or 'mitglied'}{person or ''}@lindenau.example"
    with transaction() as session:
        add_user(
            session,
            Actor.machine(office.body_id, "test"),
            email=email,
            name="Kerstin Kern",
            password=PASSWORD,
            roles=[role] if role else [],
            person_id=person,
            now=now_utc(),
        )
    return email


def logged_in(app: Flask, email: str) -> FlaskClient:
    """A browser of somebody with an account."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    answer = client.post("/anmelden", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


@pytest.fixture
def clerk(app: Flask, office: Office) -> FlaskClient:
    """The session office's browser."""
    return logged_in(app, user(office, Role.CLERK))


def desk(office: Office, more: str = "") -> str:
    return f"/sitzung/{office.meeting_id}/bearbeiten{more}"


def revision(session: Session, office: Office) -> int:
    session.rollback()
    return session.get_one(AgendaDraft, office.meeting_id).revision


def test_the_desk_shows_agenda_pool_and_checks(clerk: FlaskClient, office: Office) -> None:
    waiting_paper(office, "Radweg Mühlgraben")
    page = clerk.get(desk(office)).text
    assert "Radweg Mühlgraben" in page
    assert "Eröffnung" in page
    assert "Freigegebene Vorlagen für dieses Gremium" in page
    assert "Prüfung" in page


def test_an_agenda_taken_over_from_elsewhere_is_carried_on(clerk: FlaskClient, body: Body, session: Session) -> None:
    """It has its items already, and was sent out by another system."""
    coming = meeting(state="invited", readers={ADMINISTRATION, PUBLIC}, agenda_version=1)
    agenda_item(meeting_id=coming.id, name="Haushalt", readers={ADMINISTRATION, PUBLIC})
    here = f"/sitzung/{coming.id}/bearbeiten"
    page = clerk.get(here).text
    assert "Punkt wurde übernommen und steht fest" in page
    assert "noch keine Tagesordnung" not in page
    assert clerk.post(f"{here}/beginnen").status_code == 302
    assert "Die übernommene Tagesordnung wird hier weitergeführt." in clerk.get(here).text
    assert [item.name for item in session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == coming.id))] == [
        "Haushalt"
    ]


def test_a_paper_is_taken_with_one_click_and_the_page_says_so(
    clerk: FlaskClient, office: Office, session: Session
) -> None:
    station = waiting_paper(office)
    data = {"beratung": station, "revision": revision(session, office)}
    answer = clerk.get(clerk.post(desk(office, "/vorlage"), data=data).location)
    assert "„Radweg“ steht jetzt als TOP 2 auf der Tagesordnung." in answer.text
    assert told(session, office) == ["1 Eröffnung", "2 Radweg", "3 Verschiedenes"]


def test_after_a_move_the_focus_stays_on_the_button(clerk: FlaskClient, office: Office, session: Session) -> None:
    last = agenda(session, office)[-1].id
    data = {"punkt": last, "richtung": "hoch", "revision": revision(session, office)}
    answer = clerk.post(desk(office, "/verschieben"), data=data)
    assert answer.location.endswith(f"#hoch-{last}")
    assert f'id="hoch-{last}"' in clerk.get(answer.location).text
    assert told(session, office)[0] == "1 Verschiedenes"


def test_a_refused_item_keeps_what_was_typed(clerk: FlaskClient, office: Office, session: Session) -> None:
    data = {"name": "Ankauf <b>Hof</b>", "public": "nein", "revision": revision(session, office)}
    answer = clerk.post(desk(office, "/punkt"), data=data)
    assert answer.status_code == 422
    assert "<title>Fehler: " in re.sub(r"\s+", " ", answer.text).replace("<title> ", "<title>")
    assert "Bitte schreiben Sie den Grund" in answer.text
    assert "Ankauf &lt;b&gt;Hof&lt;/b&gt;" in answer.text
    assert len(agenda(session, office)) == 2


def test_two_who_edit_at_once_see_both_versions(clerk: FlaskClient, office: Office, session: Session) -> None:
    first, at = agenda(session, office)[0], revision(session, office)
    words = {"public": "ja", "subject": "ordinary", "revision": at}
    address = desk(office, f"/punkt/{first.id}")
    assert clerk.post(address, data={**words, "name": "Begrüßung"}).status_code == 302
    late = clerk.post(address, data={**words, "name": "Eröffnung und Begrüßung"})
    assert late.status_code == 409
    assert "Kerstin Kern hat diese Tagesordnung um" in late.text
    assert "Eröffnung und Begrüßung" in late.text
    assert "Meine behalten" in late.text
    kept = {**words, "name": "Eröffnung und Begrüßung", "revision": revision(session, office)}
    assert clerk.post(address, data=kept).status_code == 302
    assert told(session, office)[0] == "1 Eröffnung und Begrüßung"


def test_taking_off_is_undone(clerk: FlaskClient, office: Office, session: Session) -> None:
    first = agenda(session, office)[0].id
    data = {"punkt": first, "revision": revision(session, office)}
    answer = clerk.get(clerk.post(desk(office, "/entfernen"), data=data).location)
    assert "Rückgängig" in answer.text
    data = {"punkt": first, "revision": revision(session, office)}
    clerk.post(desk(office, "/zurueckholen"), data=data)
    assert told(session, office) == ["1 Eröffnung", "2 Verschiedenes"]


def test_the_checks_are_answered_alone(clerk: FlaskClient, office: Office) -> None:
    fragment = clerk.get(desk(office, "/pruefung")).text
    assert "ris-checks" in fragment
    assert "<html" not in fragment


def test_how_one_convenes_is_saved(clerk: FlaskClient, office: Office, session: Session) -> None:
    data = {"convening": "short", "urgency": "", "revision": revision(session, office)}
    refused = clerk.post(desk(office, "/ladung"), data=data)
    assert "Bitte schreiben Sie, warum es eilt" in refused.text
    saved = {**data, "urgency": "Frist der Förderung", "agreed_on": "2026-11-20", "letter": "Wir laden ein."}
    assert clerk.post(desk(office, "/ladung"), data=saved).status_code == 302
    session.rollback()
    draft = session.get_one(AgendaDraft, office.meeting_id)
    assert (draft.convening, draft.urgency, str(draft.agreed_on)) == ("short", "Frist der Förderung", "2026-11-20")


def test_nobody_else_gets_to_the_desk(app: Flask, office: Office, client: FlaskClient) -> None:
    assert client.get(desk(office)).status_code == 302
    member = logged_in(app, user(office, None, person=office.members[1]))
    assert member.get(desk(office)).status_code == 403


def test_the_words_of_an_item_save_themselves_by_the_same_view(
    clerk: FlaskClient, office: Office, session: Session
) -> None:
    first, at = agenda(session, office)[0], revision(session, office)
    address = desk(office, f"/punkt/{first.id}")
    words = {"automatisch": "1", "revision": at, "name": "Begrüßung", "public": "ja", "subject": "ordinary"}
    answer = clerk.post(address, data=words)
    assert answer.get_json()["fields"] == {"revision": int(at) + 1}
    assert told(session, office)[0] == "1 Begrüßung"
    assert clerk.post(address, data=words | {"name": "Zu spät"}).status_code == 409
    wrong = clerk.post(address, data=words | {"revision": str(int(at) + 1), "name": ""})
    assert wrong.status_code == 422
    assert wrong.get_json()["said"].startswith("Noch nicht gespeichert. ")
