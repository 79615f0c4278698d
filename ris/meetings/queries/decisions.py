"""Reading what was decided last."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.db import UTCDateTime
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.meetings.queries.lines import organizations_of, title_of
from ris.meetings.rules import Result, ResultKind, result_of, votes_sentence
from ris.scope.readers import readable_by
from ris.scope.statements import for_readers
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


@for_readers
def _last_meetings(actor: Actor) -> Select[int]:
    return (
        select(Meeting.id)
        .where(readable_by(actor, Meeting), Meeting.start < bindparam("day", type_=UTCDateTime))
        .order_by(Meeting.start.desc(), Meeting.id.desc())
        .limit(RECENT_MEETINGS)
    )


@for_readers
def _decided_items(actor: Actor) -> Select[*tuple[Any, ...]]:
    about_a_paper = exists().where(Consultation.agenda_item_id == AgendaItem.id)
    return (
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
            AgendaItem.meeting_id.in_(bindparam("ids", expanding=True)),
            AgendaItem.result.is_not(None),
            or_(AgendaItem.consultation_id.is_not(None), about_a_paper),
            readable_by(actor, AgendaItem),
        )
        .order_by(Meeting.start.desc(), Meeting.id.desc(), AgendaItem.position)
        .limit(bindparam("limit", type_=Integer))
    )


def recent_decisions(session: Session, actor: Actor, today: date, limit: int) -> list[Decision]:
    """What was decided last about papers; taking note of something is not a decision."""
    meeting_ids = session.scalars(_last_meetings(actor), {"day": midnight(today)}).all()
    values = {"ids": meeting_ids, "limit": 10 * limit}
    rows = session.execute(_decided_items(actor), values).all() if meeting_ids else []
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
