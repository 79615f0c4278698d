"""Verbs after a meeting: who was there, what came out, the minutes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.chain import digest_of
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.meetings.models import AgendaItem, AgendaItemFile, Meeting, MeetingFile, MeetingParticipant
from ris.meetings.rules import MeetingState
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import File, FileRole


@dataclass(frozen=True)
class Outcome:
    """What came out of an item; votes are ``None`` where nobody counted."""

    result: str
    resolution_text: str | None = None
    votes_yes: int | None = None
    votes_no: int | None = None
    votes_abstain: int | None = None


def record_result(session: Session, actor: Actor, item: AgendaItem, outcome: Outcome, *, now: datetime) -> None:
    """Write down what came out of an item, as the minutes will say it."""
    require(actor, Permission.MEETING_RECORD, item)
    for name, value in asdict(outcome).items():
        setattr(item, name, value)
    item.modified = now
    record(session, actor, AuditEvent.RESULT_RECORDED, item, asdict(outcome), now=now)


def close_meeting(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    participants: Sequence[int],
    *,
    end: datetime,
    now: datetime,
) -> None:
    """The meeting is over: who attended, when it ended; the public results become one entry of the public log."""
    require(actor, Permission.MEETING_RECORD, meeting)
    if meeting.standing is not MeetingState.HELD:  # who attended may be corrected
        meeting.enter(MeetingState.HELD)
    meeting.end = end
    meeting.modified = now
    for position, identity in enumerate(participants):
        session.add(MeetingParticipant(meeting_id=meeting.id, person_id=identity, position=position))
    record(session, actor, AuditEvent.MEETING_HELD, meeting, {"participants": len(participants)}, now=now)
    if PUBLIC in meeting.reader_tokens:
        digest = digest_of(_public_results(session, meeting))
        address = address_of("meeting", meeting.id)
        publish_entries(session, [PublicAct(PublicEvent.DECIDED, address, digest)], now=now)


def add_meeting_file(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    file: File,
    role: FileRole,
    *,
    now: datetime,
) -> None:
    """Put an invitation, minutes or another document to a meeting."""
    require(actor, Permission.MEETING_RECORD, meeting)
    session.add(MeetingFile(meeting_id=meeting.id, file_id=file.id, role=role))
    meeting.modified = now
    record(session, actor, AuditEvent.MEETING_FILE_ADDED, meeting, {"file": file.id, "role": role.value}, now=now)
    _publish_file(session, file, now)


def add_item_file(
    session: Session,
    actor: Actor,
    item: AgendaItem,
    file: File,
    role: FileRole,
    *,
    now: datetime,
) -> None:
    """Put a document to an item, e.g. the extract of its resolution (Beschlussauszug)."""
    require(actor, Permission.MEETING_RECORD, item)
    session.add(AgendaItemFile(agenda_item_id=item.id, file_id=file.id, role=role))
    item.modified = now
    record(session, actor, AuditEvent.MEETING_FILE_ADDED, item, {"file": file.id, "role": role.value}, now=now)
    _publish_file(session, file, now)


def _publish_file(session: Session, file: File, now: datetime) -> None:
    if PUBLIC in file.reader_tokens and file.sha512_checksum:
        address = address_of("file", file.id)
        publish_entries(session, [PublicAct(PublicEvent.PUBLISHED, address, file.sha512_checksum)], now=now)


def _public_results(session: Session, meeting: Meeting) -> list[dict[str, Any]]:
    items = session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position),
    )
    return [
        {
            "id": item.id,
            "number": item.number,
            "result": item.result,
            "resolution_text": item.resolution_text,
            "votes": [item.votes_yes, item.votes_no, item.votes_abstain],
        }
        for item in items
        if PUBLIC in item.reader_tokens
    ]
