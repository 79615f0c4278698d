"""The public notice of time, place and agenda (§ 58 Abs. 6 HGO): its text, and the proof that it was made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.meetings.invitation_models import PublicNotice
from ris.web.addresses import address_of
from ris.web.dates import full_moment, local_day

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import File
    from ris.law.provisions import Medium
    from ris.meetings.models import Meeting
    from ris.meetings.queries.desk import Desk


class NotInvitedYet(ValueError):
    """What is made public is the agenda that was sent out."""


class DayAhead(ValueError):
    """A notice cannot have been complete in the future."""


@dataclass(frozen=True)
class Made:
    """Where and when it was complete."""

    medium: Medium
    medium_name: str
    completed_on: date
    file: File | None = None
    """The proof: a page of the newspaper, a picture."""


def notice_text(desk: Desk, town: str) -> str:
    """What the medium prints: time, place, the public part, and how many items are proposed to be closed."""
    meeting, facts = desk.meeting, desk.facts
    public = [row for row in desk.rows if row.public and not row.removed]
    closed = sum(not row.public and not row.removed for row in desk.rows)
    lines = [
        f"Öffentliche Bekanntmachung – {town}",
        "",
        f"{meeting.name}",
        full_moment(meeting.start) if meeting.start else "",
        facts.place,
        "",
        "Tagesordnung:",
        *(f"{row.number}. {row.name}" for row in public),
    ]
    if closed:
        lines += ["", closed_sentence(closed)]
    return "\n".join(lines)


def closed_sentence(count: int) -> str:
    """How many items are proposed to be dealt with without the public."""
    points = "einen Punkt" if count == 1 else f"{count} Punkte"
    return f"Für {points} ist vorgesehen, die Öffentlichkeit auszuschließen (§ 52 Abs. 1 HGO)."


def note_notice(session: Session, actor: Actor, desk: Desk, made: Made, text: str, *, now: datetime) -> PublicNotice:
    """Keep the proof that the agenda as sent was made public. Raises :class:`NotInvitedYet`, :class:`DayAhead`."""
    meeting = desk.meeting
    require(actor, Permission.INVITATION_PROVE, meeting)
    if not meeting.agenda_version:
        raise NotInvitedYet(meeting.id)
    if made.completed_on > local_day(now):
        raise DayAhead(made.completed_on.isoformat())
    notice = PublicNotice(
        meeting_id=meeting.id,
        version=meeting.agenda_version,
        medium=made.medium.value,
        medium_name=made.medium_name,
        completed_on=made.completed_on,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        file_id=made.file.id if made.file else None,
        noted=now,
    )
    session.add(notice)
    said = {"medium": made.medium.value, "completed_on": made.completed_on.isoformat(), "digest": notice.digest}
    record(session, actor, AuditEvent.NOTICE_MADE, meeting, said, now=now)
    _publish(session, meeting, notice.digest, now)
    return notice


def _publish(session: Session, meeting: Meeting, digest: str, now: datetime) -> None:
    if PUBLIC in meeting.reader_tokens:
        address = address_of("meeting", meeting.id)
        publish_entries(session, [PublicAct(PublicEvent.ANNOUNCED, address, digest)], now=now)
