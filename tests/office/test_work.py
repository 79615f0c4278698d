"""The session office's desk: what is due with norm and sum, and one action for each thing to do."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC
from ris.council.models import Body, Organization
from ris.council.organization_settings import OrganizationSettings
from ris.council.settings import BodySettings
from ris.db import transaction
from ris.law.counting import Period
from ris.law.deadlines import Step
from ris.law.sitting import Chamber
from ris.law.standing_orders import StandingOrders
from ris.mail.rules import MailState
from ris.mail.services import Letter, post
from ris.meetings.models import Meeting
from ris.meetings.rules import MeetingState
from ris.office.pages import deadline_sheet, work_page
from ris.office.work import Group, tasks_for
from tests.factories import council, meetings

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
START = datetime(2027, 1, 26, 17, 0, tzinfo=UTC)
CLOSED = {ADMINISTRATION}


def clerk(body: Body) -> Actor:
    return Actor(body.id, frozenset({PUBLIC, ADMINISTRATION, COUNCIL}), frozenset({Role.CLERK}), user_id=1)


def committee(chamber: Chamber | None = Chamber.COMMITTEE, name: str = "Bauausschuss") -> Organization:
    return council.organization(name=name, settings=OrganizationSettings(chamber=chamber).to_json())


def sitting(state: MeetingState, organization: Organization | None = None, start: datetime = START) -> Meeting:
    meeting = meetings.meeting(
        name=f"Sitzung {state}",
        start=start,
        state=state.value,
        location_id=council.location().id,
        readers={PUBLIC, *CLOSED},
    )
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=(organization or committee()).id)
    return meeting


def test_each_deadline_has_its_norm_its_sum_and_its_slack(body: Body, session: Session) -> None:
    sitting(MeetingState.SCHEDULED)
    page = work_page(session, clerk(body), now=NOW)
    due = [entry for week in page.weeks for moment in week.moments for entry in moment.due]
    receipt = next(entry.deadline for entry in due if entry.deadline.step is Step.RECEIPT)
    assert (receipt.day, receipt.slack_days) == (date(2027, 1, 22), 11)
    assert "§ 58 Abs. 1" in str(receipt.norm)
    assert "drei Tage dazwischen" in receipt.calculation
    assert Step.SHORT_RECEIPT not in {entry.deadline.step for entry in due}


def test_a_missed_receipt_is_shown_with_what_is_left(body: Body, session: Session) -> None:
    sitting(MeetingState.AGENDA, start=NOW + timedelta(days=2, hours=8))
    page = work_page(session, clerk(body), now=NOW)
    due = {
        entry.deadline.step: entry.deadline for week in page.weeks for moment in week.moments for entry in moment.due
    }
    assert due[Step.RECEIPT].missed
    assert not due[Step.SHORT_RECEIPT].missed


def test_the_towns_own_orders_are_counted_as_well(body: Body, session: Session) -> None:
    orders = StandingOrders(paper_deadline=Period(14), committee_notice=Period(7))
    with transaction() as writing:
        writing.get_one(Body, body.id).settings = BodySettings(orders=orders.to_json()).to_json()
    sitting(MeetingState.SCHEDULED)
    lines, problem = deadline_sheet(session, clerk(body), now=NOW)
    days = {entry.deadline.step: entry.deadline.day for entry in lines[0].due}
    assert problem == ""
    assert (days[Step.PAPERS], days[Step.RECEIPT]) == (date(2027, 1, 12), date(2027, 1, 18))


def test_orders_the_law_no_longer_allows_are_said_instead_of_counted(body: Body, session: Session) -> None:
    with transaction() as writing:
        orders = StandingOrders(council_notice=Period(1)).to_json()
        writing.get_one(Body, body.id).settings = BodySettings(orders=orders).to_json()
    sitting(MeetingState.SCHEDULED)
    page = work_page(session, clerk(body), now=NOW)
    assert "milder als das Gesetz" in page.problem
    assert deadline_sheet(session, clerk(body), now=NOW)[0] == []


def test_who_was_invited_has_no_deadline_left_and_a_fraktion_never_had_one(body: Body, session: Session) -> None:
    sitting(MeetingState.INVITED)
    sitting(MeetingState.SCHEDULED, committee(None, "Fraktion Grünes Tal"))
    page = work_page(session, clerk(body), now=NOW)
    assert [entry for week in page.weeks for moment in week.moments for entry in moment.due] == []
    assert sum(len(moment.meetings) for week in page.weeks for moment in week.moments) == 2


@pytest.mark.parametrize(
    ("state", "group", "path"),
    [
        (MeetingState.PLANNED, Group.PUBLISH, "/buero/kalender"),
        (MeetingState.SCHEDULED, Group.MISSING, "/bearbeiten"),
        (MeetingState.AGENDA, Group.APPROVE, "/bearbeiten"),
        (MeetingState.APPROVED, Group.APPROVE, "/freigeben"),
    ],
)
def test_each_state_of_a_meeting_asks_for_its_next_act(
    body: Body, session: Session, state: MeetingState, group: Group, path: str
) -> None:
    sitting(state)
    tasks = [task for task in tasks_for(session, clerk(body), now=NOW) if task.group is not Group.CARE]
    assert [(task.group, task.path.endswith(path)) for task in tasks] == [(group, True)]


def test_what_is_over_or_called_off_asks_for_nothing(body: Body, session: Session) -> None:
    for state in (MeetingState.CANCELLED, MeetingState.MOVED):
        row = sitting(state)
        with transaction() as writing:
            writing.get_one(Meeting, row.id).cancelled = True
    tasks = tasks_for(session, clerk(body), now=NOW)
    assert {task.group for task in tasks} <= {Group.CARE}


def test_missing_places_missing_minutes_and_lost_letters_are_reminded_of(body: Body, session: Session) -> None:
    row, held = sitting(MeetingState.SCHEDULED), sitting(MeetingState.HELD, start=NOW - timedelta(days=5))
    with transaction() as writing:
        writing.get_one(Meeting, row.id).location_id = None
        mail = post(writing, Letter("test", "x", "a@b.example", "Betreff", "Text"), now=NOW)
        mail.state = MailState.BOUNCED
    tasks = {task.action: task for task in tasks_for(session, clerk(body), now=NOW)}
    assert tasks["Ort eintragen"].path == f"/sitzung/{row.id}/verlegen"
    assert tasks["Zur Sitzung"].path == f"/sitzung/{held.id}"
    assert "E-Mail" in tasks["Ansehen"].what


def test_what_a_town_has_not_entered_yet_is_reminded_of_until_it_has(body: Body, session: Session) -> None:
    assert "Hauptsatzung und Geschäftsordnung fehlen" in {
        task.what for task in tasks_for(session, clerk(body), now=NOW)
    }
    with transaction() as writing:
        orders = StandingOrders(council_notice=Period(7)).to_json()
        writing.get_one(Body, body.id).settings = BodySettings(orders=orders).to_json()
    session.expire_all()
    assert tasks_for(session, clerk(body), now=NOW) == []


def test_everything_leads_to_a_page(app: Flask, body: Body, session: Session) -> None:
    for state in MeetingState:
        sitting(state, start=START if state is not MeetingState.HELD else NOW - timedelta(days=5))
    urls = app.url_map.bind("")
    for task in tasks_for(session, clerk(body), now=NOW):
        try:
            urls.match(task.path)
        except HTTPException:
            pytest.fail(f"{task.path} is no page")


def test_somebody_without_the_rights_has_nothing_to_do(body: Body, session: Session) -> None:
    sitting(MeetingState.SCHEDULED)
    reader = Actor(body.id, frozenset({PUBLIC}), frozenset({Role.READER}), user_id=2)
    assert tasks_for(session, reader, now=NOW) == []


def test_every_group_has_a_heading() -> None:
    assert all(re.fullmatch(r"[A-ZÄÖÜ].+", group.value) for group in Group)
