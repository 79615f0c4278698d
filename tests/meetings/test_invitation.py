"""Approving and inviting: one act that freezes, opens, writes letters; and what is known of their arrival."""

import hashlib
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry, PublicLogEntry
from ris.council.models import Body, Membership, Person
from ris.db import transaction
from ris.documents.models import Paper, PaperVersion
from ris.law.sitting import Convening
from ris.mail.models import OutgoingMail
from ris.mail.rules import MailState
from ris.meetings.invitation_models import AgendaDraft, Invitation, Recipient
from ris.meetings.invitation_rules import Arrival
from ris.meetings.models import AgendaItem, AgendaVersion, Meeting
from ris.meetings.queries.receipts import InvitationPage, invitation_page
from ris.meetings.reply_rules import ReplySeal
from ris.meetings.services import agenda_editing as editing
from ris.meetings.services.agenda_editing import Stale
from ris.meetings.services.agenda_items import AlreadySent
from ris.meetings.services.agenda_terms import Terms, set_terms
from ris.meetings.services.invitation import Blocked, PostRoom, approve_and_invite
from ris.meetings.services.invitation_receipts import Note, NotePast, confirm_receipt, note_opened_by, note_way
from ris.scope.readers import readable
from ris.storage import MemoryStorage
from tests.factories import council
from tests.meetings.office import NOW, Office, agenda, later, open_office, seat, waiting_paper


def seal(about: str) -> str:
    return hashlib.sha256(f"test {about}".encode()).hexdigest()[:40]


REPLIES = ReplySeal("nothing secret here")
ROOM = PostRoom("Stadt Lindenau", "Sitzungsdienst", "http://localhost", MemoryStorage(), seal, REPLIES, b"%PDF-1.7")


@pytest.fixture
def office(body: Body) -> Office:
    """A committee with a public and a closed paper on its agenda; one member is invited by post."""
    office = open_office(body)
    with transaction() as session:
        person = session.get_one(Person, office.members[2])
        person.electronic_since = None
        person.location_id = None
    ready(office)
    return office


def ready(office: Office) -> None:
    """Papers, and an address for who is invited by post."""
    home = council.location(street_address="Mühlgraben 3", postal_code="36999", locality="Lindenau")
    stations = [waiting_paper(office, "Radweg"), waiting_paper(office, "Ankauf Quittenhof", public=False)]
    with transaction() as session:
        session.get_one(Person, office.members[2]).location_id = home.id
        meeting = session.get_one(Meeting, office.meeting_id)
        for at, station in enumerate(stations, 1):
            editing.add_paper_item(session, office.clerk, meeting, station, revision=at, now=NOW)
        terms = Terms(Convening.REGULAR, agreed_on=date(2026, 11, 20), agreed_with="Magistrat")
        set_terms(session, office.clerk, meeting, terms, revision=3, now=NOW)


def invited_office(body: Body) -> Office:
    """A committee of three that was invited to four items."""
    office = open_office(body)
    ready(office)
    invite(office)
    return office


def invite(office: Office, *, actor: Actor | None = None, revision: int = 4) -> int:
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        return approve_and_invite(session, actor or office.chair, meeting, ROOM, revision=revision, now=NOW).id


def test_inviting_freezes_opens_and_writes(office: Office, session: Session) -> None:
    invite(office)
    meeting = session.get_one(Meeting, office.meeting_id)
    assert (meeting.state, meeting.meeting_state, meeting.agenda_version) == ("invited", "eingeladen", 1)
    assert [(row.means, bool(row.mail_id), bool(row.seal)) for row in session.scalars(select(Recipient))] == [
        ("mail", True, True),
        ("mail", True, True),
        ("post", False, False),
    ]
    events = session.scalars(select(AuditEntry.event)).all()
    assert {"agenda:approved", "meeting:invited"} <= set(events)
    assert session.scalars(select(PublicLogEntry.event)).all()[-1] == "invited"


