"""Closing what was for the public: an item goes into the closed part; members go on reading it, nobody else does any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.documents.models import File, FileRole
from ris.meetings.invitation_models import AgendaDraft
from ris.meetings.models import AgendaItem, AgendaItemFile, Consultation, Meeting, MeetingFile
from ris.meetings.services.agenda_items import draft_readers, renumber
from ris.meetings.services.agenda_opening import invited_readers
from ris.publication.frozen import Retracted, hide_public_readings
from ris.publication.services import NoReason, bury
from ris.scope.readers import audience_for
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


class AlreadyClosed(ValueError):
    """It stands in the closed part, or is gone."""


def close_item(
    session: Session, actor: Actor, item: AgendaItem, *, closed_reason: str, reason: str, now: datetime
) -> None:
    """Move an item into the closed part: its address, files, stations and frozen agendas close for the public.

    ``closed_reason`` is read by members; ``reason`` by everybody at the old addresses, where there was something to read.
    The paper stays as it is: it has a page of its own. Raises :class:`NoReason` and :class:`AlreadyClosed`.
    """
    require(actor, Permission.CONTENT_WITHDRAW, item)
    if not closed_reason.strip() or (PUBLIC in item.reader_tokens and not reason.strip()):
        raise NoReason
    if not item.public or item.deleted or item.meeting_id is None:
        raise AlreadyClosed(item.id)
    meeting = session.get_one(Meeting, item.meeting_id)
    circle = invited_readers(session, meeting, now=now) if meeting.agenda_version else draft_readers(meeting)
    readers = audience_for(session, circle)
    item.public, item.closed_reason, item.modified = False, closed_reason.strip(), now
    closing: list[AgendaItem | Consultation | File] = [item, *_stations(session, item), *_files(session, item)]
    gone: list[Retracted] = []
    for row in closing:
        if PUBLIC in row.reader_tokens:
            row.audience, row.modified = readers, now
            gone += _gone(row)
    record(session, actor, AuditEvent.CONTENT_CLOSED, item, {"reason": reason, "addresses": len(gone)}, now=now)
    gone += hide_public_readings(session, {item.id}, readers)
    bury(session, gone, reason, now=now)
    _next_revision(session, actor, meeting, now)
    renumber(session, meeting, now)


def _stations(session: Session, item: AgendaItem) -> list[Consultation]:
    return list(session.scalars(select(Consultation).where(Consultation.agenda_item_id == item.id)))


def _files(session: Session, item: AgendaItem) -> list[File]:
    """The item's own files, and the invitation, in which it is named."""
    own = select(AgendaItemFile.file_id).where(AgendaItemFile.agenda_item_id == item.id)
    invitations = select(MeetingFile.file_id).where(
        MeetingFile.meeting_id == item.meeting_id, MeetingFile.role == FileRole.INVITATION
    )
    return list(session.scalars(select(File).where(or_(File.id.in_(own), File.id.in_(invitations)))))


def _gone(row: AgendaItem | Consultation | File) -> list[Retracted]:
    """What stood at an address of its own; a station has none."""
    if isinstance(row, Consultation):
        return []
    kind = "file" if isinstance(row, File) else "agenda_item"
    return [Retracted(kind, row.id, address_of(kind, row.id))]


def _next_revision(session: Session, actor: Actor, meeting: Meeting, now: datetime) -> None:
    """Who has the agenda open to edit it looks at it again."""
    draft = session.get(AgendaDraft, meeting.id, with_for_update=True, populate_existing=True)
    if draft is not None:
        draft.revision, draft.changed_at, draft.changed_by = draft.revision + 1, now, actor.name
