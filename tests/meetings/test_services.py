"""A meeting from its date in the calendar to its minutes, and what the public learns of each step."""

import io
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry, PublicLogEntry
from ris.council.models import Body, Organization
from ris.db import now_utc, transaction
from ris.documents.models import File, FileRole, Paper
from ris.documents.services.files import NewFile, store_file
from ris.documents.services.papers import NewPaper, add_paper, release_paper
from ris.meetings.models import AgendaItem, AgendaVersion, Consultation, ConsultationOrganization, Meeting, MeetingFile
from ris.meetings.services.agendas import NewItem, add_item, invite_members, supplement_agenda
from ris.meetings.services.planning import NewMeeting, add_meeting
from ris.meetings.services.planning_changes import NoReason, cancel_meeting, move_meeting
from ris.meetings.services.recording import Outcome, add_item_file, add_meeting_file, close_meeting, record_result
from ris.storage import MemoryStorage
from tests.factories import council

START = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
CLOSED = {COUNCIL, ADMINISTRATION}


def clerk(body: Body) -> Actor:
    return Actor.machine(body.id, "test")


def planned(session: Session, actor: Actor, organization: Organization, readers: set[str] | None = None) -> Meeting:
    new = NewMeeting(name="1. Sitzung", organizations=(organization.id,), start=START)
    return add_meeting(session, actor, new, readers=readers or {PUBLIC}, now=now_utc())


def invited(body: Body) -> int:
    """A meeting with a public item about a paper, and a closed one."""
    organization = council.organization()
    with transaction() as session:
        actor = clerk(body)
        meeting = planned(session, actor, organization)
        new = NewPaper(name="Radweg", paper_type="Antrag", date=date(2026, 11, 2))
        paper = add_paper(session, actor, new, readers={ADMINISTRATION}, now=now_utc())
        release_paper(session, actor, paper, readers={PUBLIC}, now=now_utc())
        item = NewItem("1", "Radweg", public=True, paper=paper, role="Entscheidung", authoritative=True)
        add_item(session, actor, meeting, item, readers={PUBLIC}, now=now_utc())
        secret = NewItem("2", "Ankauf Quittenhof", public=False, closed_reason="Grundstück")
        add_item(session, actor, meeting, secret, readers=CLOSED, now=now_utc())
        invite_members(session, actor, meeting, now=now_utc())
        return meeting.id


def public_events(session: Session) -> list[str]:
    return list(session.scalars(select(PublicLogEntry.event).order_by(PublicLogEntry.sequence)))


def test_a_date_in_the_calendar_is_public_a_closed_meeting_is_not(body: Body, session: Session) -> None:
    organization = council.organization()
    with transaction() as writing:
        planned(writing, clerk(body), organization)
        planned(writing, clerk(body), organization, CLOSED)
    states = session.scalars(select(Meeting.meeting_state)).all()
    assert states == ["terminiert", "terminiert"]
    assert public_events(session) == ["published"]
    assert session.scalars(select(AuditEntry.event)).all() == ["meeting:planned", "meeting:planned"]


def test_an_item_with_a_paper_is_a_station_on_the_papers_way(body: Body, session: Session) -> None:
    invited(body)
    station = session.scalars(select(Consultation)).one()
    item = session.scalars(select(AgendaItem).where(AgendaItem.public)).one()
    assert (station.agenda_item_id, station.role, station.authoritative) == (item.id, "Entscheidung", True)
    assert item.consultation_id == station.id
    assert session.scalars(select(ConsultationOrganization.position)).all() == [0]


def test_the_agenda_is_frozen_once_for_each_circle_of_readers(body: Body, session: Session) -> None:
    invited(body)
    versions = {version.reader_tokens: version for version in session.scalars(select(AgendaVersion))}
    assert set(versions) == {frozenset({PUBLIC}), frozenset(CLOSED)}
    names = {readers: [item["name"] for item in version.content["items"]] for readers, version in versions.items()}
    assert names[frozenset({PUBLIC})] == ["Radweg"]
    assert names[frozenset(CLOSED)] == ["Radweg", "Ankauf Quittenhof"]
    assert versions[frozenset({PUBLIC})].content["items"][0]["papers"] == [{"slug": "2026-0001", "version": 1}]
    told = session.scalars(select(PublicLogEntry).where(PublicLogEntry.event == "invited")).one()
    assert told.digest == versions[frozenset({PUBLIC})].digest


def test_what_comes_late_goes_where_it_belongs_and_the_agenda_as_invited_stays(body: Body, session: Session) -> None:
    identity = invited(body)
    with transaction() as writing:
        actor, meeting = clerk(body), writing.get_one(Meeting, identity)
        first = writing.scalars(select(AgendaItem).where(AgendaItem.position == 0)).one()
        late = NewItem("1.1", "Änderungsantrag", public=True, after=first)
        add_item(writing, actor, meeting, late, readers={PUBLIC}, now=now_utc())
        supplement_agenda(writing, actor, meeting, now=now_utc())
    order = session.scalars(select(AgendaItem.number).order_by(AgendaItem.position)).all()
    assert order == ["1", "1.1", "2"]
    versions = session.scalars(select(AgendaVersion).order_by(AgendaVersion.number)).all()
    public = [version for version in versions if PUBLIC in version.reader_tokens]
    numbers = [[item["number"] for item in version.content["items"]] for version in public]
    assert numbers == [["1"], ["1", "1.1"]]
    assert [version.occasion for version in public] == ["invited", "supplement"]
    assert public_events(session)[-1] == "supplemented"


