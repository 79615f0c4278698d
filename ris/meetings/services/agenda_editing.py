"""Verbs on an agenda in the making: begin it, put items on it, change, move and take them off.

Each edit names the revision of the agenda it was made on. Who comes too late gets :class:`Stale`, and nothing is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from ris.access.circles import ADMINISTRATION, chair_token
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.council.models import Organization
from ris.council.organization_settings import OrganizationSettings
from ris.documents.models import Paper
from ris.documents.rules import PaperKind, PaperState, PaperStep, state_after
from ris.law.sitting import Subject
from ris.meetings.agenda_rules import Direction, moved_by_one, moved_to, numbers_for
from ris.meetings.invitation_models import AgendaDraft
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.meetings.rules import MeetingState
from ris.scope.readers import audience_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.council.organization_settings import StandingItem

NOBODY: tuple[str, ...] = ()


class Stale(Exception):
    """Somebody else has changed the agenda since; ``draft`` says who and when."""

    def __init__(self, draft: AgendaDraft) -> None:
        super().__init__(f"revision {draft.revision}")
        self.draft = draft


class AlreadySent(ValueError):
    """The agenda has been sent out; from now on it is changed by supplements."""


class NotOnAgenda(LookupError):
    """There is no such item on this agenda, or no such paper waiting for it."""


@dataclass(frozen=True)
class ItemWords:
    """What an item of the office's own says."""

    name: str
    public: bool = True
    closed_reason: str = ""
    subject: Subject = Subject.ORDINARY
    block: bool = False


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
    if meeting.agenda_version == 0 and not _rows(session, meeting):
        for place, item in enumerate(_standing(session, meeting)):
            _add(session, meeting, ItemWords(item.name, item.public), place, now)
        renumber(session, meeting, now)
    record(session, actor, AuditEvent.AGENDA_CHANGED, meeting, {"begun": True}, now=now)
    return draft


def add_own_item(
    session: Session, actor: Actor, meeting: Meeting, words: ItemWords, *, revision: int, now: datetime
) -> AgendaItem:
    """Put an item without a paper on the agenda, before what stands at its end."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    item = _add(session, meeting, words, _before_the_end(session, meeting), now)
    renumber(session, meeting, now)
    _note(session, actor, item, {"added": words.name}, now)
    return item


def add_paper_item(
    session: Session, actor: Actor, meeting: Meeting, consultation_id: int, *, revision: int, now: datetime
) -> AgendaItem:
    """Put a waiting paper on the agenda with its station; raises :class:`NotOnAgenda` for one that does not wait."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    item = place_paper(session, meeting, consultation_id, _before_the_end(session, meeting), now=now)
    renumber(session, meeting, now)
    _note(session, actor, item, {"consultation": consultation_id}, now)
    return item


def place_paper(session: Session, meeting: Meeting, consultation_id: int, place: int, *, now: datetime) -> AgendaItem:
    """Make the item of a waiting station at a place; what stands behind moves on."""
    station = session.scalars(
        select(Consultation).where(Consultation.id == consultation_id, Consultation.agenda_item_id.is_(None))
    ).first()
    paper = None if station is None else session.get(Paper, station.paper_id)
    if station is None or paper is None:
        raise NotOnAgenda(consultation_id)
    subject = Subject.ELECTION if paper.kind == PaperKind.ELECTION else Subject.ORDINARY
    closed = paper.public is False
    words = ItemWords(paper.name or "", not closed, (paper.closed_reason or "") if closed else "", subject)
    item = _add(session, meeting, words, place, now)
    item.consultation_id = station.id
    station.agenda_item_id, station.meeting_id, station.modified = item.id, meeting.id, now
    if paper.state in {PaperState.RELEASED, PaperState.NUMBERED}:
        paper.state = state_after(PaperState(paper.state), PaperStep.PUT_ON_AGENDA)
    return item


