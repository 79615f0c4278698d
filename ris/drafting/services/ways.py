"""The way of a paper through the organizations (Beratungsfolge), as it is planned; what stands on an agenda stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from ris.access.circles import PUBLIC
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.documents.rules import PaperState, PaperStep, StepRefused
from ris.drafting.rules import StopRole
from ris.drafting.services.writing import permission_to_write
from ris.meetings.models import Consultation, ConsultationOrganization
from ris.scope.readers import audience_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import Paper


@dataclass(frozen=True)
class NewStop:
    """An organization that is to deal with a paper."""

    organization_id: int
    role: StopRole
    meeting_id: int | None = None


def set_way(session: Session, actor: Actor, paper: Paper, stops: Sequence[NewStop], *, now: datetime) -> None:
    """Plan the stops of a paper in this order; those on an agenda already are left as they are, in front."""
    require(actor, permission_to_write(actor, paper.department_id), paper)
    if paper.state == PaperState.DROPPED:
        raise StepRefused(PaperState.DROPPED, PaperStep.SEND_ROUND)
    planned = session.scalars(
        select(Consultation)
        .where(
            Consultation.paper_id == paper.id,
            Consultation.agenda_item_id.is_(None),
            Consultation.deleted.is_(False),
        )
        .order_by(Consultation.id)
    ).all()
    if [_facts(session, row) for row in planned] == list(stops):
        return
    for row, stop in zip(planned, stops, strict=False):
        _set(session, row, stop, now)
    for row in planned[len(stops) :]:
        _take_away(session, row, now)
    for stop in stops[len(planned) :]:
        row = Consultation(paper_id=paper.id, audience=paper.audience, created=now, modified=now)
        session.add(row)
        session.flush()  # its organization needs its id
        _set(session, row, stop, now)
    record(session, actor, AuditEvent.PAPER_SAVED, paper, {"stops": len(stops)}, now=now)


def _facts(session: Session, row: Consultation) -> NewStop | None:
    of_row = ConsultationOrganization.consultation_id == row.id
    first = session.scalars(
        select(ConsultationOrganization.organization_id).where(of_row).order_by(ConsultationOrganization.position)
    ).first()
    role = next((role for role in StopRole if role.value == row.role), None)
    return NewStop(first, role, row.meeting_id) if first is not None and role is not None else None


def _set(session: Session, row: Consultation, stop: NewStop, now: datetime) -> None:
    row.role = stop.role.value
    row.authoritative = stop.role is StopRole.DECISION
    row.meeting_id = stop.meeting_id
    row.modified = now
    of_row = ConsultationOrganization.consultation_id == row.id
    session.execute(delete(ConsultationOrganization).where(of_row))
    session.add(ConsultationOrganization(consultation_id=row.id, organization_id=stop.organization_id))
    session.flush()


def _take_away(session: Session, row: Consultation, now: datetime) -> None:
    """A stop everybody could read keeps its row, so that its number is never given again; others were never shown."""
    session.execute(delete(ConsultationOrganization).where(ConsultationOrganization.consultation_id == row.id))
    if PUBLIC not in row.reader_tokens:
        session.delete(row)
        return
    row.audience, row.deleted, row.modified = audience_for(session, ()), True, now
