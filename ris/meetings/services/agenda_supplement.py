"""Changing an agenda that was sent out: supplements, papers handed out in the sitting, and items taken off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.chain import digest_of
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.meetings.agenda_rules import number_after
from ris.meetings.invitation_models import Supplement, SupplementKind
from ris.meetings.models import AgendaItem, Consultation
from ris.meetings.queries.desk import open_supplement
from ris.meetings.services.agenda_editing import NOBODY, take_turn
from ris.meetings.services.agenda_freezing import freeze_agenda
from ris.meetings.services.agenda_items import (
    ItemWords,
    NotOnAgenda,
    insert_item,
    place_paper,
    renumber,
    rows_of,
    wait_again,
)
from ris.meetings.services.agenda_opening import open_to_invited
from ris.meetings.services.invitation import checked_desk, send_version
from ris.scope.readers import audience_for
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.invitation_models import Invitation
    from ris.meetings.models import Meeting
    from ris.meetings.services.invitation import PostRoom


class NotSentYet(ValueError):
    """An agenda nobody outside has seen is changed directly, not by a supplement."""


class NoReason(ValueError):
    """Nothing comes on or off an agenda that was sent out without a reason members may read."""


@dataclass(frozen=True)
class Late:
    """What comes later: a waiting paper, or an item in the office's own words; behind which item."""

    after: int
    """Id of the item it follows; 0 for the beginning of its part."""
    consultation_id: int = 0
    words: ItemWords | None = None


def begin_supplement(
    session: Session, actor: Actor, meeting: Meeting, kind: SupplementKind, reason: str, *, now: datetime
) -> Supplement:
    """Start a supplement, or give the one in the making another reason. Raises :class:`NotSentYet`, :class:`NoReason`."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    if not meeting.agenda_version:
        raise NotSentYet(meeting.id)
    if not reason.strip():
        raise NoReason
    supplement = open_supplement(session, meeting)
    if supplement is None:
        last = session.scalar(select(func.max(Supplement.number)).where(Supplement.meeting_id == meeting.id))
        supplement = Supplement(meeting_id=meeting.id, number=(last or 0) + 1, created=now)
        session.add(supplement)
    supplement.kind, supplement.reason = kind.value, reason.strip()
    said = {"supplement": supplement.number, "kind": kind.value, "reason": supplement.reason}
    record(session, actor, AuditEvent.AGENDA_CHANGED, meeting, said, now=now)
    return supplement


def add_late(
    session: Session, actor: Actor, meeting: Meeting, late: Late, *, revision: int, now: datetime
) -> AgendaItem:
    """Put something into the supplement in the making: „4a“ behind „4“; what was sent out keeps its number."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    supplement = open_supplement(session, meeting)
    if supplement is None:
        raise NotOnAgenda(meeting.id)
    rows = rows_of(session, meeting)
    before = next((row for row in rows if row.id == late.after), None)
    place = before.position + 1 if before else 0
    if late.words is not None:
        item = insert_item(session, meeting, late.words, place, now, late=supplement)
    else:
        item = place_paper(session, meeting, late.consultation_id, place, now=now, late=supplement)
        item.supplement_id = supplement.id
    item.number = number_after((before.number or "0") if before else "0", {row.number or "" for row in rows})
    renumber(session, meeting, now)
    record(session, actor, AuditEvent.AGENDA_CHANGED, item, {"late": item.number}, now=now)
    return item


def drop_late(session: Session, actor: Actor, meeting: Meeting, item_id: int, *, revision: int, now: datetime) -> None:
    """Take something out of the supplement in the making again."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    supplement, item = open_supplement(session, meeting), session.get(AgendaItem, item_id)
    if supplement is None or item is None or item.supplement_id != supplement.id or item.deleted:
        raise NotOnAgenda(item_id)
    item.deleted, item.modified, item.audience = True, now, audience_for(session, NOBODY)
    for station in session.scalars(select(Consultation).where(Consultation.agenda_item_id == item.id)).all():
        station.agenda_item_id = None
        wait_again(session, station.paper_id)
    renumber(session, meeting, now)
    record(session, actor, AuditEvent.AGENDA_CHANGED, item, {"dropped": item.number}, now=now)


def send_supplement(
    session: Session, actor: Actor, meeting: Meeting, room: PostRoom, *, revision: int, now: datetime
) -> Invitation | None:
    """Freeze the supplement and write to everybody; one handed out in the sitting is frozen without letters.

    Raises ``Blocked``, ``Stale``, and ``NotOnAgenda`` where there is none.
    """
    require(actor, Permission.AGENDA_APPROVE, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    desk = checked_desk(session, actor, meeting, now)
    supplement = desk.supplement
    if supplement is None:
        raise NotOnAgenda(meeting.id)
    supplement.sent = now
    if supplement.kind == SupplementKind.SUPPLEMENT:
        return send_version(session, actor, desk, room, supplement, now=now)
    open_to_invited(session, actor, meeting, now=now)
    digest = freeze_agenda(session, meeting, "table", now=now)
    said = {"version": meeting.agenda_version, "handed_out": True}
    record(session, actor, AuditEvent.MEETING_SUPPLEMENTED, meeting, said, now=now)
    _tell(session, meeting, PublicEvent.SUPPLEMENTED, address_of("meeting", meeting.id), digest, now)
    return None


def remove_item(
    session: Session, actor: Actor, meeting: Meeting, item_id: int, reason: str, *, revision: int, now: datetime
) -> AgendaItem:
    """Take an item off that was sent out (Absetzung): it stays, struck through, so that nobody comes in vain."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    item = session.get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting.id or item.deleted or item.removed:
        raise NotOnAgenda(item_id)
    if not meeting.agenda_version:
        raise NotSentYet(meeting.id)
    if not reason.strip():
        raise NoReason
    item.removed, item.removed_reason, item.modified = now, reason.strip(), now
    record(session, actor, AuditEvent.ITEM_REMOVED, item, {"reason": item.removed_reason}, now=now)
    if PUBLIC in item.reader_tokens:
        told = digest_of({"item": item.id, "reason": item.removed_reason})
        _tell(session, meeting, PublicEvent.REMOVED, address_of("agenda_item", item.id), told, now)
    return item


def _tell(session: Session, meeting: Meeting, event: PublicEvent, address: str, digest: str, now: datetime) -> None:
    if PUBLIC in meeting.reader_tokens:
        publish_entries(session, [PublicAct(event, address, digest)], now=now)
