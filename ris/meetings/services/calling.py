"""Calling an item ("Ich rufe auf …"): it begins, and the one before it ends. Members' tablets say so, nothing public does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.meetings.models import AgendaItem, Meeting
from ris.meetings.queries.calling import callable_items, is_called, may_be_called

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


class NotToday(ValueError):
    """Items are called on the day of the sitting, while it is held."""


class NoSuchItem(LookupError):
    """There is no such item on the agenda that could be called."""


def call_item(session: Session, actor: Actor, meeting: Meeting, item_id: int, *, now: datetime) -> AgendaItem:
    """The item begins; what was called before ends. Called once more it goes on where it stands.

    Raises :class:`NotToday` or :class:`NoSuchItem`.
    """
    require(actor, Permission.MEETING_RECORD, meeting)
    items = _turn(session, actor, meeting, now)
    item = next((each for each in items if each.id == item_id), None)
    if item is None:
        raise NoSuchItem(item_id)
    if is_called(item):
        return item
    _end_called(items, now)
    item.start = item.start or now
    item.end, item.modified = None, now
    record(session, actor, AuditEvent.ITEM_CALLED, item, {"act": "called"}, now=now)
    return item


def end_called(session: Session, actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    """What is called ends, and nothing else begins: a break, or the end. Raises :class:`NotToday`."""
    require(actor, Permission.MEETING_RECORD, meeting)
    ended = _end_called(_turn(session, actor, meeting, now), now)
    if ended is not None:
        record(session, actor, AuditEvent.ITEM_CALLED, ended, {"act": "ended"}, now=now)


def take_call_back(session: Session, actor: Actor, meeting: Meeting, item_id: int, *, now: datetime) -> None:
    """The item was called by mistake: it never began, and what ended by that goes on. Raises as :func:`call_item`."""
    require(actor, Permission.MEETING_RECORD, meeting)
    items = _turn(session, actor, meeting, now)
    item = next((each for each in items if each.id == item_id and is_called(each)), None)
    if item is None:
        raise NoSuchItem(item_id)
    before = next((each for each in items if each.end == item.start and each.id != item.id), None)
    item.start, item.modified = None, now
    if before is not None:
        before.end, before.modified = None, now
    record(session, actor, AuditEvent.ITEM_CALLED, item, {"act": "taken-back"}, now=now)


def _turn(session: Session, actor: Actor, meeting: Meeting, now: datetime) -> list[AgendaItem]:
    """The items as they are once nobody else is calling one."""
    session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
    session.expire_all()
    if not may_be_called(meeting, now):
        raise NotToday(meeting.id)
    return callable_items(session, actor, meeting.id)


def _end_called(items: list[AgendaItem], now: datetime) -> AgendaItem | None:
    called = next((each for each in items if is_called(each)), None)
    if called is not None:
        called.end, called.modified = now, now
    return called
