"""Reading what was decided, and a paper's way through the organizations (Beratungsfolge)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from ris.access.actor import Actor
from ris.council.models import Organization
from ris.meetings.models import AgendaItem, Consultation, ConsultationOrganization, Meeting
from ris.meetings.queries.lines import OrganizationName, organizations_of, title_of
from ris.meetings.rules import Result, ResultKind, result_of, votes_sentence
from ris.scope.readers import readable_by
from ris.web.dates import midnight

RECENT_MEETINGS = 12
"""Among how many of the last meetings a start page looks for decisions."""


@dataclass(frozen=True)
class Decision:
    """A decided agenda item as a list names it."""

    item_id: int
    name: str
    result: Result
    votes: str
    meeting_title: str
    start: datetime | None


def recent_decisions(session: Session, actor: Actor, today: date, limit: int) -> list[Decision]:
    """What was decided last about papers; taking note of something is not a decision."""
    last = (
        select(Meeting.id)
        .where(readable_by(actor, Meeting), Meeting.start < midnight(today))
        .order_by(Meeting.start.desc(), Meeting.id.desc())
        .limit(RECENT_MEETINGS)
    )
    meeting_ids = session.scalars(last).all()
    about_a_paper = exists().where(Consultation.agenda_item_id == AgendaItem.id)
    rows = session.execute(
        select(
            AgendaItem.id,
            AgendaItem.name,
            AgendaItem.result,
            AgendaItem.votes_yes,
            AgendaItem.votes_no,
            AgendaItem.votes_abstain,
            Meeting.id.label("meeting_id"),
            Meeting.name.label("meeting_name"),
            Meeting.start,
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.meeting_id.in_(meeting_ids),
            AgendaItem.result.is_not(None),
            or_(AgendaItem.consultation_id.is_not(None), about_a_paper),
            readable_by(actor, AgendaItem),
        )
        .order_by(Meeting.start.desc(), Meeting.id.desc(), AgendaItem.position)
        .limit(10 * limit)
    ).all()
    told = [(row, result) for row in rows if (result := result_of(row.result)) is not None]
    clear = [(row, result) for row, result in told if result.kind not in {ResultKind.TOLD, ResultKind.NOTED}]
    shown = clear[:limit]
    names = organizations_of(session, actor, sorted({row.meeting_id for row, _ in shown}))
    return [
        Decision(
            item_id=row.id,
            name=row.name or "Punkt ohne Titel",
            result=result,
            votes=votes_sentence(row.votes_yes, row.votes_no, row.votes_abstain),
            meeting_title=title_of(row.meeting_name, names[row.meeting_id]),
            start=row.start,
        )
        for row, result in shown
    ]


@dataclass(frozen=True)
class Station:
    """One stop on a paper's way: who dealt with it, when, and what came of it."""

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


def way_of_paper(session: Session, actor: Actor, paper_id: int) -> list[Station]:
    """The readable stations of a paper in time order, those without a date last.

    A station whose meeting or item the reader may not see is told without them.
    """
    item = aliased(AgendaItem)
    rows = session.execute(
        select(
            Consultation.id,
            Consultation.role,
            Consultation.authoritative,
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
        .where(Consultation.paper_id == paper_id, readable_by(actor, Consultation))
        .order_by(Meeting.start.asc().nulls_last(), Consultation.id)
    ).all()
    own = _consulting(session, actor, [row.id for row in rows])
    meeting = organizations_of(session, actor, [row.meeting_id for row in rows if row.meeting_id])
    return [
        Station(
            role=row.role or "",
            authoritative=bool(row.authoritative),
            organizations=own[row.id] or meeting[row.meeting_id],
            meeting_id=row.meeting_id,
            start=row.start,
            cancelled=bool(row.cancelled),
            item_id=row.item_id,
            item_number=(row.number or "").strip(),
            result=result_of(row.result),
            votes=votes_sentence(row.votes_yes, row.votes_no, row.votes_abstain),
        )
        for row in {row.id: row for row in rows}.values()
    ]


def _consulting(session: Session, actor: Actor, consultation_ids: Sequence[int]) -> dict[int, list[OrganizationName]]:
    rows = session.execute(
        select(ConsultationOrganization.consultation_id, Organization.id, Organization.name)
        .join(Organization, Organization.id == ConsultationOrganization.organization_id)
        .where(
            ConsultationOrganization.consultation_id.in_(consultation_ids),
            readable_by(actor, Organization),
        )
        .order_by(ConsultationOrganization.consultation_id, ConsultationOrganization.position)
    )
    found = defaultdict(list)
    for row in rows:
        found[row.consultation_id].append(OrganizationName(row.id, row.name or "Gremium ohne Namen"))
    return found
