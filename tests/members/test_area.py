"""The member's own area: what comes next, what waits for an answer, and nothing of bodies that are not theirs."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import PUBLIC, organization_token
from ris.access.policy import Forbidden
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import FileVersion
from ris.documents.version_models import FileComparison
from ris.meetings.invitation_models import Supplement, SupplementKind
from ris.meetings.models import AgendaItem, AgendaVersion, Meeting
from ris.meetings.queries.replies import answer_of
from ris.meetings.reply_rules import Answer
from ris.meetings.services.replies import name_substitute
from ris.members.queries import OwnArea, own_area
from ris.notices.models import AreaVisit
from ris.notices.rules import QUIET
from ris.scope.readers import audience_for
from tests.factories import council, documents, meetings
from tests.meetings.office import NOW, START, Office
from tests.meetings.test_calendar import counted_statements
from tests.meetings.test_invitation import ROOM, invited_office
from tests.meetings.test_replies import say
from tests.signing_in import PASSWORD, sent, signed_in


@pytest.fixture
def office(body: Body) -> Office:
    """A committee of three that was invited."""
    return invited_office(body)


def member(office: Office, person_id: int, *organizations: int) -> Actor:
    own = frozenset(organizations or (office.organization_id,))
    return Actor(
        office.body_id,
        reads=frozenset({PUBLIC, *map(organization_token, own)}),
        roles=frozenset({Role.MEMBER}),
        person_id=person_id,
        organizations=own,
    )


def area(session: Session, actor: Actor) -> OwnArea:
    session.rollback()
    return own_area(session, actor, now=NOW)


def test_the_next_meeting_asks_until_it_is_answered(office: Office, session: Session) -> None:
    own = member(office, office.members[1])
    asked = area(session, own)
    assert asked.following is not None
    assert asked.following.line.id == office.meeting_id
    assert [each.line.id for each in asked.tasks] == [office.meeting_id]
    say(office, office.members[1], Answer.UNKNOWN)
    assert area(session, own).tasks
    say(office, office.members[1], Answer.YES)
    done = area(session, own)
    assert done.tasks == []
    assert done.following is not None
    assert done.following.answer is Answer.YES
    assert answer_of(session, office.meeting_id, office.members[1]) is Answer.YES


def test_a_supplement_waits_to_be_read_once_it_is_sent(office: Office, session: Session) -> None:
    say(office, office.members[1], Answer.NO)
    with transaction() as writing:
        for number, sent in ((1, NOW), (2, None)):
            writing.add(
                Supplement(
                    meeting_id=office.meeting_id,
                    number=number,
                    kind=SupplementKind.SUPPLEMENT,
                    reason="Frist des Landes",
                    created=NOW,
                    sent=sent,
                )
            )
    found = area(session, member(office, office.members[1]))
    assert [[each.number for each in task.supplements] for task in found.tasks] == [[1]]


def test_bodies_of_others_are_not_in_it(office: Office, session: Session) -> None:
    other = council.organization(name="Finanzausschuss")
    theirs = meetings.meeting(start=START, readers={organization_token(other.id)}, name="Finanzen")
    public = meetings.meeting(start=START, name="Öffentliche Sitzung der anderen")
    for each in (theirs, public):
        meetings.meeting_organization(meeting_id=each.id, organization_id=other.id)
    own = area(session, member(office, office.members[1]))
    assert [each.line.id for each in own.coming] == [office.meeting_id]
    with pytest.raises(Forbidden):
        own_area(session, Actor(office.body_id, roles=frozenset({Role.READER}), user_id=5), now=NOW)


def test_whoever_takes_a_seat_sees_the_meeting_and_whose_seat_it_is(office: Office, session: Session) -> None:
    person = council.person(name="Nele Nachbar")
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        name_substitute(writing, office.clerk, meeting, office.members[2], person.id, ROOM, now=NOW)
    found = area(session, member(office, person.id, council.organization(name="Bauausschuss").id))
    assert [each.line.id for each in found.coming] == [office.meeting_id]
    assert found.coming[0].stands_in_for
    assert found.coming[0].asks


def test_what_is_over_is_gone_and_what_is_cancelled_is_not_next(office: Office, session: Session) -> None:
    over = meetings.meeting(start=NOW - timedelta(days=2))
    off = meetings.meeting(start=NOW + timedelta(days=2), state="cancelled", cancelled=True)
    for each in (over, off):
        meetings.meeting_organization(meeting_id=each.id, organization_id=office.organization_id)
    found = area(session, member(office, office.members[1]))
    assert [each.line.id for each in found.coming] == [off.id, office.meeting_id]
    assert found.following is not None
    assert found.following.line.id == office.meeting_id


def test_many_meetings_cost_the_same_statements_as_one(office: Office, session: Session) -> None:
    counts = []
    for more in (0, 6):
        for number in range(more):
            extra = meetings.meeting(start=START + timedelta(days=number))
            meetings.meeting_organization(meeting_id=extra.id, organization_id=office.organization_id)
        session.rollback()
        with counted_statements() as told:
            own_area(session, member(office, office.members[1]), now=NOW)
        counts.append(len(told))
    assert counts[0] == counts[1]


@pytest.fixture
def own_window(app: Flask, office: Office) -> FlaskClient:
    return signed_in(app, "Mitglied", person_id=office.members[1])


def test_the_page_leads_to_pack_and_reply(own_window: FlaskClient, office: Office, session: Session) -> None:
    assert session.get_one(Meeting, office.meeting_id).agenda_version == 1
    page = own_window.get("/mein").text
    assert f'/mappe/{office.meeting_id}"' in page
    assert f"/sitzung/{office.meeting_id}/rueckmeldung" in page
    assert "Antwort fehlt" in page
    assert "Mein Bereich" in own_window.get("/").text


def test_a_member_who_logs_in_comes_to_their_own_area(app: Flask, office: Office) -> None:
    signed_in(app, "Mitglied", person_id=office.members[1])
    signed_in(app, "Büro", Role.CLERK)
    for name, wanted, page in (("mitglied", None, "/mein"), ("mitglied", "/suche", "/suche"), ("buero", None, "/")):
        form: dict[str, object] = {"email": f"{name}@lindenau.example", "password": PASSWORD}
        address = f"/anmelden?weiter={wanted}" if wanted else "/anmelden"
        answer = sent(app.test_client(), address, form)
        assert answer.location == page


def test_nobody_else_comes_in(app: Flask, office: Office, client: FlaskClient) -> None:
    assert client.get("/mein").status_code == 302
    assert signed_in(app, "Leser", Role.READER).get("/mein").status_code == 403
    assert '/mein"' not in signed_in(app, "Büro", Role.CLERK).get("/").text


def new_words(window: FlaskClient, address: str = "/mein") -> str:
    page = window.get(address)
    assert page.status_code == 200
    return page.text.partition('id="neu-titel"')[2].partition("</section>")[0]


def invited_long_ago() -> None:
    """The invitation, and what it named, are no news any more."""
    with transaction() as writing:
        for version in writing.scalars(select(AgendaVersion)):
            version.at = now_utc() - timedelta(days=30)
        for item in writing.scalars(select(AgendaItem)):
            item.created = now_utc() - timedelta(days=40)


def test_what_is_new_stays_new_for_the_whole_visit_and_is_old_at_the_next(
    own_window: FlaskClient, office: Office, session: Session
) -> None:
    invited_long_ago()
    past = meetings.meeting(start=now_utc() - timedelta(days=60), name="2. Sitzung")
    meetings.meeting_organization(meeting_id=past.id, organization_id=office.organization_id)
    file = documents.file(created=now_utc() - timedelta(days=1))
    meetings.meeting_file(meeting_id=past.id, file_id=file.id, role="results_protocol")
    assert "Niederschrift" in new_words(own_window)
    assert "Niederschrift" in new_words(own_window), "loading the page anew lost the list"
    with transaction() as writing:
        visit = writing.scalars(select(AreaVisit)).one()
        visit.since, visit.last = visit.since - QUIET, visit.last - QUIET
    assert "gibt es nichts Neues" in new_words(own_window)
    assert "Niederschrift" in new_words(own_window, "/mein?seit=alles"), "nothing is lost for good"
    session.rollback()
    assert session.scalars(select(AreaVisit)).one().last > now_utc() - timedelta(minutes=5)


def test_looking_with_a_members_eyes_is_no_visit_of_theirs(app: Flask, office: Office, session: Session) -> None:
    window = signed_in(app, "Büro", Role.CLERK)
    fields: dict[str, object] = {"role": "member", "organization": str(office.organization_id)}
    assert sent(window, "/verwaltung/ansicht", fields).status_code == 302
    window.get("/mein")
    assert session.scalars(select(AreaVisit)).all() == []


def test_a_replaced_document_leads_to_its_changed_pages_once_they_are_known(
    own_window: FlaskClient, office: Office
) -> None:
    invited_long_ago()
    file = documents.file(name="Haushaltsplan", created=now_utc() - timedelta(days=40), version=2)
    item = meetings.agenda_item(meeting_id=office.meeting_id, created=now_utc() - timedelta(days=40))
    meetings.agenda_item_file(agenda_item_id=item.id, file_id=file.id, role="main")
    with transaction() as writing:
        before = {
            "sha512_checksum": "0" * 128,
            "replaced": now_utc() - timedelta(hours=1),
            "reason": "Zahlen berichtigt",
        }
        everybody = audience_for(writing, {PUBLIC}).id
        writing.add(FileVersion(file_id=file.id, number=1, audience_id=everybody, **before))
    assert "Geänderte Seiten" not in new_words(own_window)
    with transaction() as writing:
        pages = {"changed": [3, 7], "removed": [9]}
        hashes = {"old_sha512": "0" * 128, "new_sha512": "1" * 128}
        writing.add(FileComparison(file_id=file.id, old_number=1, new_number=2, pages=pages, made=now_utc(), **hashes))
    found = new_words(own_window)
    assert "Geänderte Seiten (3)" in found
    assert f'href="/datei/{file.id}/aenderungen?von=1"' in found
    assert "Zahlen berichtigt" in found
