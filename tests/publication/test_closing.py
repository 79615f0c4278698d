"""An item that everybody could read goes into the closed part: no address, feed, document, search or log tells of it."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdfium2 import PdfDocument
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import PUBLIC
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry, PublicLogEntry, Tombstone
from ris.audit.verify_log import main as verify
from ris.council.models import Body
from ris.db import transaction
from ris.documents.models import File, FileRole
from ris.handlers import HANDLERS
from ris.jobs.worker import Worker
from ris.law.sitting import Convening
from ris.meetings.models import AgendaItem, AgendaVersion, Meeting
from ris.meetings.services import agenda_editing as editing
from ris.meetings.services.agenda_freezing import open_public_readings
from ris.meetings.services.agenda_items import AlreadyPublic, ItemWords
from ris.meetings.services.agenda_terms import Terms, set_terms
from ris.meetings.services.invitation import approve_and_invite
from ris.meetings.services.planning_changes import NewTime, reschedule
from ris.publication.closing import AlreadyClosed, close_item
from ris.publication.services import NoReason
from ris.publication.withdrawals import withdraw_item
from ris.scope.readers import audience_for, readable
from tests.factories import documents, meetings
from tests.meetings.office import NOW, Office, later, open_office
from tests.meetings.test_invitation import ROOM
from tests.signing_in import sent, signed_in

SECRET = "Ankauf der Gärtnerei Quendel"
WORD = "Quendel"
ACCEPTED = 202
REASON = "Der Punkt war versehentlich öffentlich."


@pytest.fixture
def office(body: Body) -> Office:
    """A committee that is invited to a public agenda with an item that should have been closed; all of it is public."""
    office = open_office(body)
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        for at, name in enumerate((SECRET, "Radweg"), 1):
            editing.add_own_item(session, office.clerk, meeting, ItemWords(name), revision=at, now=NOW)
        terms = Terms(Convening.REGULAR, agreed_on=date(2026, 11, 20), agreed_with="Magistrat")
        set_terms(session, office.clerk, meeting, terms, revision=3, now=NOW)
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        approve_and_invite(session, office.chair, meeting, ROOM, revision=4, now=NOW)
    return office


def published(office: Office) -> None:
    """What a publication does to items, files and readings."""
    with transaction() as session:
        everybody = audience_for(session, {PUBLIC})
        for row in (*session.scalars(select(AgendaItem)), *session.scalars(select(File))):
            row.audience = everybody
        session.flush()
        open_public_readings(session, office.meeting_id)


def item_named(session: Session, name: str = SECRET) -> AgendaItem:
    return session.scalars(select(AgendaItem).where(AgendaItem.name == name)).one()


def closed(actor: Actor, *, reason: str = REASON, closed_reason: str = "Kaufpreis", name: str = SECRET) -> None:
    with transaction() as session:
        item = item_named(session, name)
        close_item(session, actor, item, closed_reason=closed_reason, reason=reason, now=later(1))


def places(office: Office, item_id: int) -> list[str]:
    here = f"/sitzung/{office.meeting_id}"
    return [
        *(here, f"{here}/stand/1", f"{here}.ics", f"{here}/tagesordnung.pdf", f"{here}/mappe.pdf", f"/top/{item_id}"),
        *("/", "/sitzungen", "/sitzungen.ics", "/sitzungen.atom", "/sitemap.xml", f"/suche?q={WORD}"),
        *("/protokoll", "/protokoll.jsonl"),
    ]


def text_at(client: FlaskClient, place: str) -> str:
    """What stands there for everybody; of a PDF its words. What is drawn on demand is asked for again when it is drawn."""
    answer = client.get(place)
    if answer.status_code == ACCEPTED:
        work(client.application)
        answer = client.get(place)
    if answer.mimetype != "application/pdf":
        return answer.text
    document = PdfDocument(answer.data)
    words = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(words.split())


def work(app: Flask) -> None:
    Worker(app, HANDLERS).drain()


def test_nothing_tells_of_what_was_closed(
    app: Flask, client: FlaskClient, office: Office, session: Session, tmp_path: Path
) -> None:
    published(office)
    work(app)
    item_id = item_named(session).id
    session.rollback()
    before = {place: text_at(client, place) for place in places(office, item_id)}  # each page is kept from now on
    telling = {place for place, text in before.items() if WORD in text and "suche" not in place}
    here = f"/sitzung/{office.meeting_id}"
    assert {here, f"{here}/stand/1", f"{here}/tagesordnung.pdf", f"/top/{item_id}"} <= telling
    assert f"/top/{item_id}" in before[f"/suche?q={WORD}"]

    closed(office.clerk)
    work(app)

    for place in places(office, item_id):
        text = text_at(client, place)
        assert SECRET not in text, place
        assert f"/top/{item_id}" not in text or place.startswith(("/protokoll", "/top")), place
    gone = [client.get(place) for place in (f"/top/{item_id}", f"{here}/stand/1")]
    assert [answer.status_code for answer in gone] == [410, 410]
    assert all(REASON in answer.text for answer in gone)
    assert "Radweg" in client.get(here).text
    log = client.get("/protokoll.jsonl").text
    assert WORD not in log
    assert f"/sitzung/{office.meeting_id}/stand/1" in log
    assert f"Sitzung {office.meeting_id}, Stand 1" in client.get("/protokoll").text
    (tmp_path / "protokoll.jsonl").write_text(log, encoding="utf-8")
    assert verify([str(tmp_path / "protokoll.jsonl")]) == 0
    result = app.test_cli_runner().invoke(args=["log", "verify"])
    assert result.exit_code == 0, result.output


def test_members_read_it_as_before(office: Office, session: Session) -> None:
    published(office)
    closed(office.clerk)
    item = item_named(session)
    assert (item.public, item.closed_reason, readable(office.member, item)) == (False, "Kaufpreis", True)
    readings = session.scalars(select(AgendaVersion)).all()
    assert [reading.number for reading in readings if readable(office.member, reading)]
    assert not any(PUBLIC in reading.reader_tokens for reading in readings)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "content:closed")).one()
    assert entry.details["reason"] == REASON
    told = session.execute(select(PublicLogEntry.event, PublicLogEntry.address).order_by(PublicLogEntry.sequence)).all()
    assert ("withdrawn", f"/top/{item.id}") in [tuple(entry) for entry in told]


def test_a_later_publication_does_not_bring_the_old_agenda_back(office: Office, session: Session) -> None:
    published(office)
    closed(office.clerk)
    with transaction() as writing:
        assert open_public_readings(writing, office.meeting_id) == []
    assert not any(PUBLIC in reading.reader_tokens for reading in session.scalars(select(AgendaVersion)))


def test_its_own_documents_and_the_published_invitation_go_with_it(office: Office, session: Session) -> None:
    item_id = item_named(session).id
    session.rollback()
    file = documents.file(name="Lageplan", sha512_checksum="b" * 128)
    meetings.agenda_item_file(agenda_item_id=item_id, file_id=file.id, role=FileRole.MAIN)
    invitation = documents.file(name="Einladung", sha512_checksum="c" * 128)
    meetings.meeting_file(meeting_id=office.meeting_id, file_id=invitation.id, role=FileRole.INVITATION)
    published(office)
    closed(office.clerk)
    files = {row.name: row.reader_tokens for row in session.scalars(select(File))}
    assert not any(PUBLIC in tokens for tokens in files.values())
    assert all(tokens for tokens in files.values())
    assert f"/datei/{file.id}" in session.scalars(select(Tombstone.address)).all()


def test_what_nobody_outside_has_read_leaves_no_trace(office: Office, session: Session) -> None:
    closed(office.clerk, reason="")
    assert not item_named(session).public
    assert session.scalars(select(Tombstone)).all() == []


def test_an_item_of_a_moved_meeting_leaves_the_agenda_of_the_old_day(
    client: FlaskClient, office: Office, session: Session
) -> None:
    published(office)
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        assert meeting.start is not None
        reschedule(
            writing, office.clerk, meeting, NewTime(meeting.start.replace(day=17), None), "Haus zu", now=later(0)
        )
    session.rollback()
    old = f"/sitzung/{office.meeting_id}/stand/1"
    assert SECRET in client.get(old).text
    closed(office.clerk)
    answer = client.get(old)
    assert (answer.status_code, SECRET in answer.text) == (410, False)


def test_closing_is_for_the_office_with_both_reasons_and_once(office: Office) -> None:
    published(office)
    with pytest.raises(Forbidden):
        closed(office.member)
    for reasons in ({"reason": " "}, {"closed_reason": ""}):
        with pytest.raises(NoReason):
            closed(office.clerk, **reasons)
    closed(office.clerk)
    with pytest.raises(AlreadyClosed):
        closed(office.clerk)


def test_closed_published_again_and_withdrawn_it_has_one_tombstone(office: Office, session: Session) -> None:
    published(office)
    closed(office.clerk)
    with transaction() as writing:
        item = item_named(writing)
        item.public = True
        item.audience = audience_for(writing, {PUBLIC})
    with transaction() as writing:
        withdraw_item(writing, office.clerk, item_named(writing), "Doch falsch.", now=later(2))
    of_item = select(Tombstone).where(Tombstone.subject_kind == "agenda_item")
    assert [tombstone.reason for tombstone in session.scalars(of_item)] == ["Doch falsch."]


def test_the_agendas_own_form_does_not_close_what_everybody_reads(body: Body) -> None:
    office = open_office(body)
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        item = editing.add_own_item(session, office.clerk, meeting, ItemWords(SECRET), revision=1, now=NOW)
        item.audience = audience_for(session, {PUBLIC})
        item_id = item.id
    words = ItemWords(SECRET, public=False, closed_reason="Kaufpreis")
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        with pytest.raises(AlreadyPublic):
            editing.change_item(session, office.clerk, meeting, item_id, words, revision=2, now=NOW)


def test_the_office_closes_it_on_a_page_that_says_what_goes_with_it(
    app: Flask, office: Office, session: Session
) -> None:
    published(office)
    clerk = signed_in(app, "Kern", Role.CLERK)
    item_id = item_named(session).id
    session.rollback()
    page = f"/top/{item_id}/nichtoeffentlich"
    assert page in clerk.get(f"/top/{item_id}").text
    refused = sent(clerk, page, {"closed_reason": "Kaufpreis", "reason": " "})
    assert refused.status_code == 422
    assert "Fehler: " in refused.text
    assert 'value="Kaufpreis"' in refused.text
    answer = sent(clerk, page, {"closed_reason": "Kaufpreis", "reason": REASON})
    assert (answer.status_code, answer.location) == (303, f"/top/{item_id}")
    assert "nichtöffentlichen Teil" in clerk.get(f"/top/{item_id}").text
    again = sent(clerk, page, {"closed_reason": "Kaufpreis", "reason": REASON})
    assert (again.status_code, again.location) == (303, f"/top/{item_id}")
    assert "steht schon im nichtöffentlichen Teil" in clerk.get(again.location).text
    assert clerk.get(page).status_code == 410
    assert app.test_client().get(page).status_code != 200
