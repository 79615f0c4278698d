"""What the pages of the portal show: queries of several subjects put together once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.models import Location, Organization, Person
from ris.council.queries import (
    ListedPerson,
    OrganizationLine,
    Seat,
    organization_for,
    organizations_for,
    people_page,
    person_for,
    place_for,
    seats_of_organization,
    seats_of_person,
)
from ris.council.rules import Group, rank_of
from ris.documents.models import Paper
from ris.documents.queries.files import FileLine, files_of_papers
from ris.documents.queries.papers import (
    PaperFilter,
    PaperLine,
    paper_for,
    paper_kinds,
    paper_years,
    papers_page,
)
from ris.documents.queries.relations import (
    Originator,
    originators_of,
    papers_by_organization,
    papers_by_person,
    related_papers,
)
from ris.documents.queries.versions import PaperVersionLine, versions_of
from ris.drafting.queries.signing import waits_for
from ris.meetings.queries.calendar import latest_meetings, upcoming_meetings
from ris.meetings.queries.decisions import Decision, recent_decisions
from ris.meetings.queries.lines import MeetingLine
from ris.meetings.queries.stations import Station, way_of_paper
from ris.web.dates import local_day
from ris.web.paging import Key, Page, key_from

NEXT_MEETINGS = 6
LAST_DECISIONS = 5
NEAR_MEETINGS = 5
OWN_PAPERS = 20
YEARS = range(1800, 2200)
LONGEST_YEAR = 4
DECIDING = (Group.COUNCIL, Group.FACTION)
RELATIONS = {
    "superordinated": "Übergeordnete Vorlage",
    "subordinated": "Untergeordnete Vorlage",
    "related": "Gehört dazu",
}


@dataclass(frozen=True)
class HomePage:
    """The start page: what is next, what was decided last."""

    upcoming: Sequence[MeetingLine]
    latest: Sequence[MeetingLine]
    """Shown when nothing is planned."""
    decisions: Sequence[Decision]


def home_page(session: Session, actor: Actor, *, now: datetime) -> HomePage:
    """The start page of a day."""
    today = local_day(now)
    upcoming = upcoming_meetings(session, actor, today, NEXT_MEETINGS)
    return HomePage(
        upcoming=upcoming,
        latest=[] if upcoming else latest_meetings(session, actor, today, NEXT_MEETINGS),
        decisions=recent_decisions(session, actor, today, LAST_DECISIONS),
    )


@dataclass(frozen=True)
class PaperListPage:
    """Papers by key, with the filter they were chosen by."""

    chosen: PaperFilter
    kinds: Sequence[str]
    years: Sequence[int]
    papers: Page[PaperLine]
    after: Key | None

    def address(self, after: Key | None = None) -> str:
        """The same list, at another page."""
        return address_of_papers(self.chosen, after)


def address_of_papers(chosen: PaperFilter, after: Key | None = None) -> str:
    """The address of the papers of a kind and a year, and of a page of them."""
    values = {"art": chosen.kind, "jahr": chosen.year, "nach": after}
    query = urlencode({name: value for name, value in values.items() if value})
    return f"/vorlagen?{query}" if query else "/vorlagen"


def papers_asked_for(values: Mapping[str, str]) -> PaperFilter:
    """What an address's query asks for; nonsense is left out."""
    year = values.get("jahr", "")
    number = int(year) if len(year) == LONGEST_YEAR and year.isascii() and year.isdigit() else None
    return PaperFilter(kind=values.get("art", "")[:200], year=number if number in YEARS else None)


def paper_list_page(session: Session, actor: Actor, values: Mapping[str, str]) -> PaperListPage:
    """The list an address's query asks for."""
    chosen = papers_asked_for(values)
    after = key_from(values.get("nach"))
    return PaperListPage(
        chosen=chosen,
        kinds=paper_kinds(session, actor),
        years=paper_years(session, actor),
        papers=papers_page(session, actor, chosen, after),
        after=after,
    )


@dataclass(frozen=True)
class PaperPage:
    """One paper with its way, files, versions and neighbours."""

    paper: Paper
    originators: Sequence[Originator]
    files: Sequence[FileLine]
    way: Sequence[Station]
    versions: Sequence[PaperVersionLine]
    related: Sequence[tuple[str, PaperLine]]
    to_sign: bool
    """Whether it waits for this reader's signature."""

    @property
    def brought_in_by(self) -> list[Originator]:
        """Who brought it in."""
        return [found for found in self.originators if found.part == "originator"]

    @property
    def in_charge(self) -> list[Originator]:
        """The office in charge."""
        return [found for found in self.originators if found.part == "under_direction_of"]

    @property
    def outcome(self) -> Station | None:
        """The deciding station that has a result: the last authoritative one, else the last."""
        told = [station for station in self.way if station.result]
        deciding = [station for station in told if station.authoritative]
        return next(iter((deciding or told)[::-1]), None)


