"""What is new for a member: of their own meetings, since a moment, as far as they may read it, each thing once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION, PUBLIC, organization_token
from ris.council.models import Body
from ris.db import transaction
from ris.documents.models import File, FileVersion
from ris.meetings.invitation_models import Supplement, SupplementKind
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.meetings.reply_rules import Answer
from ris.notices.queries.news import news_for
from ris.notices.rules import NoticeKind
from ris.scope.readers import audience_for
from tests.factories import council, documents, meetings
from tests.meetings.office import NOW, START, Office
from tests.meetings.test_calendar import counted_statements
from tests.meetings.test_invitation import invited_office
from tests.meetings.test_replies import say

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def office(body: Body) -> Office:
    """A committee of three, invited to four items at NOW."""
    return invited_office(body)


def told(
    session: Session, actor: Actor, since: datetime = NOW, *, now: datetime = LATER
) -> list[tuple[NoticeKind | None, str]]:
    session.rollback()
    return [(each.kind, each.words) for each in news_for(session, actor, since, now=now)]


def document(office: Office, session: Session, *, at: datetime, readers: set[str], **columns: object) -> File:
    """A file of the paper on the agenda's second item."""
    paper = session.scalars(
        select(Consultation.paper_id)
        .join(AgendaItem, AgendaItem.id == Consultation.agenda_item_id)
        .order_by(AgendaItem.position)
    ).first()
    session.rollback()
    file = documents.file(created=at, readers=readers, **columns)
    documents.paper_file(paper_id=paper, file_id=file.id)
    return file


def replaced(
    file: File, at: datetime, number: int = 1, reason: str = "Zahlen berichtigt", readers: tuple[str, ...] = (PUBLIC,)
) -> None:
    with transaction() as session:
        session.add(
            FileVersion(
                file_id=file.id,
                number=number,
                sha512_checksum="0" * 128,
                replaced=at,
                reason=reason,
                audience_id=audience_for(session, readers).id,
            )
        )


def test_the_invitation_itself_is_announced_and_never_a_notice(office: Office, session: Session) -> None:
    since = NOW - timedelta(days=1)
    assert told(session, office.member, since) == [(None, "Einladung")]
    assert told(session, office.member) == []


def test_documents_that_come_or_are_replaced_after_the_invitation(office: Office, session: Session) -> None:
    own = {organization_token(office.organization_id)}
    old = document(office, session, at=NOW - timedelta(days=3), readers=own, name="Haushaltsplan")
    document(office, session, at=NOW + timedelta(hours=1), readers=own, name="Stellungnahme")
    document(office, session, at=NOW + timedelta(hours=1), readers={ADMINISTRATION}, name="Nur für das Haus")
    replaced(old, NOW + timedelta(hours=2))
    replaced(old, NOW - timedelta(days=2), number=0)
    assert told(session, office.member) == [
        (NoticeKind.CHANGED, "Geändert: Haushaltsplan"),
        (NoticeKind.ADDED, "Neue Unterlage: Stellungnahme"),
    ]
    assert told(session, office.member, NOW + timedelta(hours=2)) == []


def test_a_replaced_document_on_two_agendas_is_one_piece_of_news_with_its_reason(
    office: Office, session: Session
) -> None:
    file = document(office, session, at=NOW - timedelta(days=3), readers={PUBLIC}, name="Plan")
    with transaction() as writing:
        item = meetings.agenda_item(meeting_id=office.meeting_id, name="Noch einmal", created=NOW - timedelta(days=1))
        meetings.agenda_item_file(agenda_item_id=item.id, file_id=file.id, role="main")
        writing.expire_all()
    replaced(file, NOW + timedelta(hours=1))
    session.rollback()
    found = news_for(session, office.member, NOW, now=LATER)
    assert [(each.words, each.detail, each.file_id, each.replaced_version) for each in found] == [
        ("Geändert: Plan", "Zahlen berichtigt", file.id, 1)
    ]


