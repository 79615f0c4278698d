"""Saying whether one comes: by the link of the letter, on the meeting's page, and through the office."""

import os
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Role
from ris.accounts.models import AttemptCount, Substitution
from ris.audit.models import AuditEntry
from ris.council.models import Body, Membership, Person
from ris.council.organization_settings import DeputyRule
from ris.db import db, now_utc, transaction
from ris.mail.models import OutgoingMail
from ris.meetings import reply_views
from ris.meetings.models import Meeting
from ris.meetings.reply_models import MeetingReply
from ris.meetings.reply_rules import Answer, ReplySeal, Way
from ris.meetings.services.replies import Said, enter_reply
from tests.factories import council
from tests.meetings.office import Office, open_office
from tests.meetings.test_invitation import ROOM, invite, ready
from tests.meetings.test_office_views import logged_in, user
from tests.meetings.test_replies import deputy, rule
from tests.signing_in import sent

LINK = re.compile(r"http://localhost(/rueckmeldung/\S+)")
SECRETS = ("Ankauf Quittenhof", "Quittenhof", "Grundstück", "Radweg")


@pytest.fixture
def office(body: Body) -> Office:
    """A committee that was invited to a sitting in five days; one member has a personal deputy."""
    office = open_office(body)
    ready(office)
    invite(office)
    rule(office, DeputyRule.PERSONAL)
    begins(office, timedelta(days=5))
    return office


def begins(office: Office, ahead: timedelta) -> None:
    with transaction() as session:
        session.get_one(Meeting, office.meeting_id).start = now_utc() + ahead


def link_of(session: Session, person: int = 0, purpose: str = "invitation") -> str:
    """The link in somebody's letter."""
    session.rollback()
    texts = session.scalars(select(OutgoingMail.text).where(OutgoingMail.purpose == purpose).order_by(OutgoingMail.id))
    found = LINK.search(list(texts)[person])
    assert found
    return found[1]


def answers(session: Session) -> list[tuple[int, str, str]]:
    session.rollback()
    return [(row.person_id, row.answer, row.way) for row in session.scalars(select(MeetingReply))]


def test_two_clicks_from_the_letter_and_one_may_change_ones_mind(
    client: FlaskClient, office: Office, session: Session
) -> None:
    theirs = deputy(office, 0)
    link = link_of(session)
    page = client.get(link)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert "3. Sitzung des Bauausschusses" in page.text
    assert "vertritt Sie. Die Vertretung wird benachrichtigt." in " ".join(page.text.split())
    assert sent(client, link, {"antwort": "no"}).location == f"{link}?gespeichert=1"
    assert answers(session) == [(office.members[0], "no", "link")]
    shown = client.get(f"{link}?gespeichert=1").text
    assert "Ich komme nicht</strong>" in shown
    assert "Gespeichert." in shown
    assert [row.substitute_id for row in session.scalars(select(Substitution))] == [theirs]
    sent(client, link, {"antwort": "yes", "bemerkung": "doch"})
    assert answers(session) == [(office.members[0], "yes", "link")]
    actors = session.scalars(select(AuditEntry.actor).where(AuditEntry.event == "meeting:replied")).all()
    assert actors == [f"person:{office.members[0]}"] * 2


def test_who_refuses_to_stand_in_is_told_that_it_is_kept(
    app: Flask, client: FlaskClient, office: Office, session: Session
) -> None:
    """Somebody else is asked by then, and the page they answered on is not theirs any more."""
    theirs, next_one = deputy(office, 0), deputy(office, 0, 8)
    sent(client, link_of(session), {"antwort": "no"})
    link = link_of(session, purpose="substitution")
    done = sent(client, link, {"antwort": "no"})
    for page in (client.get(done.location), client.get(link)):
        assert (page.status_code, "<h1>Sie haben abgesagt.</h1>" in page.text) == (200, True)
    own = logged_in(app, user(office, None, person=next_one))
    here = f"/sitzung/{office.meeting_id}/rueckmeldung"
    answer = own.post(here, data={"antwort": "no"})
    page = own.get(answer.location)
    assert (page.status_code, "Sie haben abgesagt." in page.text) == (200, True)
    known = {person: said for person, said, _ in answers(session)}
    assert known == {office.members[0]: "no", theirs: "no", next_one: "no"}


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_robot_that_follows_links_answers_nothing(
    client: FlaskClient, office: Office, session: Session, method: str
) -> None:
    link = link_of(session)
    before = session.scalars(select(AuditEntry.id)).all()
    for address in (link, f"{link}?antwort=no", f"{link}?gespeichert=1"):
        assert client.open(address, method=method).status_code == 200
    assert answers(session) == []
    assert session.scalars(select(AuditEntry.id)).all() == before
    assert "Gespeichert." not in client.get(f"{link}?gespeichert=1").text


def test_a_post_from_elsewhere_answers_nothing(client: FlaskClient, office: Office, session: Session) -> None:
    assert client.post(link_of(session), data={"antwort": "no"}).status_code == 400
    assert answers(session) == []


