"""Reading the papers on an agenda with their files and ways, and those that wait for one; three statements and one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, and_, exists, or_, select
from sqlalchemy.orm import aliased

from ris.council.models import Organization
from ris.council.organization_settings import OrganizationSettings
from ris.documents.models import File, Paper, PaperFile, TextState
from ris.documents.rules import CONCERNED, PaperKind, PaperState
from ris.law.sitting import Chamber
from ris.meetings.check_facts import FileFacts, HearingFacts, PaperFacts
from ris.meetings.models import AgendaItem, Consultation, ConsultationOrganization, Meeting
from ris.meetings.rules import ResultKind, result_of
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

HEARD = {"district": Chamber.DISTRICT, "foreigners": Chamber.FOREIGNERS}
"""Field of a paper's details → who is heard."""
WAITING = (PaperState.RELEASED, PaperState.NUMBERED, PaperState.ON_AGENDA)


@dataclass(frozen=True)
class PoolPaper:
    """A paper that waits for one of the organizations that meet."""

    consultation_id: int
    slug: str
    reference: str
    name: str
    kind: str
    role: str
    public: bool | None
    numbered: bool


def papers_of_items(session: Session, items: Sequence[AgendaItem]) -> dict[int, PaperFacts]:
    """The papers of items by item id, with their files and the other stations of their way."""
    rows = session.execute(
        select(Consultation.agenda_item_id, Consultation.id.label("station_id"), Consultation.authoritative, Paper)
        .join(Paper, Paper.id == Consultation.paper_id)
        .where(Consultation.agenda_item_id.in_([item.id for item in items]))
        .order_by(Consultation.id)
    ).all()
    ids = [row.Paper.id for row in rows]
    files, ways = _files(session, ids), _ways(session, ids)
    return {row.agenda_item_id: _paper(row, files, ways) for row in rows}


def _paper(
    row: Row[*tuple[Any, ...]], files: Mapping[int, list[FileFacts]], ways: Mapping[int, list[_Station]]
) -> PaperFacts:
    paper: Paper = row.Paper
    others = [station for station in ways.get(paper.id, ()) if station.id != row.station_id]
    return PaperFacts(
        slug=paper.slug,
        reference=paper.reference or "",
        state=paper.state,
        public=paper.public,
        worded=bool(paper.proposal or paper.reasons),
        decides=bool(row.authoritative),
        files=tuple(files.get(paper.id, ())),
        motion_received=paper.submitted if paper.kind == PaperKind.MOTION else None,
        before=tuple((station.who, station.day, station.decides) for station in others),
        postponed=any(station.postponed for station in others),
        hearings=tuple(_hearings(paper, others)),
    )


def _hearings(paper: Paper, others: Sequence[_Station]) -> Iterator[HearingFacts]:
    """Whom its writer says it concerns, with the day they deal with it; with several of them the last one's."""
    told = paper.details or {}
    for name, chamber in HEARD.items():
        if told.get(name) == CONCERNED:
            days = [station.day for station in others if station.chamber is chamber]
            known = [day for day in days if day is not None]
            yield HearingFacts(chamber, max(known) if known and len(known) == len(days) else None)


def _files(session: Session, paper_ids: Sequence[int]) -> dict[int, list[FileFacts]]:
    rows = session.execute(
        select(PaperFile.paper_id, PaperFile.public, File.name, File.file_name, File.tagged, File.text_state)
        .join(File, File.id == PaperFile.file_id)
        .where(PaperFile.paper_id.in_(paper_ids))
        .order_by(PaperFile.position)
    )
    files = defaultdict(list)
    for row in rows:
        name = row.name or row.file_name or "Datei ohne Namen"
        files[row.paper_id].append(FileFacts(name, row.tagged, row.text_state == TextState.SCAN, row.public))
    return files


@dataclass(frozen=True)
class _Station:
    id: int
    who: str
    day: date | None
    decides: bool
    postponed: bool
    chamber: Chamber | None


def _ways(session: Session, paper_ids: Sequence[int]) -> dict[int, list[_Station]]:
    """All stations of papers: who, on which day, whether it decides, whether it was postponed there."""
    item = aliased(AgendaItem)
    rows = session.execute(
        select(
            Consultation.paper_id,
            Consultation.id,
            Consultation.authoritative,
            Organization.name,
            Organization.settings,
            Meeting.start,
            item.result,
        )
        .join(ConsultationOrganization, ConsultationOrganization.consultation_id == Consultation.id)
        .join(Organization, Organization.id == ConsultationOrganization.organization_id)
        .outerjoin(Meeting, Meeting.id == Consultation.meeting_id)
        .outerjoin(item, item.id == Consultation.agenda_item_id)
        .where(Consultation.paper_id.in_(paper_ids), ConsultationOrganization.position == 0)
    )
    ways = defaultdict(list)
    for row in rows:
        result = result_of(row.result)
        day = local_day(row.start) if row.start else None
        postponed = result is not None and result.kind is ResultKind.POSTPONED
        chamber = OrganizationSettings.from_json(row.settings or {}).chamber
        station = _Station(row.id, row.name or "", day, bool(row.authoritative), postponed, chamber)
        ways[row.paper_id].append(station)
    return ways


def papers_waiting_for(session: Session, meeting: Meeting) -> list[PoolPaper]:
    """Papers whose next station is one of the organizations that meet, and that stand on no agenda for it yet."""
    ours = and_(
        ConsultationOrganization.consultation_id == Consultation.id,
        ConsultationOrganization.organization_id.in_(meeting.organization_ids),
    )
    rows = session.execute(
        select(Consultation.id, Consultation.role, Paper.slug, Paper.reference, Paper.name, Paper.paper_type)
        .add_columns(Paper.public, Paper.state)
        .join(Paper, Paper.id == Consultation.paper_id)
        .where(
            exists().where(ours),
            Consultation.agenda_item_id.is_(None),
            or_(Consultation.meeting_id.is_(None), Consultation.meeting_id == meeting.id),
            Paper.state.in_(WAITING),
            Paper.deleted.is_(False),
            Consultation.deleted.is_(False),
        )
        .order_by(Paper.reference, Paper.id)
    )
    return [
        PoolPaper(
            consultation_id=row.id,
            slug=row.slug,
            reference=row.reference or "",
            name=row.name or "",
            kind=row.paper_type or "",
            role=row.role or "",
            public=row.public,
            numbered=row.state != PaperState.RELEASED,
        )
        for row in rows
    ]
