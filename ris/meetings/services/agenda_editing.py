"""Verbs on an agenda in the making: begin it, put items on it, change, move and take them off.

Each edit names the revision of the agenda it was made on. Who comes too late gets :class:`Stale`, and nothing is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.documents.models import Paper
from ris.documents.rules import PaperState
from ris.meetings.agenda_rules import Direction, moved_by_one, moved_to
from ris.meetings.invitation_models import AgendaDraft
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.meetings.rules import MeetingState
from ris.meetings.services.agenda_items import (
    AlreadyPublic,
    ItemWords,
    NotOnAgenda,
    before_the_end,
    draft_readers,
    insert_item,
    not_sent,
    place_paper,
    renumber,
    rows_of,
    standing_items,
    wait_again,
)
from ris.scope.readers import audience_for

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

NOBODY: tuple[str, ...] = ()


class Stale(Exception):
    """Somebody else has changed the agenda since; says who and when, and the revision it has now."""

    def __init__(self, draft: AgendaDraft) -> None:
        super().__init__(f"revision {draft.revision}")
        self.revision, self.changed_by, self.changed_at = draft.revision, draft.changed_by, draft.changed_at


def begin_agenda(session: Session, actor: Actor, meeting: Meeting, *, now: datetime) -> AgendaDraft:
    """Start the agenda with the standing items of who meets; the draft there is if somebody already has."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    known = session.get(AgendaDraft, meeting.id)
    if known is not None:
        return known
    draft = AgendaDraft(meeting_id=meeting.id, changed_at=now, changed_by=actor.name)
    session.add(draft)
    if meeting.agenda_version == 0 and meeting.standing in {None, MeetingState.SCHEDULED}:
        meeting.enter(MeetingState.AGENDA)
    if meeting.agenda_version == 0 and not rows_of(session, meeting):
        for place, item in enumerate(standing_items(session, meeting)):
            insert_item(session, meeting, ItemWords(item.name, item.public), place, now)
        renumber(session, meeting, now)
    record(session, actor, AuditEvent.AGENDA_CHANGED, meeting, {"begun": True}, now=now)
    return draft


def add_own_item(
    session: Session, actor: Actor, meeting: Meeting, words: ItemWords, *, revision: int, now: datetime
) -> AgendaItem:
    """Put an item without a paper on the agenda, before what stands at its end."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    item = insert_item(session, meeting, words, before_the_end(session, meeting), now)
    renumber(session, meeting, now)
    _note(session, actor, item, {"added": words.name}, now)
    return item


def add_paper_item(
    session: Session, actor: Actor, meeting: Meeting, consultation_id: int, *, revision: int, now: datetime
) -> AgendaItem:
    """Put a waiting paper on the agenda with its station; raises :class:`NotOnAgenda` for one that does not wait."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    item = place_paper(session, meeting, consultation_id, before_the_end(session, meeting), now=now)
    renumber(session, meeting, now)
    _note(session, actor, item, {"consultation": consultation_id}, now)
    return item


def change_item(
    session: Session, actor: Actor, meeting: Meeting, item_id: int, words: ItemWords, *, revision: int, now: datetime
) -> AgendaItem:
    """Give an item other words, another part, another subject; one that was sent out stays as it was.

    Raises :class:`AlreadyPublic` where one that everybody reads is to be closed.
    """
    require(actor, Permission.AGENDA_EDIT, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    item = _unsent(session, meeting, item_id)
    if PUBLIC in item.reader_tokens and not words.public:
        raise AlreadyPublic(item.id)
    item.name, item.public = words.name, words.public
    item.closed_reason = None if words.public else words.closed_reason
    item.subject, item.block, item.modified = words.subject.value, words.block, now
    renumber(session, meeting, now)
    _note(session, actor, item, {"name": words.name, "public": words.public}, now)
    return item


def move_item(
    session: Session, actor: Actor, meeting: Meeting, item_id: int, to: Direction | int, *, revision: int, now: datetime
) -> AgendaItem:
    """Move an item by one, or to a 1-based number of the agenda; it stays in its part."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    item = _unsent(session, meeting, item_id)
    rows = rows_of(session, meeting)
    part = [row for row in rows if row.public == item.public]
    before = 0 if item.public else len(rows) - len(part)
    part = moved_by_one(part, item, to) if isinstance(to, Direction) else moved_to(part, item, to - 1 - before)
    for position, row in enumerate(part):
        row.position = before + position
    renumber(session, meeting, now)
    _note(session, actor, item, {"moved": item.number}, now)
    return item


def take_off_item(
    session: Session, actor: Actor, meeting: Meeting, item_id: int, *, revision: int, now: datetime
) -> AgendaItem:
    """Take an item off that nobody outside has seen; its paper waits again. Undone by :func:`put_back_item`."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    item = _unsent(session, meeting, item_id)
    item.deleted, item.modified = True, now
    item.audience = audience_for(session, NOBODY)
    for station in session.scalars(select(Consultation).where(Consultation.agenda_item_id == item.id)):
        station.agenda_item_id, station.modified = None, now
        wait_again(session, station.paper_id)
    renumber(session, meeting, now)
    _note(session, actor, item, {"removed": True}, now)
    return item


def put_back_item(
    session: Session, actor: Actor, meeting: Meeting, item_id: int, *, revision: int, now: datetime
) -> AgendaItem:
    """Undo :func:`take_off_item`: the item stands where it stood, with its paper if that still waits."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    not_sent(meeting)
    item = session.get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting.id or not item.deleted:
        raise NotOnAgenda(item_id)
    place = item.position
    for row in rows_of(session, meeting):
        row.position += row.position >= place
    item.deleted, item.modified = False, now
    item.audience = audience_for(session, draft_readers(meeting))
    station = session.get(Consultation, item.consultation_id) if item.consultation_id else None
    if station is not None and station.agenda_item_id is None:
        station.agenda_item_id, station.meeting_id = item.id, meeting.id
        paper = session.get(Paper, station.paper_id)
        if paper is not None and paper.state == PaperState.NUMBERED:
            paper.state = PaperState.ON_AGENDA
    renumber(session, meeting, now)
    _note(session, actor, item, {"restored": True}, now)
    return item


def take_turn(session: Session, actor: Actor, meeting: Meeting, revision: int, *, now: datetime) -> None:
    """Be the next to change the agenda, seen as of this revision; raises :class:`Stale` for who comes too late.

    The row is locked until the end of the transaction, so two never pass at once.
    """
    passed = session.execute(
        update(AgendaDraft)
        .where(AgendaDraft.meeting_id == meeting.id, AgendaDraft.revision == revision)
        .values(revision=AgendaDraft.revision + 1, changed_at=now, changed_by=actor.name)
        .returning(AgendaDraft.revision),
        execution_options={"synchronize_session": False},
    ).all()
    if not passed:
        draft = session.get(AgendaDraft, meeting.id, populate_existing=True)
        if draft is None:
            raise NotOnAgenda(meeting.id)
        raise Stale(draft)


def _unsent(session: Session, meeting: Meeting, item_id: int) -> AgendaItem:
    not_sent(meeting)
    item = session.get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting.id or item.deleted:
        raise NotOnAgenda(item_id)
    return item


def _note(session: Session, actor: Actor, item: AgendaItem, what: dict[str, object], now: datetime) -> None:
    record(session, actor, AuditEvent.AGENDA_CHANGED, item, {"meeting": item.meeting_id, **what}, now=now)