def test_the_link_shows_no_more_than_the_letter_and_opens_nothing_else(
    client: FlaskClient, office: Office, session: Session
) -> None:
    link = link_of(session)
    page = client.get(link).text
    for secret in SECRETS:
        assert secret not in page
    sent(client, link, {"antwort": "yes"})
    for address in (
        f"/sitzung/{office.meeting_id}/rueckmeldung",
        f"/sitzung/{office.meeting_id}/rueckmeldungen",
        "/mein/konto",
    ):
        assert client.get(address).location.startswith("/anmelden")
    meeting = client.get(f"/sitzung/{office.meeting_id}").text
    assert "Kommen Sie?" not in meeting
    for secret in SECRETS:
        assert secret not in meeting
    other = ReplySeal("nothing secret here").word(office.body_id, office.meeting_id + 1, office.members[0])
    assert client.get(f"/rueckmeldung/{other}").status_code == 404


def test_wrong_and_late_links_are_answered_alike(client: FlaskClient, office: Office, session: Session) -> None:
    link = link_of(session)
    meeting, person, seal = link.rpartition("/")[2].split("-")
    stranger = council.person().id
    wrong = [
        "geraten",
        f"{meeting}-{person}-{'0' * 40}",
        f"{meeting}-{office.members[1]}-{seal}",
        f"{meeting}-{person}-{seal}0",
        ReplySeal("another machine").word(office.body_id, office.meeting_id, office.members[0]),
        ReplySeal("nothing secret here").word(office.body_id + 1, office.meeting_id, office.members[0]),
        ReplySeal("nothing secret here").word(office.body_id, office.meeting_id, stranger),
        ReplySeal("nothing secret here").word(office.body_id, 987_654, office.members[0]),
    ]
    told = {client.get(f"/rueckmeldung/{word}").text for word in wrong}
    assert {client.get(f"/rueckmeldung/{word}").status_code for word in wrong} == {404}
    begins(office, timedelta(minutes=-1))
    late = client.get(link)
    assert late.status_code == 404
    assert {re.sub(r"/rueckmeldung/[^\"&]*|%2F[^\"&]*", "", text) for text in {*told, late.text}} == {
        re.sub(r"/rueckmeldung/[^\"&]*|%2F[^\"&]*", "", late.text)
    }


def test_a_meeting_called_off_takes_no_answers(client: FlaskClient, office: Office, session: Session) -> None:
    link = link_of(session)
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        meeting.state, meeting.cancelled = "cancelled", True
    assert client.get(link).status_code == 404


