"""The rows of an agenda in the making: their order and numbers, who reads them, and the papers they bring along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.circles import ADMINISTRATION, chair_token
from ris.council.models import Organization
from ris.council.organization_settings import OrganizationSettings
from ris.documents.models import Paper
from ris.documents.rules import PaperKind, PaperState, PaperStep, state_after
from ris.law.sitting import Subject
from ris.meetings.agenda_rules import numbers_for
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.meetings.services.agenda_opening import widen_paper
from ris.scope.readers import audience_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.council.organization_settings import StandingItem
    from ris.meetings.invitation_models import Supplement


class AlreadySent(ValueError):
    """The agenda has been sent out; from now on it is changed by supplements."""


class AlreadyPublic(ValueError):
    """Everybody reads the item; closing it takes more than the agenda's own form."""


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


def place_paper(
    session: Session,
    meeting: Meeting,
    consultation_id: int,
    place: int,
    *,
    now: datetime,
    late: Supplement | None = None,
) -> AgendaItem:
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
    item = insert_item(session, meeting, words, place, now, late=late)
    item.consultation_id = station.id
    station.agenda_item_id, station.meeting_id, station.modified = item.id, meeting.id, now
    widen_paper(session, paper, draft_readers(meeting))  # who approves the agenda has to read what is on it
    if paper.state in {PaperState.RELEASED, PaperState.NUMBERED}:
        paper.state = state_after(PaperState(paper.state), PaperStep.PUT_ON_AGENDA)
    return item


def draft_readers(meeting: Meeting) -> frozenset[str]:
    """Who reads what is not sent yet: the session office and the chair who approves it."""
    return frozenset({ADMINISTRATION, *(chair_token(identity) for identity in meeting.organization_ids)})


def renumber(session: Session, meeting: Meeting, now: datetime) -> None:
    """Public part first, closed part last; numbers through both until the agenda is sent out."""
    session.flush()  # positions just given are read again
    rows = rows_of(session, meeting)
    numbers = numbers_for(len(rows)) if meeting.agenda_version == 0 else [row.number for row in rows]
    for position, (row, number) in enumerate(zip(rows, numbers, strict=True)):
        if (row.position, row.number) != (position, number):
            row.position, row.number, row.modified = position, number, now


def rows_of(session: Session, meeting: Meeting) -> Sequence[AgendaItem]:
    """What stands on it: the public part first, each part in order."""
    standing = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.deleted.is_(False))
    return session.scalars(standing.order_by(AgendaItem.public.desc(), AgendaItem.position, AgendaItem.id)).all()


def insert_item(
    session: Session,
    meeting: Meeting,
    words: ItemWords,
    place: int,
    now: datetime,
    *,
    late: Supplement | None = None,
) -> AgendaItem:
    """A row of the office's own at a place; what stands behind moves on. Raises :class:`AlreadySent`.

    ``late``: the supplement it comes with, for an agenda that was sent out.
    """
    if late is None:
        not_sent(meeting)
    for row in rows_of(session, meeting):
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
        supplement_id=late.id if late else None,
        audience=audience_for(session, draft_readers(meeting)),
        created=now,
        modified=now,
    )
    session.add(item)
    session.flush()  # its station needs its id
    return item


def not_sent(meeting: Meeting) -> None:
    """Go on only while nobody outside has the agenda; raises :class:`AlreadySent`."""
    if meeting.agenda_version:
        raise AlreadySent(meeting.id)


def before_the_end(session: Session, meeting: Meeting) -> int:
    """The place before the standing items that close the public part."""
    last = {item.name for item in standing_items(session, meeting) if item.at_end}
    public = [row for row in rows_of(session, meeting) if row.public]
    place = len(public)
    while place and public[place - 1].name in last:
        place -= 1
    return place


def standing_items(session: Session, meeting: Meeting) -> Sequence[StandingItem]:
    """The standing items of the organization that leads, those for the end last."""
    if not meeting.organization_ids:
        return ()
    leading = session.get_one(Organization, meeting.organization_ids[0])
    items = OrganizationSettings.from_json(leading.settings or {}).standing_items
    return sorted(items, key=lambda item: item.at_end)


def wait_again(session: Session, paper_id: int | None) -> None:
    """A paper that stands on no agenda any more waits for one."""
    paper = session.get(Paper, paper_id)
    elsewhere = select(Consultation.id).where(
        Consultation.paper_id == paper_id, Consultation.agenda_item_id.is_not(None)
    )
    session.flush()  # the station just set free must not count
    if paper is not None and paper.state == PaperState.ON_AGENDA and session.scalar(elsewhere) is None:
        paper.state = state_after(PaperState.ON_AGENDA, PaperStep.TAKE_OFF_AGENDA)
