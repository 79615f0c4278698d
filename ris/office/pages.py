"""What the session office's pages show: deadlines of the coming weeks, and what is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from ris.access.permissions import Permission
from ris.access.policy import may
from ris.law.profiles import NoProfile
from ris.law.standing_orders import OrdersRefused
from ris.meetings.queries.deadlines import coming_meetings, deadlines_of, due_between, orders_of
from ris.office.work import tasks_for
from ris.web.dates import local_day, plain_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.queries.deadlines import ComingMeeting, Due
    from ris.office.work import Task

WEEKS = timedelta(weeks=4)
BACK = timedelta(days=7)
"""So long a missed deadline is still shown."""
SHEET = timedelta(weeks=13)


@dataclass(frozen=True)
class Moment:
    """A day of the timeline: what is due, and what is held."""

    day: date
    due: Sequence[Due]
    meetings: Sequence[ComingMeeting]


@dataclass(frozen=True)
class Week:
    """The moments of one calendar week."""

    name: str
    moments: Sequence[Moment]


@dataclass(frozen=True)
class WorkPage:
    """The session office's desk."""

    today: date
    weeks: Sequence[Week]
    groups: Sequence[tuple[str, Sequence[Task]]]
    problem: str
    """Why no deadlines can be counted; usually empty."""
    may_plan: bool

    @property
    def nothing_to_do(self) -> bool:
        """Whether everything is done."""
        return not self.groups


def work_page(session: Session, actor: Actor, *, now: datetime) -> WorkPage:
    """Everything on the desk."""
    today = local_day(now)
    due, problem = _due(session, actor, today)
    meetings = coming_meetings(session, actor, today, today + WEEKS)
    tasks = tasks_for(session, actor, now=now)
    groups = [(group.value, list(found)) for group, found in groupby(tasks, key=lambda task: task.group)]
    return WorkPage(
        today=today,
        weeks=_weeks(due, meetings),
        groups=groups,
        problem=problem,
        may_plan=may(actor, Permission.MEETING_PLAN),
    )


def _due(session: Session, actor: Actor, today: date) -> tuple[list[Due], str]:
    try:
        return due_between(session, actor, today - BACK, today + WEEKS, today=today), ""
    except (OrdersRefused, NoProfile) as refused:
        return [], str(refused)


def _weeks(due: Sequence[Due], meetings: Sequence[ComingMeeting]) -> list[Week]:
    days = sorted({entry.deadline.day for entry in due} | {meeting.day for meeting in meetings})
    moments = [
        Moment(
            day,
            [entry for entry in due if entry.deadline.day == day],
            [meeting for meeting in meetings if meeting.day == day],
        )
        for day in days
    ]
    weeks = groupby(moments, key=lambda moment: moment.day - timedelta(days=moment.day.weekday()))
    return [Week(_week_name(monday), list(found)) for monday, found in weeks]


def _week_name(monday: date) -> str:
    return f"Woche vom {plain_day(monday)}"


@dataclass(frozen=True)
class SheetLine:
    """A meeting with everything due before it."""

    meeting: ComingMeeting
    due: Sequence[Due]


def deadline_sheet(session: Session, actor: Actor, *, now: datetime) -> tuple[list[SheetLine], str]:
    """The deadlines of the coming quarter by meeting, for the wall; and why there are none, where that is so."""
    today = local_day(now)
    orders = orders_of(session, actor)
    try:
        return [
            SheetLine(meeting, deadlines_of(orders, meeting, today=today))
            for meeting in coming_meetings(session, actor, today, today + SHEET)
        ], ""
    except (OrdersRefused, NoProfile) as refused:
        return [], str(refused)
