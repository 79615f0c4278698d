"""The pages of planning as the session office uses them, and what nobody else gets to see of a plan."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.accounts.services.users import add_user
from ris.audit.models import PublicLogEntry
from ris.council.models import Body, Organization
from ris.db import now_utc, transaction
from ris.mail.models import OutgoingMail
from ris.meetings.models import Meeting
from ris.meetings.rules import MeetingState
from ris.meetings.services.planning import NewMeeting, plan_meetings, publish_calendar
from ris.scope.current import working_for
from tests.factories import council, meetings
from tests.signing_in import PASSWORD, signed_in

START = datetime(2027, 2, 9, 17, 0, tzinfo=UTC)
FORM = {
    "jahr": "2027",
    "rhythmus": "days",
    "tage": "09.02.2027\n25.03.2027\n06.05.2027",
    "uhrzeit": "18:00",
    "ohne_feiertage": "1",
    "ohne_ferien": "1",
}


@pytest.fixture
def office(app: Flask, body: Body) -> FlaskClient:
    """The session office, logged in."""
    return signed_in(app, "Amt", Role.CLERK)


def token(client: FlaskClient, path: str) -> dict[str, str]:
    """What a form sends against forged requests, and which state it was filled from."""
    text = client.get(path).get_data(as_text=True)
    found = {name: re.search(f'name="{name}" value="([^"]*)"', text) for name in ("csrf_token", "stand", "vorschau")}
    return {name: match[1] for name, match in found.items() if match}


def planned(body: Body, *organizations: Organization, published: bool = False) -> int:
    office = Actor.machine(body.id, "test")
    with transaction() as session:
        new = [NewMeeting("", tuple(one.id for one in organizations), START)]
        identity = plan_meetings(session, office, new, now=now_utc())[0].id
        if published:
            publish_calendar(session, office, [identity], now=now_utc())
    return identity


def test_a_year_is_looked_at_planned_and_published(office: FlaskClient, body: Body, session: Session) -> None:
    committee = council.organization(name="Bauausschuss")
    form = FORM | {"gremium": str(committee.id)}
    path = f"/buero/jahresplan?gremium={committee.id}"
    preview = office.post("/buero/jahresplan", data=form | token(office, path))
    text = preview.get_data(as_text=True)
    assert preview.status_code == 200
    assert "Oster" in text
    assert "Christi Himmelfahrt" in text
    assert re.findall(r'name="termin" value="([\d-]+)" checked', text) == ["2027-02-09"]
    assert session.scalars(select(Meeting)).all() == []

    mark = re.search(r'name="vorschau" value="(\w+)"', text)
    chosen = {"handlung": "anlegen", "vorschau": mark[1] if mark else "", "termin": ["2027-02-09", "2027-05-06"]}
    sent = office.post("/buero/jahresplan", data=form | token(office, path) | chosen)
    assert (sent.status_code, sent.location) == (302, "/buero/kalender")
    ids = session.scalars(select(Meeting.id).order_by(Meeting.start)).all()
    assert len(ids) == 2
    again = office.post("/buero/jahresplan", data=form | token(office, path) | chosen)
    assert "An diesen Tagen ist schon geplant." in again.text

    wanted = token(office, "/buero/kalender") | {"sitzung": [str(i) for i in ids]}
    assert office.post("/buero/kalender", data=wanted).status_code == 302
    published = office.post("/buero/kalender", data=wanted)
    assert published.status_code == 302
    assert "Diese Sitzungen stehen schon im Kalender." in office.get(published.location).text
    session.expire_all()
    assert {row.standing for row in session.scalars(select(Meeting))} == {MeetingState.SCHEDULED}


def test_days_chosen_for_one_wish_are_not_taken_for_another(office: FlaskClient, body: Body, session: Session) -> None:
    committee = council.organization()
    form = FORM | {"gremium": str(committee.id), "handlung": "anlegen", "vorschau": "anders", "termin": "2027-02-09"}
    answer = office.post("/buero/jahresplan", data=form | token(office, "/buero/jahresplan"))
    assert answer.status_code == 200
    assert session.scalars(select(Meeting)).all() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"gremium": "999"}, "gremium"),
        ({"jahr": "zwanzig"}, "jahr"),
        ({"uhrzeit": "25:00"}, "uhrzeit"),
        ({"tage": "gestern"}, "tage"),
        ({"tage": "01.01.2028"}, "tage"),
        ({"tage": ""}, "tage"),
        ({"rhythmus": "immer"}, "rhythmus"),
        ({"rhythmus": "monthly", "wochentag": "9", "woche": "1", "monate": "1"}, "wochentag"),
        ({"rhythmus": "monthly", "wochentag": "1", "woche": "7", "monate": "1"}, "woche"),
        ({"rhythmus": "monthly", "wochentag": "1", "woche": "1"}, "monate"),
        ({"rhythmus": "weeks", "wochentag": "1", "wochen": "0", "ab": "2027-01-11"}, "wochen"),
        ({"rhythmus": "weeks", "wochentag": "1", "wochen": "6", "ab": "2026-01-11"}, "ab"),
        ({"tage": "<script>alert(1)</script>"}, "tage"),
        ({"ort": "77"}, "ort"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(
    office: FlaskClient, body: Body, session: Session, wrong: dict[str, str], field: str
) -> None:
    committee = council.organization()
    form = FORM | {"gremium": str(committee.id)} | wrong
    answer = office.post("/buero/jahresplan", data=form | token(office, "/buero/jahresplan"))
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "<title>Fehler: " in text
    assert f'id="{field}-fehler"' in text or field == "gremium"
    assert "<script>alert" not in text
    assert session.scalars(select(Meeting)).all() == []


def test_rooms_and_people_that_are_taken_are_shown_also_in_another_town(office: FlaskClient, body: Body) -> None:
    first, second = council.organization(name="Bauausschuss"), council.organization(name="Finanzausschuss")
    person = council.person(name="Änne Wüst")
    for one in (first, second):
        council.membership(person_id=person.id, organization_id=one.id)
    room = council.location(room="Saal", room_key="kreishaus-saal")
    with transaction() as session:
        other = Body(name="Gemeinde Nebenan", settings={}, host="x.example", created=now_utc(), modified=now_utc())
        session.add(other)
    with working_for(other.id):
        place = council.location(room="Saal", room_key="kreishaus-saal")
        meetings.meeting(name="Geheime Klausur", start=START, location_id=place.id, readers={"administration"})
    planned(body, second)
    form = FORM | {"gremium": str(first.id), "ort": str(room.id)}
    client_text = office.post("/buero/jahresplan", data=form | token(office, "/buero/jahresplan")).get_data(
        as_text=True
    )
    assert "Der Raum ist belegt: Gemeinde Nebenan" in client_text
    assert "Geheime Klausur" not in client_text
    assert "Eine Person sitzt zugleich in „Finanzausschuss“" in client_text
    assert "Änne Wüst" in client_text


def test_a_meeting_is_moved_and_its_members_learn_of_it_once(office: FlaskClient, body: Body, session: Session) -> None:
    committee, person = council.organization(name="Bauausschuss"), council.person()
    council.membership(person_id=person.id, organization_id=committee.id)
    with transaction() as writing:
        add_user(
            writing,
            Actor.machine(body.id, "test"),
            email="mitglied@lindenau.example",
            name="Alex",
            password=PASSWORD,
            roles=(),
            person_id=person.id,
            now=now_utc(),
        )
    identity = planned(body, committee, published=True)
    path = f"/sitzung/{identity}/verlegen"
    form = token(office, path) | {"tag": "2027-02-16", "uhrzeit": "18:00", "grund": "Der Saal ist belegt."}
    sent = office.post(path, data=form)
    assert sent.status_code == 302
    again = office.post(path, data=form)
    assert (again.status_code, again.location) == (302, sent.location)
    assert "Die Sitzung ist schon verlegt auf" in office.get(again.location).text
    other = office.post(path, data=form | {"tag": "2027-02-23"})
    assert other.status_code in {409, 422}, "another day is not what was done"
    letters = [mail for mail in session.scalars(select(OutgoingMail)) if mail.purpose == "meeting-changed"]
    assert [letter.recipient for letter in letters] == ["mitglied@lindenau.example"]
    assert letters[0].subject == "Verlegt: Bauausschuss, 1. Sitzung"
    assert "Der Saal ist belegt." in letters[0].text
    new = session.scalars(select(Meeting).order_by(Meeting.id.desc())).first()
    assert new is not None
    assert sent.location == f"/sitzung/{new.id}"
    page = office.get(f"/sitzung/{identity}").get_data(as_text=True)
    assert f'href="/sitzung/{new.id}"' in page
    calendar = office.get(f"/sitzung/{identity}.ics").get_data(as_text=True)
    assert "STATUS:CANCELLED" in calendar
    assert "SEQUENCE:1" in calendar


def test_a_meeting_is_called_off_with_a_reason_and_not_without(
    office: FlaskClient, body: Body, session: Session
) -> None:
    identity = planned(body, council.organization(), published=True)
    path = f"/sitzung/{identity}/absagen"
    assert office.post(path, data=token(office, path) | {"grund": " "}).status_code == 422
    form = token(office, path) | {"grund": "Kein Bedarf."}
    assert office.post(path, data=form).status_code == 302
    answer = office.post(path, data=form)
    assert answer.status_code == 302
    assert "Die Sitzung ist schon abgesagt." in office.get(answer.location).text
    meeting = session.get_one(Meeting, identity)
    assert (meeting.standing, meeting.change_reason) == (MeetingState.CANCELLED, "Kein Bedarf.")


def test_who_changes_what_somebody_else_changed_sees_what_holds_now(office: FlaskClient, body: Body) -> None:
    identity = planned(body, council.organization(), published=True)
    path = f"/sitzung/{identity}/absagen"
    stale = token(office, path)
    with transaction() as session:
        meeting = session.get_one(Meeting, identity)
        meeting.start, meeting.modified = START + timedelta(hours=1), now_utc()
    answer = office.post(path, data=stale | {"grund": "Kein Bedarf."})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "19:00" in text
    assert "Kein Bedarf." in text


@pytest.mark.parametrize(
    "path",
    [
        "/sitzung/{}",
        "/sitzung/{}.ics",
        "/sitzungen?monat=2027-02",
        "/sitzungen.ics",
        "/sitzungen.atom",
        "/",
        "/gremium/{o}",
        "/suche?q=Bauausschuss",
        "/sitzungen?jahr=2027",
        "/sitzungen?ansicht=monat&monat=2027-02",
        "/sitemap.xml",
        "/protokoll.jsonl",
        "/sitzung/{}/mappe.pdf",
        "/sitzung/{}/tagesordnung.pdf",
        "/sitzung/{}/verlegen",
        "/sitzung/{}/absagen",
        "/buero",
        "/buero/kalender",
        "/buero/fristen",
        "/buero/jahresplan",
        "/verwaltung/gremien",
    ],
)
def test_a_plan_is_nowhere_to_be_seen_from_outside(
    client: FlaskClient, body: Body, session: Session, path: str
) -> None:
    committee = council.organization(name="Bauausschuss")
    identity = planned(body, committee)
    answer = client.get(path.format(identity, o=committee.id))
    text = answer.get_data(as_text=True)
    assert answer.status_code in {200, 302, 404}
    if path.startswith("/sitzung/") and answer.status_code != 302:
        assert answer.status_code == 404
    assert f"/sitzung/{identity}" not in text.replace(path.format(identity, o=committee.id), "")
    assert "9. Februar 2027" not in text
    assert "20270209" not in text
    assert session.scalars(select(PublicLogEntry)).all() == []


def test_a_reader_with_an_account_is_told_that_planning_is_not_theirs(app: Flask, body: Body) -> None:
    client = signed_in(app, "Leser", Role.READER)
    identity = planned(body, council.organization())
    for path in (
        "/buero",
        "/buero/kalender",
        "/buero/fristen",
        "/buero/jahresplan",
        f"/sitzung/{identity}/verlegen",
        "/verwaltung/gremien",
        "/verwaltung/import",
        "/verwaltung/recht",
    ):
        assert client.get(path).status_code == 403, path