def test_results_are_recorded_and_become_one_public_entry_without_the_closed_part(body: Body, session: Session) -> None:
    identity = invited(body)

    def digest_with(closed_result: str) -> str:
        with transaction() as writing:
            meeting = writing.get_one(Meeting, identity)
            public, secret = writing.scalars(select(AgendaItem).order_by(AgendaItem.position)).all()
            outcome = Outcome("Angenommen", "Er wird gebaut.", 20, 9, 1)
            record_result(writing, clerk(body), public, outcome, now=now_utc())
            record_result(writing, clerk(body), secret, Outcome(closed_result), now=now_utc())
            close_meeting(writing, clerk(body), meeting, [], end=START, now=now_utc())
        return session.scalars(select(PublicLogEntry.digest).order_by(PublicLogEntry.sequence.desc())).first() or ""

    assert digest_with("Angenommen") == digest_with("Abgelehnt")
    item = session.scalars(select(AgendaItem).where(AgendaItem.public)).one()
    assert (item.votes_yes, item.votes_no, item.votes_abstain) == (20, 9, 1)
    assert session.get_one(Meeting, identity).meeting_state == "durchgeführt"


def test_a_public_document_of_a_meeting_stands_in_the_log_a_closed_one_does_not(body: Body, session: Session) -> None:
    identity = invited(body)
    before = len(public_events(session))
    with transaction() as writing:
        actor, meeting = clerk(body), writing.get_one(Meeting, identity)
        item = writing.scalars(select(AgendaItem).where(AgendaItem.public)).one()
        new = NewFile(name="Niederschrift", file_name="n.pdf")
        for readers in ({PUBLIC}, CLOSED):
            stream = io.BytesIO(repr(sorted(readers)).encode())
            file = store_file(writing, actor, MemoryStorage(), stream, new, readers=readers, now=now_utc())
            role = FileRole.RESULTS_PROTOCOL if PUBLIC in readers else FileRole.AUXILIARY
            add_meeting_file(writing, actor, meeting, file, role, now=now_utc())
        extract = store_file(writing, actor, MemoryStorage(), io.BytesIO(b"x"), new, readers={PUBLIC}, now=now_utc())
        add_item_file(writing, actor, item, extract, FileRole.RESOLUTION, now=now_utc())
    assert len(session.scalars(select(MeetingFile)).all()) == 2
    assert len(public_events(session)) == before + 2


def test_a_cancelled_or_moved_meeting_stays_and_says_why(body: Body, session: Session) -> None:
    organization = council.organization()
    with transaction() as writing:
        first, second, third = (planned(writing, clerk(body), organization) for _ in range(3))
        cancel_meeting(writing, clerk(body), first, "Kein Bedarf.", now=now_utc())
        move_meeting(writing, clerk(body), second, third, "Saal belegt.", now=now_utc())
    first, second, third = session.scalars(select(Meeting).order_by(Meeting.id)).all()
    assert (first.cancelled, first.change_reason) == (True, "Kein Bedarf.")
    assert (second.moved_to_id, second.change_reason, third.cancelled) == (third.id, "Saal belegt.", False)
    assert public_events(session)[3:] == ["cancelled", "moved"]


def test_nothing_is_cancelled_or_moved_without_a_reason(body: Body) -> None:
    organization = council.organization()
    with transaction() as writing:
        meeting, target = (planned(writing, clerk(body), organization) for _ in range(2))
        with pytest.raises(NoReason):
            cancel_meeting(writing, clerk(body), meeting, " ", now=now_utc())
        with pytest.raises(NoReason):
            move_meeting(writing, clerk(body), meeting, target, "", now=now_utc())
        assert meeting.cancelled is False


def test_only_the_session_office_plans_and_records(body: Body) -> None:
    identity = invited(body)
    everybody = Actor.public(body.id)
    with transaction() as session:
        meeting, item = session.get_one(Meeting, identity), session.scalars(select(AgendaItem)).first()
        organization = session.scalars(select(Organization)).one()
        assert item is not None
        file = File(id=1)
        now = now_utc()
        for forbidden in (
            lambda: planned(session, everybody, organization),
            lambda: add_item(session, everybody, meeting, NewItem("9", "x", public=True), readers={PUBLIC}, now=now),
            lambda: invite_members(session, everybody, meeting, now=now),
            lambda: supplement_agenda(session, everybody, meeting, now=now),
            lambda: cancel_meeting(session, everybody, meeting, "Grund", now=now),
            lambda: move_meeting(session, everybody, meeting, meeting, "Grund", now=now),
            lambda: record_result(session, everybody, item, Outcome("Angenommen"), now=now),
            lambda: close_meeting(session, everybody, meeting, [], end=START, now=now),
            lambda: add_meeting_file(session, everybody, meeting, file, FileRole.INVITATION, now=now),
            lambda: add_item_file(session, everybody, item, file, FileRole.RESOLUTION, now=now),
        ):
            with pytest.raises(Forbidden):
                forbidden()
        assert session.scalars(select(Paper)).one().reader_tokens == {PUBLIC}
