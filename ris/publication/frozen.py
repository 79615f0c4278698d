"""Frozen versions follow what they tell of: what is withdrawn can be read in no older version either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.circles import PUBLIC
from ris.documents.models import File, FileVersion, Paper, PaperVersion
from ris.meetings.models import AgendaItem, AgendaVersion, Meeting
from ris.scope.readers import audience_for
from ris.web.addresses import address_of, address_of_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from ris.scope.objects import ProtectedObject


@dataclass(frozen=True)
class Retracted:
    """A public version that is gone while the thing itself stays."""

    kind: str
    id: int
    address: str
    current: str
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


def _naming(session: Session, item_ids: set[int]) -> Iterator[AgendaVersion]:
    """Readings of agendas that name one of these items, and that somebody may still read."""
    meetings = select(AgendaItem.meeting_id).where(AgendaItem.id.in_(item_ids))
    readings = session.scalars(select(AgendaVersion).where(AgendaVersion.meeting_id.in_(meetings)))
    for reading in readings:
        if reading.reader_tokens and any(item["id"] in item_ids for item in reading.content["items"]):
            yield reading


def _told(reading: AgendaVersion) -> Retracted:
    return Retracted(
        kind="agenda_version",
        id=reading.id,
        address=address_of_version("meeting", reading.meeting_id, reading.number),
        current=address_of("meeting", reading.meeting_id) or "",
    )