def test_members_read_the_agenda_and_its_papers_the_public_reads_nothing(office: Office, session: Session) -> None:
    invite(office)
    rows = [
        *session.scalars(select(AgendaItem)),
        *session.scalars(select(Paper)),
        *session.scalars(select(PaperVersion)),
    ]
    assert len(rows) == 4 + 2 + 2
    for row in rows:
        assert readable(office.member, row)
        assert PUBLIC not in row.reader_tokens
        assert {ADMINISTRATION, COUNCIL} <= row.reader_tokens


def test_one_reading_names_the_public_part_only(office: Office, session: Session) -> None:
    invite(office)
    readings = session.scalars(select(AgendaVersion).order_by(AgendaVersion.id)).all()
    names = [sorted(item["name"] for item in reading.content["items"]) for reading in readings]
    assert ["Eröffnung", "Radweg", "Verschiedenes"] in names
    assert ["Ankauf Quittenhof", "Eröffnung", "Radweg", "Verschiedenes"] in names
    assert all(PUBLIC not in reading.reader_tokens for reading in readings)
    assert all(item["papers"][0]["version"] == 1 for item in readings[0].content["items"] if item["papers"])


def test_a_letter_is_a_postcard(office: Office, session: Session) -> None:
    invite(office)
    for mail in session.scalars(select(OutgoingMail)):
        told = f"{mail.subject}\n{mail.text}"
        assert "3. Sitzung des Bauausschusses" in told
        assert "Rathaus" in told or "Saal 1" in told
        for secret in ("Quittenhof", "Ankauf", "Grundstück", "Radweg"):
            assert secret not in told
        kind = mail.attachments["files"][0]["mime_type"]
        assert kind.startswith("text/calendar; method=PUBLISH")


def test_nobody_gets_two_letters_for_one_version_and_two_may_share_an_address(office: Office, session: Session) -> None:
    with transaction() as writing:
        for person in office.members[:2]:
            writing.get_one(Person, person).email = ["familie@lindenau.example"]
    invite(office)
    keys = session.scalars(select(OutgoingMail.key)).all()
    assert len(keys) == len(set(keys)) == 2
    with pytest.raises(AlreadySent):
        invite(office, revision=5)
    assert len(session.scalars(select(OutgoingMail.id)).all()) == 2


def test_what_blocks_is_cured_first_and_nothing_happens(office: Office, session: Session) -> None:
    with transaction() as writing:
        writing.get_one(Meeting, office.meeting_id).location_id = None
    with pytest.raises(Blocked) as blocked:
        invite(office)
    assert any("Ort" in finding.sentence for finding in blocked.value.report.findings)
    assert session.scalars(select(Invitation)).all() == []
    assert session.get_one(Meeting, office.meeting_id).state == "agenda"


def test_only_what_was_read_is_approved(office: Office) -> None:
    with pytest.raises(Stale):
        invite(office, revision=3)


@pytest.mark.parametrize("who", ["member", "clerk"])
def test_the_chair_approves_nobody_else(office: Office, who: str) -> None:
    with pytest.raises(Forbidden):
        invite(office, actor=getattr(office, who))


def test_the_shortened_period_is_said_in_the_letter(office: Office, session: Session) -> None:
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        terms = Terms(Convening.SHORT, "Die Frist läuft ab.", date(2026, 11, 20))
        set_terms(writing, office.clerk, meeting, terms, revision=4, now=NOW)
    invite(office, revision=5)
    sentence = session.scalars(select(Invitation.text)).one()
    assert sentence
    assert sentence in session.scalars(select(OutgoingMail.text)).all()[0]


def page(session: Session, office: Office, days: int = 1) -> InvitationPage:
    session.rollback()
    found = invitation_page(session, office.clerk, office.meeting_id, None, now=later(days))
    assert found is not None
    return found


def settle(number: int, state: MailState, days: int = 0) -> None:
    """The mail server has answered to one letter."""
    with transaction() as session:
        mail = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()[number]
        mail.state, mail.finished = state, NOW + timedelta(days=days)


