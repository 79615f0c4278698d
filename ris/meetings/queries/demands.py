"""Reading what somebody may demand of an agenda, and whether it stands there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from ris.meetings.invitation_models import DemandedItem
from ris.meetings.models import AgendaItem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from ris.meetings.models import Meeting


@dataclass(frozen=True)
class DemandLine:
    """A demand, and the item that answers it."""

    row: DemandedItem
    item: AgendaItem | None


def demands_for(session: Session, meeting: Meeting, day: date | None) -> Sequence[DemandLine]:
    """What is demanded of this agenda: whatever waits by that day for one of those who meet, and what was put here."""
    standing = and_(AgendaItem.id == DemandedItem.agenda_item_id, AgendaItem.deleted.is_(False))
    wanted = (
        select(DemandedItem, AgendaItem)
        .outerjoin(AgendaItem, standing)
        .where(
            DemandedItem.organization_id.in_(meeting.organization_ids),
            DemandedItem.given_up.is_(None),
            or_(AgendaItem.id.is_(None), AgendaItem.meeting_id == meeting.id),
        )
        .order_by(DemandedItem.demanded_on, DemandedItem.id)
    )
    if day is not None:
        wanted = wanted.where(DemandedItem.demanded_on <= day)
    return [DemandLine(row, item) for row, item in session.execute(wanted)]