def paper_page(session: Session, actor: Actor, key: str) -> PaperPage | None:
    """The page of a readable paper; None where there is none."""
    paper = paper_for(session, actor, key)
    if paper is None:
        return None
    return PaperPage(
        paper=paper,
        originators=originators_of(session, actor, paper.id),
        files=files_of_papers(session, actor, [paper.id]).get(paper.id, ()),
        way=way_of_paper(session, actor, paper.id),
        versions=versions_of(session, actor, paper.id),
        related=[(RELATIONS.get(kind, kind), line) for kind, line in related_papers(session, actor, paper.id)],
        to_sign=waits_for(session, actor, paper),
    )


@dataclass(frozen=True)
class CouncilPage:
    """Who decides: organizations under headings, people by key."""

    groups: Sequence[tuple[str, Sequence[OrganizationLine]]]
    """Those who decide, under their heading."""
    others: Sequence[tuple[str, Sequence[OrganizationLine]]]
    """Offices, companies and what no longer exists: behind a disclosure."""
    people: Page[ListedPerson]
    after: Key | None


def council_page(session: Session, actor: Actor, values: Mapping[str, str], *, today: date) -> CouncilPage:
    """All organizations, and a page of people."""
    organizations = organizations_for(session, actor, today)
    current = [organization for organization in organizations if not organization.past]
    past = [organization for organization in organizations if organization.past]
    grouped = {group: [line for line in current if line.group is group] for group in Group}
    after = key_from(values.get("nach"))
    return CouncilPage(
        groups=[(group.value, grouped[group]) for group in DECIDING if grouped[group]],
        others=[
            (name, lines)
            for name, lines in (
                ("Ämter und Betriebe der Verwaltung", grouped[Group.OFFICE]),
                ("Weitere Stellen", grouped[Group.OTHER]),
                ("Frühere Gremien und Stellen", past),
            )
            if lines
        ],
        people=people_page(session, actor, after),
        after=after,
    )


@dataclass(frozen=True)
class OrganizationPage:
    """One organization: task, members by Fraktion, meetings, papers."""

    organization: Organization
    place: Location | None
    offices: Sequence[Seat]
    """Chair and deputies."""
    groups: Sequence[tuple[str, Sequence[Seat]]]
    """Members under the name of their Fraktion."""
    past: Sequence[Seat]
    upcoming: Sequence[MeetingLine]
    latest: Sequence[MeetingLine]
    papers: Sequence[PaperLine]

    @property
    def place_name(self) -> str:
        """Where it meets, in one word or two; empty when its place says nothing."""
        told = (self.place.room, self.place.description, self.place.street_address) if self.place else ()
        return next((name for name in told if name), "")

    @property
    def seats(self) -> int:
        """People who sit in it now."""
        return len({seat.person_id for _, seats in self.groups for seat in seats})


def organization_page(session: Session, actor: Actor, organization_id: int, *, today: date) -> OrganizationPage | None:
    """The page of a readable organization; None where there is none."""
    organization = organization_for(session, actor, organization_id)
    if organization is None:
        return None
    seats = [seat for seat in seats_of_organization(session, actor, organization_id, today) if seat.person_id]
    current = [seat for seat in seats if not seat.past]
    return OrganizationPage(
        organization=organization,
        place=place_for(session, actor, organization.location_id),
        offices=sorted((seat for seat in current if rank_of(seat.role) <= 1), key=lambda seat: rank_of(seat.role)),
        groups=_by_group(current),
        past=[seat for seat in seats if seat.past],
        upcoming=upcoming_meetings(session, actor, today, NEAR_MEETINGS, organization_id),
        latest=latest_meetings(session, actor, today, NEAR_MEETINGS, organization_id),
        papers=papers_by_organization(session, actor, organization_id, OWN_PAPERS),
    )


def _by_group(seats: Sequence[Seat]) -> list[tuple[str, list[Seat]]]:
    """Fraktionen by size, then alphabet: equal rules for everybody."""
    groups: dict[str, list[Seat]] = {}
    for seat in seats:
        groups.setdefault(seat.group_name, []).append(seat)
    return sorted(groups.items(), key=lambda group: (not group[0], -len(group[1]), group[0].casefold()))


@dataclass(frozen=True)
class PersonPage:
    """One person: offices with dates, and what they brought in; past mandates stay."""

    person: Person
    current: Sequence[Seat]
    past: Sequence[Seat]
    papers: Sequence[PaperLine]


def person_page(session: Session, actor: Actor, person_id: int, *, today: date) -> PersonPage | None:
    """The page of a readable person; None where there is none."""
    person = person_for(session, actor, person_id)
    if person is None:
        return None
    seats = [seat for seat in seats_of_person(session, actor, person_id, today) if seat.organization_id]
    return PersonPage(
        person=person,
        current=[seat for seat in seats if not seat.past],
        past=[seat for seat in seats if seat.past],
        papers=papers_by_person(session, actor, person_id, OWN_PAPERS),
    )