def test_what_arrived_and_what_did_not(office: Office, session: Session) -> None:
    invite(office)
    settle(0, MailState.SENT)
    settle(1, MailState.BOUNCED)
    assert [line.arrival for line in page(session, office).lines] == [
        Arrival.ARRIVED,
        Arrival.RETURNED,
        Arrival.WAITING,
    ]
    assert [line.row.person_id for line in page(session, office).late] == [office.members[1]]


def test_who_was_invited_too_late_is_shown_at_once(office: Office, session: Session) -> None:
    invite(office)
    settle(0, MailState.SENT, days=14)
    line = page(session, office, 15).lines[0]
    assert line.verdict is not None
    assert "zu spät" in line.verdict.reason
    everyone = page(session, office, 15).verdict
    assert everyone is not None
    assert everyone.reason.startswith("Zu spät eingeladen: ")


def note(office: Office, what: Note, day: date, *, days: int = 5) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        by_post = session.scalars(select(Recipient).where(Recipient.means == "post")).one()
        note_way(session, office.clerk, meeting, by_post, what, day, now=later(days))


def test_a_letter_counts_when_it_is_in_the_box_not_when_it_was_posted(office: Office, session: Session) -> None:
    invite(office)
    note(office, Note.POSTED, date(2026, 11, 24))
    line = page(session, office).lines[2]
    assert (line.arrival, line.receipt) == (Arrival.SENT, None)
    note(office, Note.ARRIVED, date(2026, 11, 26))
    line = page(session, office).lines[2]
    assert line.receipt is not None
    assert (line.arrival, line.receipt.day) == (Arrival.ARRIVED, date(2026, 11, 26))
    note(office, Note.RETURNED, date(2026, 11, 27))
    assert page(session, office).lines[2].arrival is Arrival.RETURNED


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2027, 1, 1)])
def test_no_day_before_the_invitation_or_after_today_is_noted(office: Office, day: date) -> None:
    invite(office)
    with pytest.raises(NotePast):
        note(office, Note.ARRIVED, day)


def test_the_link_proves_one_receipt_once(office: Office, session: Session) -> None:
    invitation = invite(office)
    word = seal(f"meeting:{office.meeting_id}:v1:person:{office.members[0]}")
    with transaction() as writing:
        opened = confirm_receipt(writing, office.member, word, now=later(1))
        assert opened is not None
        assert opened.first
    with transaction() as writing:
        again = confirm_receipt(writing, office.member, word, now=later(2))
        assert again is not None
        assert not again.first
        assert confirm_receipt(writing, office.member, "geraten", now=later(2)) is None
        assert confirm_receipt(writing, office.member, "", now=later(2)) is None
    line = page(session, office).lines[0]
    assert line.receipt is not None
    assert (line.arrival, line.receipt.day, line.row.invitation_id) == (Arrival.OPENED, date(2026, 11, 24), invitation)


def test_opening_the_meeting_while_logged_in_is_noted_once(office: Office, session: Session) -> None:
    invite(office)
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        assert note_opened_by(writing, office.member, meeting, now=later(1))
        assert not note_opened_by(writing, office.member, meeting, now=later(2))
    assert page(session, office).lines[1].arrival is Arrival.OPENED


def test_deputies_and_the_magistrat_are_written_to_but_their_receipt_is_no_question_of_the_period(
    office: Office, session: Session
) -> None:
    deputy = seat(office, 7)
    with transaction() as writing:
        rows = writing.scalars(select(Membership).order_by(Membership.id)).all()
        rows[-1].deputy_for_id = rows[0].id
    invite(office)
    parts = {row.person_id: row.part for row in session.scalars(select(Recipient))}
    assert parts[deputy] == "deputy"
    assert [item.number for item in agenda(session, office)] == ["1", "2", "3", "4"]
    assert session.get_one(AgendaDraft, office.meeting_id).revision == 5
