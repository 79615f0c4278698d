"""From a plan only the office knows to a calendar everybody sees, and what becomes of a day that does not hold."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry, PublicLogEntry
from ris.council.models import Body, Organization
from ris.council.organization_settings import NumberingPeriod, OrganizationSettings
from ris.db import now_utc, transaction
from ris.law.sitting import Chamber
from ris.meetings.models import AgendaItem, Consultation, Meeting, MeetingOrganization
from ris.meetings.rules import MeetingState, StepRefused
from ris.meetings.services.planning import NewMeeting, NothingToPlan, plan_meetings, publish_calendar
from ris.meetings.services.planning_changes import Conflict, NewTime, NoReason, cancel_meeting, reschedule
from ris.scope.readers import readable
from tests.factories import council, documents, meetings

FIRST = datetime(2027, 2, 9, 17, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def clerk(body: Body) -> Actor:
    return Actor(body.id, frozenset({PUBLIC, ADMINISTRATION, COUNCIL}), frozenset({Role.CLERK}), user_id=1)


def committee(**settings: Any) -> Organization:  # noqa: ANN401 - whatever settings the test is about
    own = OrganizationSettings(**settings).to_json()
    return council.organization(name="Bauausschuss", short_name="BA", settings=own)


def planned(body: Body, organizations: list[Organization], count: int = 2) -> list[int]:
    ids = tuple(organization.id for organization in organizations)
    with transaction() as session:
        new = [NewMeeting("", ids, FIRST + WEEK * step) for step in range(count)]
        return [meeting.id for meeting in plan_meetings(session, clerk(body), new, now=now_utc())]


def published(body: Body, ids: list[int]) -> int:
    with transaction() as session:
        return len(publish_calendar(session, clerk(body), ids, now=now_utc()))


def test_nobody_but_the_office_knows_of_a_plan(body: Body, session: Session) -> None:
    planned(body, [committee()])
    rows = session.scalars(select(Meeting)).all()
    assert {row.standing for row in rows} == {MeetingState.PLANNED}
    assert not any(readable(Actor.public(body.id), row) for row in rows)
    assert all(readable(clerk(body), row) for row in rows)
    assert session.scalars(select(PublicLogEntry)).all() == []


def test_publishing_the_calendar_names_each_meeting_in_order_and_tells_of_it_once(body: Body, session: Session) -> None:
    ids = planned(body, [committee()], 3)
    assert published(body, ids[::-1]) == 3
    assert published(body, ids) == 0
    rows = session.scalars(select(Meeting).order_by(Meeting.start)).all()
    assert [row.name for row in rows] == [f"Bauausschuss, {number}. Sitzung" for number in (1, 2, 3)]
    assert {row.meeting_state for row in rows} == {"terminiert"}
    assert all(row.reader_tokens == {PUBLIC} for row in rows)
    told = session.execute(select(PublicLogEntry.event, PublicLogEntry.address).order_by(PublicLogEntry.sequence)).all()
    assert [tuple(entry) for entry in told] == [("published", f"/sitzung/{identity}") for identity in ids]


def test_what_is_in_the_calendar_already_is_not_planned_again(body: Body, session: Session) -> None:
    organization = committee()
    planned(body, [organization], 2)
    assert len(planned(body, [organization], 3)) == 1
    assert len(session.scalars(select(Meeting)).all()) == 3


def test_counting_goes_on_where_it_stopped_and_begins_anew_in_a_new_term(body: Body, session: Session) -> None:
    organization = committee(numbering="{kurz}/{nummer}/{jahr}")
    council.legislative_term(start_date=date(2026, 4, 1), end_date=date(2031, 3, 31))
    old = meetings.meeting(start=FIRST - 4 * WEEK)
    meetings.meeting_organization(meeting_id=old.id, organization_id=organization.id)
    before = meetings.meeting(start=datetime(2026, 3, 3, 18, tzinfo=UTC))
    meetings.meeting_organization(meeting_id=before.id, organization_id=organization.id)
    published(body, planned(body, [organization], 1))
    assert session.scalars(select(Meeting.name).where(Meeting.state == "scheduled")).all() == ["BA/2/2027"]


def test_an_organization_may_count_by_the_year(body: Body, session: Session) -> None:
    organization = committee(numbering_period=NumberingPeriod.YEAR)
    council.legislative_term(start_date=date(2026, 4, 1), end_date=date(2031, 3, 31))
    old = meetings.meeting(start=datetime(2026, 12, 31, 18, tzinfo=UTC))
    meetings.meeting_organization(meeting_id=old.id, organization_id=organization.id)
    published(body, planned(body, [organization], 1))
    assert session.scalars(select(MeetingOrganization.number).where(MeetingOrganization.number > 0)).all() == [1]


def test_a_joint_meeting_is_one_meeting_each_organization_counts_for_itself(body: Body, session: Session) -> None:
    first, second = committee(), council.organization(name="Finanzausschuss")
    published(body, planned(body, [second], 1))
    published(body, planned(body, [first, second], 1))
    joint = session.scalars(select(Meeting).order_by(Meeting.id.desc())).first()
    assert joint is not None
    assert [(link.organization_id, link.number) for link in joint.organizations] == [(first.id, 1), (second.id, 2)]
    assert joint.name == "Bauausschuss, 1. Sitzung"


@pytest.mark.parametrize(
    ("settings", "council_reads"),
    [({"chamber": Chamber.EXECUTIVE}, False), ({"public_by_default": False}, True)],
    ids=["executive", "closed committee"],
)
def test_who_meets_in_closed_session_stays_among_themselves(
    body: Body, session: Session, settings: dict[str, Any], *, council_reads: bool
) -> None:
    published(body, planned(body, [committee(**settings)], 1))
    meeting = session.scalars(select(Meeting)).one()
    assert not readable(Actor.public(body.id), meeting)
    assert (COUNCIL in meeting.reader_tokens) is council_reads
    assert f"meeting:{meeting.id}" in meeting.reader_tokens
    assert session.scalars(select(PublicLogEntry)).all() == []


def invited_with_items(body: Body) -> Meeting:
    published(body, planned(body, [committee()], 1))
    with transaction() as session:
        meeting = session.scalars(select(Meeting)).one()
        meeting.enter(MeetingState.INVITED)
        identity = meeting.id
    item = meetings.agenda_item(meeting_id=identity, name="Radweg")
    meetings.agenda_item(
        meeting_id=identity, name="Ankauf", public=False, readers={ADMINISTRATION, f"meeting:{identity}"}
    )
    meetings.consultation(meeting_id=identity, agenda_item_id=item.id, paper_id=documents.paper().id)
    return meeting


def test_another_day_is_another_meeting_and_the_items_travel(body: Body, session: Session) -> None:
    old_id = invited_with_items(body).id
    with transaction() as writing:
        old = writing.get_one(Meeting, old_id)
        new = reschedule(writing, clerk(body), old, NewTime(FIRST + WEEK, None), "Saal belegt.", now=now_utc())
        new_id = new.id
    old, new = session.get_one(Meeting, old_id), session.get_one(Meeting, new_id)
    assert (old.standing, old.moved_to_id, old.cancelled, old.sequence) == (MeetingState.MOVED, new_id, True, 1)
    assert old.change_reason == "Saal belegt."
    assert (new.standing, new.name, new.start) == (MeetingState.AGENDA, old.name, FIRST + WEEK)
    assert [link.number for link in (*old.organizations, *new.organizations)] == [None, 1]
    items = session.scalars(select(AgendaItem).order_by(AgendaItem.id)).all()
    assert [(item.meeting_id, item.name) for item in items] == [(new_id, "Radweg"), (new_id, "Ankauf")]
    assert items[1].reader_tokens == {ADMINISTRATION, f"meeting:{new_id}"}
    assert session.scalars(select(Consultation.meeting_id)).all() == [new_id]
    events = session.scalars(select(PublicLogEntry.event).order_by(PublicLogEntry.sequence)).all()
    assert events == ["published", "moved", "published"]


def test_another_hour_is_the_same_meeting_with_a_higher_sequence(body: Body, session: Session) -> None:
    identity = invited_with_items(body).id
    room = council.location()
    with transaction() as writing:
        meeting = writing.get_one(Meeting, identity)
        later = NewTime(FIRST + timedelta(hours=1), room.id)
        assert reschedule(writing, clerk(body), meeting, later, "Haushalt.", now=now_utc()) is meeting
    meeting = session.get_one(Meeting, identity)
    assert (meeting.standing, meeting.sequence, meeting.location_id) == (MeetingState.INVITED, 1, room.id)
    assert session.scalars(select(PublicLogEntry.event).order_by(PublicLogEntry.id.desc())).first() == "corrected"


def test_what_nobody_knows_of_moves_without_a_word(body: Body, session: Session) -> None:
    identity = planned(body, [committee()], 1)[0]
    with transaction() as writing:
        meeting = writing.get_one(Meeting, identity)
        assert reschedule(writing, clerk(body), meeting, NewTime(FIRST + WEEK, None), "", now=now_utc()) is meeting
    meeting = session.get_one(Meeting, identity)
    assert (meeting.start, meeting.sequence, meeting.standing) == (FIRST + WEEK, 0, MeetingState.PLANNED)
    assert session.scalars(select(PublicLogEntry)).all() == []


def test_a_meeting_called_off_keeps_its_items_and_cannot_be_called_off_again(body: Body, session: Session) -> None:
    identity = invited_with_items(body).id
    with transaction() as writing:
        cancel_meeting(writing, clerk(body), writing.get_one(Meeting, identity), "Krank.", now=now_utc())
    meeting = session.get_one(Meeting, identity)
    assert (meeting.standing, meeting.meeting_state, meeting.sequence) == (MeetingState.CANCELLED, "abgesagt", 1)
    assert len(session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == identity)).all()) == 2
    with transaction() as writing:
        again = writing.get_one(Meeting, identity)
        with pytest.raises(StepRefused):
            cancel_meeting(writing, clerk(body), again, "Noch einmal.", now=now_utc())
        with pytest.raises(StepRefused):
            reschedule(writing, clerk(body), again, NewTime(FIRST, None), "Zurück.", now=now_utc())


def test_a_change_says_why_and_meets_the_change_of_somebody_else(body: Body) -> None:
    identity = invited_with_items(body).id
    with transaction() as writing:
        meeting = writing.get_one(Meeting, identity)
        long_ago = meeting.modified - WEEK
        with pytest.raises(NoReason):
            reschedule(writing, clerk(body), meeting, NewTime(FIRST + WEEK, None), " ", now=now_utc())
        with pytest.raises(Conflict):
            reschedule(writing, clerk(body), meeting, NewTime(FIRST, None), "x", seen=long_ago, now=now_utc())
        with pytest.raises(Conflict):
            cancel_meeting(writing, clerk(body), meeting, "x", seen=long_ago, now=now_utc())
        assert meeting.standing is MeetingState.INVITED


def test_every_step_is_on_the_record(body: Body, session: Session) -> None:
    identity = invited_with_items(body).id
    with transaction() as writing:
        reschedule(
            writing, clerk(body), writing.get_one(Meeting, identity), NewTime(FIRST + WEEK, None), "x", now=now_utc()
        )
    events = session.scalars(select(AuditEntry.event).order_by(AuditEntry.sequence)).all()
    assert events == ["meeting:planned", "content:published", "meeting:moved", "meeting:planned"]


def test_only_the_session_office_plans(body: Body) -> None:
    identity = planned(body, [committee()], 1)[0]
    everybody, now = Actor.public(body.id), now_utc()
    with transaction() as session:
        meeting = session.get_one(Meeting, identity)
        with pytest.raises(NothingToPlan):
            plan_meetings(session, clerk(body), [NewMeeting("", (), FIRST)], now=now)
        for forbidden in (
            lambda: plan_meetings(session, everybody, [], now=now),
            lambda: publish_calendar(session, everybody, [identity], now=now),
            lambda: reschedule(session, everybody, meeting, NewTime(FIRST, None), "x", now=now),
            lambda: cancel_meeting(session, everybody, meeting, "x", now=now),
        ):
            with pytest.raises(Forbidden):
                forbidden()
