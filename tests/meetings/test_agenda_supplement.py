"""After the invitation: supplements with their own numbers and freeze, table papers, items taken off, notices."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION, PUBLIC
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry, PublicLogEntry
from ris.council.models import Body
from ris.db import transaction
from ris.documents.models import Paper
from ris.law.provisions import Medium
from ris.mail.models import OutgoingMail
from ris.meetings.agenda_rules import changes_between
from ris.meetings.invitation_models import AgendaDraft, Invitation, PublicNotice, Supplement, SupplementKind
from ris.meetings.models import AgendaItem, AgendaVersion, Meeting
from ris.meetings.queries.desk import desk_for
from ris.meetings.reply_models import MeetingReply
from ris.meetings.services.agenda_items import ItemWords, NotOnAgenda
from ris.meetings.services.agenda_notice import DayAhead, Made, NotInvitedYet, note_notice, notice_text
from ris.meetings.services.agenda_supplement import (
    Late,
    NoReason,
    NotSentYet,
    add_late,
    begin_supplement,
    drop_late,
    remove_item,
    send_supplement,
)
from ris.meetings.services.invitation import Blocked
from ris.scope.readers import audience_for, readable
from tests.meetings.office import NOW, Office, agenda, later, open_office, told, waiting_paper
from tests.meetings.test_invitation import ROOM, invited_office

REASON = "Der Förderbescheid kam erst gestern."


@pytest.fixture
def office(body: Body) -> Office:
    """A committee that has been invited to four items."""
    return invited_office(body)


def revision(session: Session, office: Office) -> int:
    return session.get_one(AgendaDraft, office.meeting_id, populate_existing=True).revision


def begin(office: Office, kind: SupplementKind = SupplementKind.SUPPLEMENT, reason: str = REASON) -> None:
    with transaction() as session:
        begin_supplement(session, office.clerk, session.get_one(Meeting, office.meeting_id), kind, reason, now=NOW)


def put(office: Office, late: Late) -> int:
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        at = revision(session, office)
        return add_late(session, office.clerk, meeting, late, revision=at, now=NOW).id


def drop(office: Office, item: int) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        drop_late(session, office.clerk, meeting, item, revision=revision(session, office), now=NOW)


def send(office: Office, days: int = 1, actor: Actor | None = None) -> bool:
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        at = revision(session, office)
        return send_supplement(session, actor or office.chair, meeting, ROOM, revision=at, now=later(days)) is not None


def remove(office: Office, item: int, reason: str) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        at = revision(session, office)
        remove_item(session, office.clerk, meeting, item, reason, revision=at, now=later(2))


def supplemented(office: Office, session: Session) -> int:
    """A late paper behind the second item, sent; its item."""
    second = agenda(session, office)[1].id
    session.rollback()
    begin(office)
    item = put(office, Late(second, waiting_paper(office, "Fördermittel Radweg")))
    send(office)
    return item


def test_a_late_paper_gets_a_letter_behind_and_nothing_else_moves(office: Office, session: Session) -> None:
    supplemented(office, session)
    assert told(session, office) == [
        "1 Eröffnung",
        "2 Radweg",
        "2a Fördermittel Radweg",
        "3 Verschiedenes",
        "4 Ankauf Quittenhof",
    ]


def test_until_it_is_sent_only_office_and_chair_read_it_then_the_members(office: Office, session: Session) -> None:
    second = agenda(session, office)[1].id
    session.rollback()
    begin(office)
    item = put(office, Late(second, waiting_paper(office, "Fördermittel")))
    assert not readable(office.member, session.get_one(AgendaItem, item))
    assert readable(office.chair, session.get_one(AgendaItem, item))
    session.rollback()
    send(office)
    late = session.get_one(AgendaItem, item, populate_existing=True)
    assert readable(office.member, late)
    assert PUBLIC not in late.reader_tokens


def test_a_supplement_is_a_version_of_its_own_with_letters_that_reveal_nothing(
    office: Office, session: Session
) -> None:
    supplemented(office, session)
    assert session.scalars(select(Invitation.version).order_by(Invitation.version)).all() == [1, 2]
    occasions = session.scalars(select(AgendaVersion.occasion).where(AgendaVersion.number == 2)).all()
    assert set(occasions) == {"supplement"}
    letters = session.scalars(select(OutgoingMail).where(OutgoingMail.purpose == "supplement")).all()
    assert len(letters) == 3
    assert all(mail.subject.startswith("1. Nachtrag: ") for mail in letters)
    assert not any("Fördermittel" in mail.text or REASON in mail.text for mail in letters)
    assert session.scalars(select(PublicLogEntry.event)).all()[-1] == "supplemented"


def test_who_has_answered_is_not_asked_again(office: Office, session: Session) -> None:
    yes, unsure = office.members[:2]
    with transaction() as writing:
        for person, answer in ((yes, "yes"), (unsure, "unknown")):
            writing.add(MeetingReply(meeting_id=office.meeting_id, person_id=person, answer=answer, way="page", at=NOW))
    supplemented(office, session)
    letters = session.scalars(select(OutgoingMail).where(OutgoingMail.purpose == "supplement")).all()
    asked = {mail.recipient: "Kommen Sie?" in mail.text for mail in letters}
    assert asked == {
        "mitglied0@lindenau.example": False,
        "mitglied1@lindenau.example": True,
        "mitglied2@lindenau.example": True,
    }
    assert "Ihre Antwort, ob Sie kommen, gilt weiter." in next(mail.text for mail in letters if "0@" in mail.recipient)


def test_members_see_what_changed(office: Office, session: Session) -> None:
    item = supplemented(office, session)
    readings = {
        (row.number, len(row.content["items"])): row.content
        for row in session.scalars(select(AgendaVersion).order_by(AgendaVersion.id))
    }
    changes = changes_between(readings[1, 4], readings[2, 5])
    assert [(change.item_id, change.number, change.kind) for change in changes] == [(item, "2a", "neu")]


def test_what_was_invited_with_can_still_be_read_as_it_was(office: Office, session: Session) -> None:
    before = session.scalars(select(AgendaVersion.digest).where(AgendaVersion.number == 1)).all()
    session.rollback()
    supplemented(office, session)
    assert session.scalars(select(AgendaVersion.digest).where(AgendaVersion.number == 1)).all() == before


def test_too_late_for_the_period_it_is_said_how_many_must_agree(office: Office, session: Session) -> None:
    begin(office)
    item = put(office, Late(0, words=ItemWords("Dringend")))
    assert session.get_one(AgendaItem, item).number == "0a"
    desk = desk_for(session, office.clerk, office.meeting_id, now=later(16))
    assert desk is not None
    sentences = [finding.sentence for finding in desk.report.findings if finding.jump == f"#punkt-{item}"]
    assert any("nur mit 2 Ja-Stimmen" in sentence for sentence in sentences)


def test_an_empty_supplement_is_not_sent(office: Office) -> None:
    begin(office)
    with pytest.raises(Blocked):
        send(office)


def test_nothing_comes_later_without_a_reason(office: Office) -> None:
    with pytest.raises(NoReason):
        begin(office, reason="  ")


def test_a_table_paper_is_frozen_without_letters(office: Office, session: Session) -> None:
    begin(office, SupplementKind.TABLE)
    put(office, Late(0, words=ItemWords("Tischvorlage")))
    assert not send(office)
    assert session.get_one(Meeting, office.meeting_id).agenda_version == 2
    assert session.scalars(select(Invitation.version)).all() == [1]
    assert session.scalars(select(Supplement.sent)).one() is not None


def test_what_was_taken_into_a_supplement_can_be_taken_out_again(office: Office, session: Session) -> None:
    begin(office)
    item = put(office, Late(0, waiting_paper(office, "Doch nicht")))
    drop(office, item)
    assert len(told(session, office)) == 4
    states = session.scalars(select(Paper.state).where(Paper.name == "Doch nicht")).all()
    assert states == ["numbered"]
    session.rollback()
    invited = agenda(session, office)[0].id
    session.rollback()
    with pytest.raises(NotOnAgenda):
        drop(office, invited)


def test_only_the_chair_sends(office: Office) -> None:
    begin(office)
    put(office, Late(0, words=ItemWords("Dringend")))
    with pytest.raises(Forbidden):
        send(office, actor=office.clerk)


def test_before_the_invitation_there_is_no_supplement(body: Body) -> None:
    fresh = open_office(body)
    with pytest.raises(NotSentYet):
        begin(fresh)


def test_an_item_taken_off_stays_with_its_reason_and_the_public_is_told(office: Office, session: Session) -> None:
    with transaction() as writing:
        item = writing.get_one(AgendaItem, agenda(writing, office)[1].id)
        item.audience = audience_for(writing, {PUBLIC})
    second = agenda(session, office)[1].id
    session.rollback()
    remove(office, second, "Die Planung ist noch nicht fertig.")
    item = session.get_one(AgendaItem, second)
    assert item.removed is not None
    assert (item.number, item.removed_reason) == ("2", "Die Planung ist noch nicht fertig.")
    assert session.scalars(select(PublicLogEntry.event)).all()[-1] == "removed"
    assert "item:removed" in session.scalars(select(AuditEntry.event)).all()
    session.rollback()
    with pytest.raises(NotOnAgenda):
        remove(office, second, "noch einmal")


def test_a_closed_item_is_taken_off_without_a_word_to_the_public(office: Office, session: Session) -> None:
    closed = agenda(session, office)[-1].id
    session.rollback()
    remove(office, closed, "Verkauf geplatzt")
    assert "removed" not in session.scalars(select(PublicLogEntry.event)).all()
    with pytest.raises(NoReason):
        remove(office, agenda(session, office)[0].id, " ")


def notice(office: Office, day: date) -> None:
    with transaction() as session:
        desk = desk_for(session, office.clerk, office.meeting_id, now=later(3))
        assert desk is not None
        text = notice_text(desk, "Stadt Lindenau")
        note_notice(session, office.clerk, desk, Made(Medium.GAZETTE, "Amtsblatt", day), text, now=later(3))


def test_the_notice_names_time_place_and_the_public_part_only(office: Office, session: Session) -> None:
    notice(office, date(2026, 11, 25))
    kept = session.scalars(select(PublicNotice)).one()
    assert "Rathaus" in kept.text
    assert "2. Radweg" in kept.text
    assert "Quittenhof" not in kept.text
    assert "Für einen Punkt ist vorgesehen" in kept.text
    entry = session.scalars(select(PublicLogEntry).order_by(PublicLogEntry.sequence.desc())).first()
    assert entry is not None
    assert (entry.event, entry.digest) == ("announced", kept.digest)


def test_a_notice_is_not_noted_ahead_nor_before_the_invitation(office: Office, body: Body) -> None:
    with pytest.raises(DayAhead):
        notice(office, date(2027, 1, 1))
    with pytest.raises(NotInvitedYet):
        notice(open_office(body), date(2026, 11, 25))


def test_inviting_does_not_touch_who_reads_drafts_of_others(office: Office, session: Session, body: Body) -> None:
    waiting_paper(office, "Ganz anderes")
    papers = session.scalars(select(Paper).where(Paper.name == "Ganz anderes")).one()
    assert papers.reader_tokens == frozenset({ADMINISTRATION})
