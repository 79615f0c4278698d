"""Reading which item of a sitting is called; who may not read it learns nothing, not even that something is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.meetings.models import AgendaItem, Meeting
from ris.meetings.rules import MeetingState, is_part_heading
from ris.scope.readers import readable_by
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


@dataclass(frozen=True)
class CalledItem:
    """The item that is dealt with at the moment."""

    id: int
    meeting_id: int
    number: str
    title: str
    since: datetime


@dataclass(frozen=True)
class CallingPage:
    """The items of a sitting for who calls them."""

    meeting: Meeting
    items: Sequence[AgendaItem]
    open: bool
    """Whether items may be called now: on the day of the sitting, until it is held."""

    @property
    def called(self) -> AgendaItem | None:
        """The item that is dealt with now."""
        return next((item for item in self.items if is_called(item)), None)

    @property
    def following(self) -> AgendaItem | None:
        """The item to be called next: the first behind the one called last that was not dealt with yet."""
        begun = [at for at, item in enumerate(self.items) if item.start is not None]
        behind = self.items[max(begun) + 1 :] if begun else self.items
        return next((item for item in behind if item.start is None), None)


def is_called(item: AgendaItem) -> bool:
    """Whether the item is dealt with now."""
    return item.start is not None and item.end is None


def may_be_called(meeting: Meeting, now: datetime) -> bool:
    """Whether items of the meeting may be called: it was invited to, and today is its day (Europe/Berlin)."""
    if meeting.standing is not MeetingState.INVITED or meeting.start is None:
        return False
    return local_day(meeting.start) == local_day(now)


def callable_items(session: Session, actor: Actor, meeting_id: int) -> list[AgendaItem]:
    """The items that can be called, in order: neither announcements of parts nor what was taken off."""
    rows = session.scalars(
        select(AgendaItem)
        .where(
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.deleted.is_(False),
            AgendaItem.removed.is_(None),
            readable_by(actor, AgendaItem),
        )
        .order_by(AgendaItem.position, AgendaItem.id)
    )
    return [row for row in rows if not is_part_heading(row.number, row.name)]


def calling_page(session: Session, actor: Actor, meeting_id: int, *, now: datetime) -> CallingPage | None:
    """The page; None where there is no such meeting for the actor."""
    wanted = select(Meeting).where(Meeting.id == meeting_id, Meeting.deleted.is_(False), readable_by(actor, Meeting))
    meeting = session.scalars(wanted).first()
    if meeting is None:
        return None
    require(actor, Permission.MEETING_RECORD, meeting)
    return CallingPage(meeting, callable_items(session, actor, meeting_id), may_be_called(meeting, now))


def called_items(session: Session, actor: Actor, meeting_ids: Sequence[int], *, now: datetime) -> dict[int, CalledItem]:
    """What is called in these meetings today, as far as the actor may read it, by meeting id."""
    rows = session.execute(
        select(
            AgendaItem.id, AgendaItem.meeting_id, AgendaItem.number, AgendaItem.name, AgendaItem.start, Meeting.start
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.meeting_id.in_(meeting_ids),
            AgendaItem.start.is_not(None),
            AgendaItem.end.is_(None),
            Meeting.state == MeetingState.INVITED,
            readable_by(actor, AgendaItem),
            readable_by(actor, Meeting),
        )
    ).all()
    return {
        meeting_id: CalledItem(item_id, meeting_id, number or "", name or "", since)
        for item_id, meeting_id, number, name, since, begins in rows
        if meeting_id is not None and since is not None and begins is not None and local_day(begins) == local_day(now)
    }
