"""What the page of writing a paper shows (S3): the paper, its files, its way, its stations, and what may be done next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import may
from ris.council.rules import Group
from ris.documents.converting import office_program, reads_scans
from ris.documents.queries.papers import paper_for
from ris.documents.queries.versions import versions_of
from ris.documents.rules import STATE_WORDS, PaperState
from ris.drafting.kinds import KIND_FORMS
from ris.drafting.queries.desk import DeskFile, desk_files, offices, signing_people
from ris.drafting.queries.signing import SheetLine, open_stations, signature_sheet, station_for, stations_of
from ris.drafting.queries.ways import Stop, deciding_organizations, next_meetings, stops_of
from ris.drafting.rules import order_warnings
from ris.drafting.services.answering import may_be_answered
from ris.drafting.services.writing import NEEDS_REASON, WRITABLE, permission_to_write
from ris.web.dates import local_day, short_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import Paper
    from ris.documents.queries.versions import PaperVersionLine
    from ris.drafting.kinds import KindForm
    from ris.drafting.models import SigningStation

SPARE_ROWS = 1


@dataclass(frozen=True)
class DeskPage:
    """A paper on the desk of who writes it."""

    paper: Paper
    form_of_kind: KindForm
    files: Sequence[DeskFile]
    stops: Sequence[Stop]
    warnings: Sequence[str]
    stations: Sequence[SigningStation]
    sheet: Sequence[SheetLine]
    turns: Sequence[SigningStation]
    """The stations whose turn it is."""
    turn: SigningStation | None
    """The one of them that is the reader's."""
    versions: Sequence[PaperVersionLine]
    organizations: Sequence[tuple[int, str]]
    meetings: Mapping[int, Sequence[tuple[int, str]]]
    """Organization → its next meetings, as options."""
    people: Sequence[tuple[int, str]]
    offices: Sequence[tuple[int, str]]
    of_faction: bool
    may_release: bool
    may_number: bool
    converts: bool
    reads_scans: bool

    @property
    def state(self) -> str:
        """The state in words."""
        return STATE_WORDS[self.paper.standing]

    @property
    def public_already(self) -> bool:
        """Whether everybody reads it, so that it is not changed here."""
        return PUBLIC in self.paper.reader_tokens

    @property
    def writable(self) -> bool:
        """Whether the text may be changed now."""
        return self.paper.standing in WRITABLE | NEEDS_REASON and not self.public_already

    @property
    def answerable(self) -> bool:
        """Whether the session office can note that the question was answered."""
        return self.may_number and may_be_answered(self.paper)

    @property
    def needs_reason(self) -> bool:
        """Whether a change is a new version that says why."""
        return self.paper.standing in NEEDS_REASON

    @property
    def planned(self) -> list[Stop]:
        """Stops that may still be changed."""
        return [stop for stop in self.stops if not stop.on_agenda]

    @property
    def way_rows(self) -> range:
        """Numbers of the rows of the way, with one to fill in."""
        return range(1, len(self.planned) + SPARE_ROWS + 1)

    @property
    def station_rows(self) -> range:
        """Numbers of the rows of co-signing, with one to fill in."""
        return range(1, len(self.stations) + SPARE_ROWS + 1)

    def alone(self, station: SigningStation) -> bool:
        """Whether nobody else signs in its step."""
        return sum(each.position == station.position for each in self.stations) == 1


def writable_paper(session: Session, actor: Actor, key: str) -> Paper | None:
    """A paper written here that the actor reads and may write on; None for every other."""
    paper = paper_for(session, actor, key)
    if paper is None or paper.state is None or paper.kind is None:
        return None
    return paper if may(actor, permission_to_write(actor, paper.department_id), paper) else None


def desk_page(session: Session, actor: Actor, paper: Paper, *, now: datetime) -> DeskPage:
    """All that the page of a paper being written shows."""
    today = local_day(now)
    files = desk_files(session, paper.id)
    stops = stops_of(session, paper.id)
    organizations = deciding_organizations(session, actor, today)
    form = KIND_FORMS[paper.written_kind]
    going_round = paper.standing is PaperState.COSIGNING
    return DeskPage(
        paper=paper,
        form_of_kind=form,
        files=files,
        stops=stops,
        warnings=order_warnings([stop.planned for stop in stops], decides=form.decides),
        stations=stations_of(session, paper.id),
        sheet=signature_sheet(session, paper.id),
        turns=open_stations(session, paper.id) if going_round else [],
        turn=station_for(session, actor, paper.id) if going_round else None,
        versions=versions_of(session, actor, paper.id),
        organizations=organizations,
        meetings={
            identity: [
                (meeting.id, short_day(meeting.start)) for meeting in next_meetings(session, actor, identity, today)
            ]
            for identity in {stop.organization_id for stop in stops}
        },
        people=signing_people(session),
        offices=offices(session, actor, Group.OFFICE),
        of_faction=paper.department_id in actor.factions,
        may_release=may(actor, Permission.PAPER_RELEASE, paper),
        may_number=may(actor, Permission.PAPER_NUMBER, paper),
        converts=office_program() is not None,
        reads_scans=any(file.is_scan for file in files) and reads_scans(),
    )


def fits(session: Session, actor: Actor, organization_id: int, meeting_id: int, *, now: datetime) -> bool:
    """Whether a meeting is one of the next of an organization."""
    proposed = next_meetings(session, actor, organization_id, local_day(now))
    return any(meeting.id == meeting_id for meeting in proposed)
