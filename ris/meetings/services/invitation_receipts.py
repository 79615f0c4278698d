"""Noting what becomes of an invitation: posted, arrived, come back, opened. Evidence is added, never taken away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.meetings.invitation_models import Invitation, Recipient
from ris.meetings.models import Meeting
from ris.meetings.services.agenda_items import NotOnAgenda
from ris.meetings.services.invitation import seal_digest
from ris.web.dates import local_day

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


class NotePast(ValueError):
    """The day noted lies before the invitation or in the future."""


class Note(StrEnum):
    """What can be noted of one recipient."""

    POSTED = "posted"
    ARRIVED = "arrived"
    RETURNED = "returned"


@dataclass(frozen=True)
class Opened:
    """Where a confirmed link leads."""

    meeting_id: int
    first: bool
    """Whether it was confirmed just now, for the first time."""


def note_way(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    recipient: Recipient,
    note: Note,
    day: date,
    *,
    now: datetime,
) -> None:
    """Note what happened on a day to one letter; raises :class:`NotePast`, and ``NotOnAgenda`` for another meeting's."""
    require(actor, Permission.INVITATION_PROVE, meeting)
    invitation = session.get_one(Invitation, recipient.invitation_id)
    if invitation.meeting_id != meeting.id:
        raise NotOnAgenda(recipient.id)
    sent = local_day(invitation.sent)
    if not sent - timedelta(days=1) < day <= local_day(now):
        raise NotePast(day.isoformat())
    if note is Note.POSTED:
        recipient.posted_on = day
    elif note is Note.ARRIVED:
        recipient.arrived_on = day
    else:
        recipient.returned_on = day
    said = {"recipient": recipient.id, "note": note.value, "day": day.isoformat()}
    record(session, actor, AuditEvent.INVITATION_NOTED, meeting, said, now=now)


def confirm_receipt(session: Session, actor: Actor, word: str, *, now: datetime) -> Opened | None:
    """Somebody says with the link's word that the invitation has arrived; None for a word nobody was given.

    The word is the permission: it opens nothing and proves one receipt, the first time only.
    """
    found = recipient_by_word(session, word)
    if found is None:
        return None
    recipient, meeting = found
    first = recipient.opened is None
    if first:
        recipient.opened = now
        said = {"recipient": recipient.id, "note": "opened"}
        record(session, actor, AuditEvent.INVITATION_NOTED, meeting, said, now=now)
    return Opened(meeting.id, first)


def note_opened_by(session: Session, actor: Actor, meeting: Meeting, *, now: datetime) -> bool:
    """A person who was invited has opened the meeting while logged in; whether that was new."""
    if actor.person_id is None:
        return False
    rows = session.scalars(
        select(Recipient)
        .join(Invitation, Invitation.id == Recipient.invitation_id)
        .where(Invitation.meeting_id == meeting.id, Recipient.person_id == actor.person_id, Recipient.opened.is_(None))
    ).all()
    for recipient in rows:
        recipient.opened = now
        said = {"recipient": recipient.id, "note": "opened"}
        record(session, actor, AuditEvent.INVITATION_NOTED, meeting, said, now=now)
    return bool(rows)


def recipient_by_word(session: Session, word: str) -> tuple[Recipient, Meeting] | None:
    """Whose invitation a link's word belongs to."""
    row = session.execute(
        select(Recipient, Meeting)
        .join(Invitation, Invitation.id == Recipient.invitation_id)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(Recipient.seal == seal_digest(word), Recipient.seal != "", Meeting.deleted.is_(False))
    ).first()
    return None if row is None else (row[0], row[1])
