"""A town with a committee of three, a clerk, a chair, and papers that wait: what tests of agendas share."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC, chair_token, organization_token
from ris.council.models import Body, Membership, Organization, Person
from ris.council.organization_settings import OrganizationSettings, StandingItem
from ris.db import transaction
from ris.documents.models import Paper
from ris.documents.rules import PaperState
from ris.law.sitting import Chamber
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.meetings.services.agenda_editing import begin_agenda
from tests.factories import council, documents, meetings

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
START = datetime(2026, 12, 10, 17, 0, tzinfo=UTC)
STANDING = (
    StandingItem("Eröffnung"),
    StandingItem("Verschiedenes", at_end=True),
)


@dataclass
class Office:
    """The town as the tests find it; ids, so that each test reads its own rows."""

    body_id: int
    organization_id: int
    meeting_id: int
    members: list[int] = field(default_factory=list)

    @property
    def clerk(self) -> Actor:
        """Sitzungsdienst."""
        return Actor(
            self.body_id,
            reads=frozenset({PUBLIC, ADMINISTRATION, COUNCIL}),
            roles=frozenset({Role.CLERK}),
            name="Kerstin Kern",
        )

    @property
    def chair(self) -> Actor:
        """Who chairs the committee."""
        return Actor(
            self.body_id,
            reads=frozenset({PUBLIC, organization_token(self.organization_id), chair_token(self.organization_id)}),
            roles=frozenset({Role.MEMBER, Role.CHAIR}),
            person_id=self.members[0],
            organizations=frozenset({self.organization_id}),
            chairs=frozenset({self.organization_id}),
            name="Ada Vorsitz",
        )

    @property
    def member(self) -> Actor:
        """Another member."""
        return replace(
            self.chair,
            reads=frozenset({PUBLIC, organization_token(self.organization_id)}),
            roles=frozenset({Role.MEMBER}),
            chairs=frozenset(),
            person_id=self.members[1],
        )


def open_office(
    body: Body, *, members: int = 3, start: datetime = START, standing: Sequence[StandingItem] = STANDING
) -> Office:
    """A committee with a meeting in the calendar; its agenda is begun."""
    settings = OrganizationSettings(chamber=Chamber.COMMITTEE, statutory_size=members, standing_items=tuple(standing))
    committee: Organization = council.organization(name="Bauausschuss", settings=settings.to_json())
    place = council.location(description="Rathaus", room="Saal 1")
    meeting: Meeting = meetings.meeting(
        name="3. Sitzung des Bauausschusses",
        start=start,
        location_id=place.id,
        state="scheduled",
        readers={PUBLIC},
    )
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=committee.id, position=0)
    office = Office(body.id, committee.id, meeting.id)
    for number in range(members):
        office.members.append(seat(office, number))
    with transaction() as session:
        begin_agenda(session, office.clerk, session.get_one(Meeting, meeting.id), now=NOW)
    return office


def seat(office: Office, number: int, *, electronic: bool = True) -> int:
    """Somebody with a seat in the committee; the first chairs it."""
    person: Person = council.person(
        email=[f"mitglied{number}@lindenau.example"],
        electronic_since=date(2026, 4, 1) if electronic else None,
    )
    membership: Membership = council.membership(
        person_id=person.id,
        organization_id=office.organization_id,
        role="Vorsitz" if number == 0 else "Mitglied",
    )
    assert membership.id
    return person.id


def waiting_paper(office: Office, name: str = "Radweg", *, public: bool = True, **columns: object) -> int:
    """A numbered paper waiting for the committee; the id of its station."""
    paper: Paper = documents.paper(
        name=name,
        state=PaperState.NUMBERED.value,
        kind="proposal",
        public=public,
        closed_reason=None if public else "Grundstück",
        proposal="Der Ausschuss beschließt.",
        readers={ADMINISTRATION},
        **columns,
    )
    station: Consultation = meetings.consultation(
        paper_id=paper.id, role="Entscheidung", authoritative=True, readers={ADMINISTRATION}
    )
    meetings.consultation_organization(consultation_id=station.id, organization_id=office.organization_id, position=0)
    return station.id


def agenda(session: Session, office: Office) -> list[AgendaItem]:
    """What stands on it, in order."""
    standing = select(AgendaItem).where(AgendaItem.meeting_id == office.meeting_id, AgendaItem.deleted.is_(False))
    return list(session.scalars(standing.order_by(AgendaItem.position)))


def told(session: Session, office: Office) -> list[str]:
    """The agenda as one line per item."""
    return [f"{item.number} {item.name}" for item in agenda(session, office)]


def later(days: int) -> datetime:
    """So many days after now."""
    return NOW + timedelta(days=days)