def test_why_a_version_went_is_told_to_who_may_read_it(office: Office, session: Session) -> None:
    file = document(office, session, at=NOW - timedelta(days=3), readers={PUBLIC}, name="Plan")
    replaced(file, NOW + timedelta(hours=1), reason="Name von Frau Muster geschwärzt", readers=())
    session.rollback()
    found = news_for(session, office.member, NOW, now=LATER)
    assert [(each.words, each.detail) for each in found] == [("Geändert: Plan", "")]


def test_items_and_supplements_after_the_invitation(office: Office, session: Session) -> None:
    at = NOW + timedelta(hours=1)
    own = {organization_token(office.organization_id)}
    meetings.agenda_item(meeting_id=office.meeting_id, number="5", name="Nachtrag", created=at, readers=own)
    meetings.agenda_item(meeting_id=office.meeting_id, number="6", name="Geheim", created=at, readers={ADMINISTRATION})
    with transaction() as writing:
        for number, sent in ((1, at + timedelta(minutes=1)), (2, None)):
            kind = SupplementKind.SUPPLEMENT
            writing.add(
                Supplement(
                    meeting_id=office.meeting_id, number=number, kind=kind, reason="Frist", created=NOW, sent=sent
                )
            )
    assert told(session, office.member) == [
        (None, "Nachtrag 1"),
        (NoticeKind.ADDED, "Neuer Punkt: TOP 5 Nachtrag"),
    ]


def test_minutes_of_an_earlier_sitting(office: Office, session: Session) -> None:
    own = {organization_token(office.organization_id)}
    past = meetings.meeting(start=NOW - timedelta(days=60), readers={PUBLIC}, name="2. Sitzung")
    meetings.meeting_organization(meeting_id=past.id, organization_id=office.organization_id)
    for readers in (own, {ADMINISTRATION}):
        file = documents.file(name="Niederschrift", created=NOW + timedelta(hours=1), readers=readers)
        meetings.meeting_file(meeting_id=past.id, file_id=file.id, role="results_protocol")
    assert told(session, office.member) == [(NoticeKind.MINUTES, "Niederschrift")]


def test_nothing_of_meetings_that_are_not_theirs(office: Office, session: Session) -> None:
    other = council.organization(name="Finanzausschuss")
    theirs = meetings.meeting(start=START, readers={PUBLIC}, name="Finanzen")
    meetings.meeting_organization(meeting_id=theirs.id, organization_id=other.id)
    file = documents.file(created=NOW + timedelta(hours=1))
    meetings.meeting_file(meeting_id=theirs.id, file_id=file.id, role="results_protocol")
    assert told(session, office.member) == []


def test_who_has_not_answered_is_reminded_once_and_who_has_is_not(office: Office, session: Session) -> None:
    near = START - timedelta(days=4)
    soon = near + timedelta(minutes=1)
    reminder = [(NoticeKind.REMINDER, "Kommen Sie?")]
    assert told(session, office.member, near - timedelta(days=1), now=near - timedelta(minutes=1)) == []
    assert told(session, office.member, near - timedelta(days=1), now=soon) == reminder
    assert told(session, office.member, soon, now=soon + timedelta(days=1)) == []
    say(office, office.members[1], Answer.UNKNOWN)
    assert told(session, office.member, near - timedelta(days=1), now=soon) == reminder
    say(office, office.members[1], Answer.YES)
    assert told(session, office.member, near - timedelta(days=1), now=soon) == []


def test_much_news_costs_the_same_statements_as_little(office: Office, session: Session) -> None:
    counts = []
    for more in (1, 6):
        for _ in range(more):
            file = document(office, session, at=NOW - timedelta(days=3), readers={PUBLIC})
            replaced(file, NOW + timedelta(hours=1))
        session.rollback()
        with counted_statements() as statements:
            news_for(session, office.member, NOW, now=LATER)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert session.get_one(Meeting, office.meeting_id).agenda_version == 1