def change_item(
    session: Session, actor: Actor, meeting: Meeting, item_id: int, words: ItemWords, *, revision: int, now: datetime
) -> AgendaItem:
    """Give an item other words, another part, another subject; one that was sent out stays as it was."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    item = _unsent(session, meeting, item_id)
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
    rows = _rows(session, meeting)
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
        _waits_again(session, station.paper_id)
    renumber(session, meeting, now)
    _note(session, actor, item, {"removed": True}, now)
    return item


def put_back_item(
    session: Session, actor: Actor, meeting: Meeting, item_id: int, *, revision: int, now: datetime
) -> AgendaItem:
    """Undo :func:`take_off_item`: the item stands where it stood, with its paper if that still waits."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    _not_sent(meeting)
    item = session.get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting.id or not item.deleted:
        raise NotOnAgenda(item_id)
    place = item.position
    for row in _rows(session, meeting):
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


def draft_readers(meeting: Meeting) -> frozenset[str]:
    """Who reads what is not sent yet: the session office and the chair who approves it."""
    return frozenset({ADMINISTRATION, *(chair_token(identity) for identity in meeting.organization_ids)})


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


def renumber(session: Session, meeting: Meeting, now: datetime) -> None:
    """Public part first, closed part last; numbers through both until the agenda is sent out."""
    session.flush()  # positions just given are read again
    rows = _rows(session, meeting)
    numbers = numbers_for(len(rows)) if meeting.agenda_version == 0 else [row.number for row in rows]
    for position, (row, number) in enumerate(zip(rows, numbers, strict=True)):
        if (row.position, row.number) != (position, number):
            row.position, row.number, row.modified = position, number, now


def _rows(session: Session, meeting: Meeting) -> Sequence[AgendaItem]:
    standing = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.deleted.is_(False))
    return session.scalars(standing.order_by(AgendaItem.public.desc(), AgendaItem.position, AgendaItem.id)).all()


def _add(session: Session, meeting: Meeting, words: ItemWords, place: int, now: datetime) -> AgendaItem:
    _not_sent(meeting)
    for row in _rows(session, meeting):
        row.position += row.position >= place
    item = AgendaItem(
        meeting_id=meeting.id,
        number="",
        position=place,
        name=words.name,
        public=words.public,
        closed_reason=None if words.public else words.closed_reason,
        subject=words.subject.value,
        block=words.block,
        audience=audience_for(session, draft_readers(meeting)),
        created=now,
        modified=now,
    )
    session.add(item)
    session.flush()  # its station needs its id
    return item


def _unsent(session: Session, meeting: Meeting, item_id: int) -> AgendaItem:
    _not_sent(meeting)
    item = session.get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting.id or item.deleted:
        raise NotOnAgenda(item_id)
    return item


def _not_sent(meeting: Meeting) -> None:
    if meeting.agenda_version:
        raise AlreadySent(meeting.id)


def _before_the_end(session: Session, meeting: Meeting) -> int:
    """The place before the standing items that close the public part."""
    last = {item.name for item in _standing(session, meeting) if item.at_end}
    public = [row for row in _rows(session, meeting) if row.public]
    place = len(public)
    while place and public[place - 1].name in last:
        place -= 1
    return place


def _standing(session: Session, meeting: Meeting) -> Sequence[StandingItem]:
    """The standing items of the organization that leads, those for the end last."""
    if not meeting.organization_ids:
        return ()
    leading = session.get_one(Organization, meeting.organization_ids[0])
    items = OrganizationSettings.from_json(leading.settings or {}).standing_items
    return sorted(items, key=lambda item: item.at_end)


def _waits_again(session: Session, paper_id: int | None) -> None:
    paper = session.get(Paper, paper_id)
    elsewhere = select(Consultation.id).where(
        Consultation.paper_id == paper_id, Consultation.agenda_item_id.is_not(None)
    )
    session.flush()  # the station just set free must not count
    if paper is not None and paper.state == PaperState.ON_AGENDA and session.scalar(elsewhere) is None:
        paper.state = state_after(PaperState.ON_AGENDA, PaperStep.TAKE_OFF_AGENDA)


def _note(session: Session, actor: Actor, item: AgendaItem, what: dict[str, object], now: datetime) -> None:
    record(session, actor, AuditEvent.AGENDA_CHANGED, item, {"meeting": item.meeting_id, **what}, now=now)
