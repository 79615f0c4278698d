"""Reading organizations, people and who sits where; first arguments are always `session, actor`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from ris.access.actor import Actor
from ris.council.models import Location, Membership, Organization, Person
from ris.council.rules import Group, group_of, rank_of
from ris.council.seats import held_on
from ris.feeds.recorded import told_at
from ris.scope.alphabet import alphabetical
from ris.scope.readers import readable_by
from ris.scope.statements import for_readers
from ris.web.paging import PAGE_SIZE, Key, Page

_by_name = alphabetical(Person.family_name, Person.name)


@dataclass(frozen=True)
class OrganizationLine:
    """An organization as a list names it."""

    id: int
    name: str
    short_name: str
    kind: str
    task: str
    group: Group
    past: bool
    modified: datetime


@dataclass(frozen=True)
class PersonLine:
    """A person as a list names them."""

    id: int
    name: str
    sort_name: str


@dataclass(frozen=True)
class ListedPerson(PersonLine):
    """A person as the list of all people tells them."""

    family_name: str
    given_name: str
    modified: datetime


@dataclass(frozen=True)
class Seat:
    """A membership, seen from the organization or from the person."""

    id: int
    person_id: int | None
    person_name: str
    organization_id: int | None
    organization_name: str
    role: str
    group_name: str
    """The Fraktion or other organization on whose behalf the seat is held."""
    start: date | None
    end: date | None
    past: bool
    modified: datetime


def organizations_for(session: Session, actor: Actor, today: date) -> list[OrganizationLine]:
    """All readable organizations by name."""
    rows = session.execute(
        select(
            Organization.id,
            Organization.name,
            Organization.short_name,
            Organization.organization_type,
            Organization.classification,
            Organization.task,
            Organization.end_date,
            Organization.modified,
        )
        .where(readable_by(actor, Organization))
        .order_by(alphabetical(Organization.name), Organization.id)
    )
    return [
        OrganizationLine(
            id=row.id,
            name=row.name or "Gremium ohne Namen",
            short_name=row.short_name or "",
            kind=row.classification or "",
            task=row.task or "",
            group=group_of(row.organization_type, row.classification, row.name),
            past=row.end_date is not None and row.end_date < today,
            modified=row.modified,
        )
        for row in rows
    ]


def organization_for(session: Session, actor: Actor, organization_id: int) -> Organization | None:
    """One readable organization."""
    return session.scalar(
        select(Organization).where(Organization.id == organization_id, readable_by(actor, Organization))
    )


def place_for(session: Session, actor: Actor, location_id: int | None) -> Location | None:
    """One readable place."""
    if location_id is None:
        return None
    return session.scalar(select(Location).where(Location.id == location_id, readable_by(actor, Location)))


def people_page(session: Session, actor: Actor, after: Key | None, size: int = PAGE_SIZE) -> Page[ListedPerson]:
    """People by family name, a page beginning after a key."""
    shown = _people(actor, Person.modified.expression)
    if after is not None:
        beyond = or_(_by_name > after.value, and_(_by_name == after.value, Person.id > after.id))
        shown = shown.where(beyond)
    rows = _listed(session, shown.order_by(_by_name, Person.id).limit(size + 1))
    following = Key(rows[size - 1].sort_name, rows[size - 1].id) if len(rows) > size else None
    return Page(rows[:size], _people_count(session, actor), following, first=after is None)


def changed_people(session: Session, actor: Actor, after: Key | None, size: int) -> Page[ListedPerson]:
    """People in the order they changed for everybody, the last first, a page beginning after a key."""
    moment, told = after.moment if after else None, told_at("person", Person.id, Person.modified)
    last_told = told.label("modified")
    shown = _people(actor, last_told)
    if after is not None and moment is not None:
        shown = shown.where(told <= moment, or_(told < moment, Person.id < after.id))
    rows = _listed(session, shown.order_by(last_told.desc(), Person.id.desc()).limit(size + 1))
    following = Key(rows[size - 1].modified.isoformat(), rows[size - 1].id) if len(rows) > size else None
    return Page(rows[:size], _people_count(session, actor), following, first=moment is None)


def _people(actor: Actor, modified: ColumnElement[datetime]) -> Select[*tuple[Any, ...]]:
    columns = (Person.id, Person.name, Person.family_name, Person.given_name, modified)
    return select(*columns, _by_name.label("sort_name")).where(readable_by(actor, Person))


def _people_count(session: Session, actor: Actor) -> int:
    return session.scalar(select(func.count()).select_from(Person).where(readable_by(actor, Person))) or 0


def _listed(session: Session, shown: Select[*tuple[Any, ...]]) -> list[ListedPerson]:
    return [
        ListedPerson(
            id=row.id,
            name=row.name or "ohne Namen",
            sort_name=row.sort_name,
            family_name=row.family_name or "",
            given_name=row.given_name or "",
            modified=row.modified,
        )
        for row in session.execute(shown)
    ]


def person_for(session: Session, actor: Actor, person_id: int) -> Person | None:
    """One readable person."""
    return session.scalar(select(Person).where(Person.id == person_id, readable_by(actor, Person)))


@for_readers
def _chair_rows(actor: Actor) -> Select[int, str | None, str | None]:
    day = bindparam("day", type_=Date)
    return (
        select(Person.id, Person.name, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organization_id == bindparam("id", type_=Integer),
            or_(Membership.role.ilike("%vors%"), Membership.role.ilike("%meister%")),
            held_on(day),
            readable_by(actor, Membership),
            readable_by(actor, Person),
        )
        .order_by(Membership.start_date.desc(), Membership.id)
    )


def chair_of(session: Session, actor: Actor, organization_id: int, day: date) -> PersonLine | None:
    """Who chaired an organization on a day, as far as its memberships tell."""
    rows = session.execute(_chair_rows(actor), {"id": organization_id, "day": day})
    chairs = (row for row in rows if rank_of(row.role or "") == 0)
    return next((PersonLine(row.id, row.name or "ohne Namen", "") for row in chairs), None)


def seats_of_organization(session: Session, actor: Actor, organization_id: int, today: date) -> Sequence[Seat]:
    """The readable memberships of an organization: those with an office first, then by name."""
    return _seats(session, actor, today, organization_id=organization_id)


def seats_of_person(session: Session, actor: Actor, person_id: int, today: date) -> Sequence[Seat]:
    """The readable memberships of a person, the newest first; past mandates stay."""
    return _seats(session, actor, today, person_id=person_id)


@for_readers
def _seat_rows(actor: Actor, *, of_person: bool) -> Select[*tuple[Any, ...]]:
    group = aliased(Organization)
    name = alphabetical(Person.family_name, Person.name)
    return (
        select(
            Membership.id,
            Membership.modified,
            Person.id.label("person_id"),
            Person.name.label("person_name"),
            Organization.id.label("organization_id"),
            Organization.name.label("organization_name"),
            Membership.role,
            group.name.label("group_name"),
            Membership.start_date,
            Membership.end_date,
        )
        .select_from(Membership)
        .outerjoin(Person, and_(Person.id == Membership.person_id, readable_by(actor, Person)))
        .outerjoin(
            Organization,
            and_(Organization.id == Membership.organization_id, readable_by(actor, Organization)),
        )
        .outerjoin(group, and_(group.id == Membership.on_behalf_of_id, readable_by(actor, group)))
        .where(
            readable_by(actor, Membership),
            (Membership.person_id if of_person else Membership.organization_id) == bindparam("id", type_=Integer),
            true() if of_person else Membership.deputy_for_id.is_(None),  # a deputy has no seat of their own
        )
        .order_by(name, Membership.start_date.desc(), Membership.id)
    )


def _seats(
    session: Session,
    actor: Actor,
    today: date,
    *,
    organization_id: int | None = None,
    person_id: int | None = None,
) -> list[Seat]:
    statement = _seat_rows(actor, of_person=person_id is not None)
    rows = session.execute(statement, {"id": person_id if person_id is not None else organization_id})
    return [
        Seat(
            id=row.id,
            person_id=row.person_id,
            person_name=row.person_name or "",
            organization_id=row.organization_id,
            organization_name=row.organization_name or "",
            role=row.role or "",
            group_name=row.group_name or "",
            start=row.start_date,
            end=row.end_date,
            past=row.end_date is not None and row.end_date < today,
            modified=row.modified,
        )
        for row in rows
    ]