def test_guessing_and_hammering_are_stopped(
    client: FlaskClient, office: Office, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = link_of(session)
    for name, most in (("GUESSED", 3), ("BY_LINK", 2)):
        limit = getattr(reply_views, name)
        monkeypatch.setattr(reply_views, name, type(limit)(limit.name, most, limit.span))
    asked = [client.get("/rueckmeldung/geraten").status_code for _ in range(5)]
    assert asked == [404, 404, 404, 429, 429]
    sent_by_one = [sent(client, link, {"antwort": answer}).status_code for answer in ("yes", "no", "yes")]
    assert sent_by_one == [302, 302, 429]
    assert answers(session) == [(office.members[0], "no", "link")]
    assert all("geraten" not in row.key for row in session.scalars(select(AttemptCount)))


def test_an_answer_must_be_one_and_a_remark_short(client: FlaskClient, office: Office, session: Session) -> None:
    link = link_of(session)
    for fields, sentence in (
        ({}, "Bitte wählen Sie eine der drei Antworten."),
        ({"antwort": "vielleicht"}, "Bitte wählen Sie eine der drei Antworten."),
        ({"antwort": "yes", "bemerkung": "ä" * 301}, "Bitte kürzen Sie die Bemerkung"),
        ({"antwort": "yes", "bemerkung": "a\ufeffb"}, "ohne Steuerzeichen"),
    ):
        answer = sent(client, link, dict(fields))
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "<title>Fehler: " in answer.text
    assert "ä" * 301 in sent(client, link, {"antwort": "yes", "bemerkung": "ä" * 301}).text
    assert answers(session) == []


def test_a_member_answers_on_the_page_of_the_meeting(app: Flask, office: Office, session: Session) -> None:
    theirs = deputy(office, 1)
    name = council_name(session, theirs)
    member = logged_in(app, user(office, None, person=office.members[1]))
    here = f"/sitzung/{office.meeting_id}"
    page = member.get(here).text
    assert "Sie haben noch nicht geantwortet." in page
    assert f"<strong>{name}</strong>" in page
    answer = member.post(f"{here}/rueckmeldung", data={"antwort": "no", "zurueck": "sitzung"})
    assert answer.location == here
    page = member.get(here).text
    assert f"{name} wird als Vertretung benachrichtigt." in page
    assert "Ich komme nicht</strong>" in page
    own = member.get(f"{here}/rueckmeldung").text
    assert "<h1>Kommen Sie?</h1>" in own
    assert member.post(f"{here}/rueckmeldung", data={"antwort": "unknown"}).location == f"{here}/rueckmeldung"
    assert answers(session) == [(office.members[1], "unknown", "page")]
    begins(office, timedelta(minutes=-1))
    assert "Antworten sind nicht mehr möglich" in member.get(f"{here}/rueckmeldung").text
    member.post(f"{here}/rueckmeldung", data={"antwort": "yes"})
    assert "Dafür ist es zu spät" in member.get(f"{here}/rueckmeldung").text


def council_name(session: Session, person_id: int) -> str:
    session.rollback()
    return session.get_one(Person, person_id).name or ""


def test_nobody_sees_what_somebody_else_said(app: Flask, client: FlaskClient, office: Office, session: Session) -> None:
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        said = Said(Answer.NO, Way.OFFICE, "Silberhochzeit")
        enter_reply(writing, office.clerk, meeting, office.members[0], said, ROOM, now=now_utc())
    member = logged_in(app, user(office, None, person=office.members[1]))
    outsider = logged_in(app, user(office, Role.READER))
    here = f"/sitzung/{office.meeting_id}"
    for browser in (client, member, outsider):
        for address in (here, f"{here}/rueckmeldung", f"{here}/rueckmeldungen", f"{here}.ics", "/sitzungen"):
            text = browser.get(address).text
            assert "Silberhochzeit" not in text
            assert "Kommt nicht" not in text
    assert member.get(f"{here}/rueckmeldungen").status_code == 403
    assert outsider.get(f"{here}/rueckmeldung").status_code in {403, 404}
    clerk = logged_in(app, user(office, Role.CLERK))
    assert "Silberhochzeit" in clerk.get(f"{here}/rueckmeldungen").text


def test_the_office_sees_all_and_enters_what_it_was_told(app: Flask, office: Office, session: Session) -> None:
    theirs = deputy(office, 0)
    clerk = logged_in(app, user(office, Role.CLERK))
    here = f"/sitzung/{office.meeting_id}/rueckmeldungen"
    page = clerk.get(here).text
    assert "Mitglieder und Vertretungen: 0 kommen, 0 kommen nicht, 3 offen" in page
    assert "noch nicht beschlussfähig" in page
    assert "§ 53" in page
    chosen = clerk.get(f"{here}?person={office.members[0]}").text
    assert "Was hat " in chosen
    answer = clerk.post(f"{here}/{office.members[0]}", data={"antwort": "no", "bemerkung": "rief an"})
    assert answer.location == f"{here}#person-{office.members[0]}"
    page = clerk.get(here).text
    assert "Eingetragen." in page
    assert "vom Sitzungsdienst eingetragen" in page
    assert council_name(session, theirs) in page
    assert answers(session) == [(office.members[0], "no", "office")]
    assert clerk.post(f"{here}/{office.members[0]}", data={}).status_code == 422
    assert clerk.post(f"{here}/987654", data={"antwort": "no"}).status_code == 404
    work = clerk.get("/buero").text
    assert "Absage ohne Vertretung" not in work
    clerk.post(f"{here}/{office.members[1]}", data={"antwort": "no"})
    clerk.post(f"{here}/{office.members[2]}", data={"antwort": "no"})
    work = clerk.get("/buero").text.replace("\u00a0", " ")
    assert "2 Absagen ohne Vertretung" in work
    assert "Nicht beschlussfähig" in work
    assert "Mit diesen Absagen nicht beschlussfähig" in clerk.get(here).text


def test_two_who_refuse_at_once_do_not_get_the_same_substitute(app: Flask, office: Office, session: Session) -> None:
    """Each in a process of its own; both have the same first deputy, and the second one gets the next."""
    shared = deputy(office, 0)
    second = deputy(office, 1, 8)
    with transaction() as writing:
        seats = {row.person_id: row for row in writing.scalars(select(Membership))}
        first_of_second = Membership(
            person_id=shared,
            organization_id=office.organization_id,
            deputy_for_id=seats[office.members[1]].id,
            audience_id=seats[shared].audience_id,
            created=now_utc(),
            modified=now_utc(),
        )
        seats[second].deputy_for_id = seats[office.members[0]].id
        writing.add(first_of_second)
    db.session.remove()
    db.engine.dispose()
    children = [_refusing(office, person) for person in office.members[:2]]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    rows = db.session().scalars(select(Substitution).where(Substitution.ended.is_(None))).all()
    taken = [row.substitute_id for row in rows]
    assert len(taken) == len(set(taken))
    assert {row.absent_id for row in rows} <= set(office.members[:2])
    assert shared in taken


def _refusing(office: Office, person_id: int) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        with transaction() as session:
            meeting = session.get_one(Meeting, office.meeting_id)
            enter_reply(session, office.clerk, meeting, person_id, Said(Answer.NO, Way.OFFICE), ROOM, now=now_utc())
        code = 0
    finally:
        os._exit(code)


def test_one_person_answering_twice_at_once_has_one_answer(app: Flask, office: Office) -> None:
    db.session.remove()
    db.engine.dispose()
    children = [_refusing(office, office.members[0]) for _ in range(3)]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]
    assert len(db.session().scalars(select(MeetingReply)).all()) == 1
    events = db.session().scalars(select(AuditEntry.event).where(AuditEntry.event == "meeting:replied")).all()
    assert len(events) == 1
