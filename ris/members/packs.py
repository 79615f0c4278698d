"""Reading how large the packs of a member's meetings are, and of when: what a device is told before it keeps one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, union

from ris.documents.models import File, FileVersion, PaperFile
from ris.meetings.models import AgendaItem, AgendaItemFile, AgendaVersion, Consultation
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


@dataclass(frozen=True)
class PackSize:
    """What a pack holds for this reader."""

    documents: int
    bytes: int
    as_of: datetime | None
    """When its agenda or one of its documents last changed."""


def pack_sizes(session: Session, actor: Actor, meeting_ids: Sequence[int]) -> dict[int, PackSize]:
    """Documents that are here and readable, each once a meeting; two statements for any number of meetings."""
    of_papers = (
        select(AgendaItem.meeting_id, PaperFile.file_id)
        .join(Consultation, Consultation.agenda_item_id == AgendaItem.id)
        .join(PaperFile, PaperFile.paper_id == Consultation.paper_id)
        .where(AgendaItem.meeting_id.in_(meeting_ids), readable_by(actor, AgendaItem))
    )
    of_items = (
        select(AgendaItem.meeting_id, AgendaItemFile.file_id)
        .join(AgendaItemFile, AgendaItemFile.agenda_item_id == AgendaItem.id)
        .where(AgendaItem.meeting_id.in_(meeting_ids), readable_by(actor, AgendaItem))
    )
    held = union(of_papers, of_items).subquery()
    replaced = (
        select(FileVersion.file_id, func.max(FileVersion.replaced).label("at")).group_by(FileVersion.file_id).subquery()
    )
    rows = session.execute(
        select(
            held.c.meeting_id,
            func.count(File.id),
            func.coalesce(func.sum(File.size), 0),
            func.max(File.created),
            func.max(replaced.c.at),
        )
        .join(File, File.id == held.c.file_id)
        .outerjoin(replaced, replaced.c.file_id == File.id)
        .where(readable_by(actor, File), File.deleted.is_(False), File.sha512_checksum.is_not(None))
        .group_by(held.c.meeting_id)
    )
    frozen = select(AgendaVersion.meeting_id, func.max(AgendaVersion.at)).where(
        AgendaVersion.meeting_id.in_(meeting_ids), readable_by(actor, AgendaVersion)
    )
    sent = {row[0]: row[1] for row in session.execute(frozen.group_by(AgendaVersion.meeting_id))}
    found = {row[0]: PackSize(row[1], int(row[2]), _latest(row[3], row[4], sent.get(row[0]))) for row in rows}
    return {identity: found.get(identity, PackSize(0, 0, sent.get(identity))) for identity in meeting_ids}


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)
