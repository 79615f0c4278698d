"""What loaders of several kinds of things share: living rows with their readers, and the organizations around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from ris.council.models import Organization
from ris.documents.models import Paper, PaperOrganization
from ris.meetings.models import Consultation, ConsultationOrganization, MeetingOrganization
from ris.scope.readers import Audience

AT_ONCE = 400
Ids = Sequence[int]


def living_rows(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    model: Any,  # noqa: ANN401 - any of the models
    ids: Ids,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The living rows with these ids and the words of their audience."""
    return session.execute(
        statement.add_columns(Audience.key.label("readers"))
        .join(Audience, Audience.id == model.audience_id)
        .where(model.id.in_(ids), model.deleted.is_(False)),
    ).all()


def tokens(row: Row[*tuple[Any, ...]]) -> frozenset[str]:
    """The circles that read a row."""
    return frozenset(row.readers.split())


def organizations_of_meetings(session: Session, ids: Ids) -> defaultdict[int, list[int]]:
    """Who meets, the leading organization first, by meeting."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for row in session.execute(
        select(MeetingOrganization.meeting_id, MeetingOrganization.organization_id)
        .where(MeetingOrganization.meeting_id.in_(set(ids)))
        .order_by(MeetingOrganization.meeting_id, MeetingOrganization.position),
    ):
        found[row.meeting_id].append(row.organization_id)
    return found


def organizations_of_papers(session: Session, ids: Ids) -> defaultdict[int, set[int]]:
    """The organizations that brought papers in or consult them."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    wanted = set(ids)
    own = select(PaperOrganization.paper_id, PaperOrganization.organization_id).where(
        PaperOrganization.paper_id.in_(wanted),
    )
    readable = (Consultation.audience_id == Paper.audience_id) & Consultation.deleted.is_(False)
    consulting = (
        select(Consultation.paper_id, ConsultationOrganization.organization_id)
        .join(ConsultationOrganization, ConsultationOrganization.consultation_id == Consultation.id)
        .join(Paper, Paper.id == Consultation.paper_id)
        .where(Consultation.paper_id.in_(wanted), readable)
    )
    meeting = (
        select(Consultation.paper_id, MeetingOrganization.organization_id)
        .join(MeetingOrganization, MeetingOrganization.meeting_id == Consultation.meeting_id)
        .join(Paper, Paper.id == Consultation.paper_id)
        .where(Consultation.paper_id.in_(wanted), readable)
    )
    for statement in (own, consulting, meeting):
        for paper_id, organization_id in session.execute(statement):
            if paper_id is not None:
                found[paper_id].add(organization_id)
    return found


def names_of(session: Session, ids: set[int]) -> dict[int, str]:
    """Names of organizations."""
    rows = session.execute(select(Organization.id, Organization.name).where(Organization.id.in_(ids)))
    return {row.id: row.name or "" for row in rows}


def column(session: Session, wanted: Any, by: Any, ids: set[int]) -> Iterator[int]:  # noqa: ANN401 - columns
    """One column of the rows whose other column is one of these ids."""
    for part in parts(ids):
        yield from (found for found in session.scalars(select(wanted).where(by.in_(part))) if found is not None)


def parts(ids: set[int]) -> Iterator[list[int]]:
    """Ids in portions a statement can take."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]
