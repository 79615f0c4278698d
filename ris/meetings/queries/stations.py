"""Reading a paper's way through the organizations (Beratungsfolge)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from ris.access.actor import Actor
from ris.council.models import Organization
from ris.meetings.models import AgendaItem, Consultation, ConsultationOrganization, Meeting
from ris.meetings.queries.lines import OrganizationName, organizations_of
from ris.meetings.rules import Result, result_of, votes_sentence
from ris.scope.readers import readable_by
from ris.scope.statements import for_readers


@dataclass(frozen=True)
class Station:
    """One stop on a paper's way: who dealt with it, when, and what came of it."""

    id: int
    """Of the consultation."""
    role: str
    authoritative: bool
    organizations: Sequence[OrganizationName]
    meeting_id: int | None
    start: datetime | None
    cancelled: bool
    item_id: int | None
    item_number: str
    result: Result | None
    votes: str
    modified: datetime
    """When the consultation or its agenda item changed last."""
    meeting_modified: datetime | None
    """When the meeting changed itself: its day, its place, whether it is cancelled."""


@for_readers
def _stations(actor: Actor) -> Select[*tuple[Any, ...]]:
    item = aliased(AgendaItem)
    return (
        select(
            Consultation.id,
            Consultation.role,
            Consultation.authoritative,
            Consultation.modified,
            Meeting.modified.label("meeting_modified"),
            item.modified.label("item_modified"),
            Meeting.id.label("meeting_id"),
            Meeting.start,
            Meeting.cancelled,
            item.id.label("item_id"),
            item.number,
            item.result,
            item.votes_yes,
            item.votes_no,
            item.votes_abstain,
        )
        .select_from(Consultation)
        .outerjoin(
            item,
            or_(item.id == Consultation.agenda_item_id, item.consultation_id == Consultation.id)
            & readable_by(actor, item),
        )
        .outerjoin(
            Meeting,
            or_(Meeting.id == Consultation.meeting_id, Meeting.id == item.meeting_id) & readable_by(actor, Meeting),
        )
        .where(Consultation.paper_id == bindparam("id", type_=Integer), readable_by(actor, Consultation))
        .order_by(Meeting.start.asc().nulls_last(), Consultation.id)
    )


def way_of_paper(session: Session, actor: Actor, paper_id: int) -> list[Station]:
    """The readable stations of a paper in time order, those without a date last.

    A station whose meeting or item the reader may not see is told without them.
    """
    rows = session.execute(_stations(actor), {"id": paper_id}).all()
    own = _consulting(session, actor, [row.id for row in rows])
    without = [row.meeting_id for row in rows if row.meeting_id and not own[row.id]]
    meeting = organizations_of(session, actor, without) if without else {}
    return [
        Station(
            id=row.id,
            role=row.role or "",
            authoritative=bool(row.authoritative),
            organizations=own[row.id] or meeting.get(row.meeting_id, ()),
            meeting_id=row.meeting_id,
            start=row.start,
            cancelled=bool(row.cancelled),
            item_id=row.item_id,
            item_number=(row.number or "").strip(),
            result=result_of(row.result),
            votes=votes_sentence(row.votes_yes, row.votes_no, row.votes_abstain),
            modified=max(filter(None, (row.modified, row.item_modified))),
            meeting_modified=row.meeting_modified,
        )
        for row in {row.id: row for row in rows}.values()
    ]


@for_readers
def _consulting_names(actor: Actor) -> Select[int, int, str | None]:
    return (
        select(ConsultationOrganization.consultation_id, Organization.id, Organization.name)
        .join(Organization, Organization.id == ConsultationOrganization.organization_id)
        .where(
            ConsultationOrganization.consultation_id.in_(bindparam("ids", expanding=True)),
            readable_by(actor, Organization),
        )
        .order_by(ConsultationOrganization.consultation_id, ConsultationOrganization.position)
    )


def _consulting(session: Session, actor: Actor, consultation_ids: Sequence[int]) -> dict[int, list[OrganizationName]]:
    found: dict[int, list[OrganizationName]] = defaultdict(list)
    if not consultation_ids:
        return found
    rows = session.execute(_consulting_names(actor), {"ids": consultation_ids})
    for row in rows:
        found[row.consultation_id].append(OrganizationName(row.id, row.name or "Gremium ohne Namen"))
    return found
