"""Frozen versions follow what they tell of: what is withdrawn or closed can be read in no older version either."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.circles import PUBLIC
from ris.documents.models import File, FileVersion, Paper, PaperVersion
from ris.meetings.models import AgendaItem, AgendaVersion, Meeting
from ris.scope.readers import audience_for
from ris.web.addresses import address_of, address_of_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from ris.scope.objects import ProtectedObject
    from ris.scope.readers import Audience


@dataclass(frozen=True)
class Retracted:
    """Something public that is gone from its address."""

    kind: str
    id: int
    address: str
    current: str | None = None
    """Where the thing is read as it stands now."""


def retract_versions(session: Session, rows: Sequence[ProtectedObject]) -> list[Retracted]:
    """Take back, from every circle of readers, all versions that tell of withdrawn rows.

    Versions of a withdrawn paper or meeting go with its page, which answers for all addresses below it. What remains
    to be said are the public readings of agendas that named a withdrawn item.
    """
    nobody = audience_for(session, ())
    gone = {model: {row.id for row in rows if isinstance(row, model)} for model in (Paper, Meeting, AgendaItem, File)}
    told = []
    of_papers = select(PaperVersion).where(PaperVersion.paper_id.in_(gone[Paper]))
    of_meetings = select(AgendaVersion).where(AgendaVersion.meeting_id.in_(gone[Meeting]))
    of_files = select(FileVersion).where(FileVersion.file_id.in_(gone[File]))
    for version in (*session.scalars(of_papers), *session.scalars(of_meetings), *session.scalars(of_files)):
        version.audience = nobody
    for reading in _naming(session, gone[AgendaItem]):
        if PUBLIC in reading.reader_tokens:
            told.append(_told(reading))
        reading.audience = nobody
    session.flush()  # whoever freezes next compares with what is left
    return told


def hide_public_readings(session: Session, item_ids: set[int], readers: Audience) -> list[Retracted]:
    """Take public readings of agendas that name these items from the public; who has no other reading keeps this one."""
    nobody = audience_for(session, ())
    told = []
    public = [reading for reading in _naming(session, item_ids) if PUBLIC in reading.reader_tokens]
    elsewhere = defaultdict(list)
    of_meetings = AgendaVersion.meeting_id.in_({reading.meeting_id for reading in public})
    for reading in session.scalars(select(AgendaVersion).where(of_meetings)):
        if reading.reader_tokens and PUBLIC not in reading.reader_tokens:
            elsewhere[reading.meeting_id, reading.number].append(reading)
    for reading in public:
        told.append(_told(reading))
        reading.audience = nobody if elsewhere[reading.meeting_id, reading.number] else readers
    session.flush()  # whoever freezes next compares with what is left
    return told


def _naming(session: Session, item_ids: set[int]) -> list[AgendaVersion]:
    """Readings of agendas that name one of these items, and that somebody may still read."""
    readings = session.scalars(select(AgendaVersion).where(AgendaVersion.meeting_id.in_(_stood_on(session, item_ids))))
    return [
        reading
        for reading in readings
        if reading.reader_tokens and any(item["id"] in item_ids for item in reading.content["items"])
    ]


def _stood_on(session: Session, item_ids: set[int]) -> set[int]:
    """The meetings these items stand on, and those they stood on before the meeting was moved to another day."""
    stand = session.scalars(select(AgendaItem.meeting_id).where(AgendaItem.id.in_(item_ids)))
    new = {meeting_id for meeting_id in stand if meeting_id is not None}
    known: set[int] = set()
    while new:
        known |= new
        new = set(session.scalars(select(Meeting.id).where(Meeting.moved_to_id.in_(known)))) - known
    return known


def _told(reading: AgendaVersion) -> Retracted:
    return Retracted(
        kind="agenda_version",
        id=reading.id,
        address=address_of_version("meeting", reading.meeting_id, reading.number),
        current=address_of("meeting", reading.meeting_id),
    )
