"""Reading the register for those who keep it: lists by key with a search, and what forms offer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.council.models import LegislativeTerm, Location, Membership, Organization, Person, SchoolHoliday
from ris.council.rules import Group, group_of
from ris.scope.alphabet import alphabetical
from ris.scope.readers import readable_by
from ris.web.dates import numeric_day
from ris.web.paging import PAGE_SIZE, Key, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, SQLColumnExpression
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

Model = type[LegislativeTerm] | type[Location] | type[Organization] | type[Person]
Entry = LegislativeTerm | Location | Organization | Person
MOST_OFFERED = 2000
KEYED = re.compile(r"\(Nr\. ?(\d{1,9})\)\s*$")


@dataclass(frozen=True)
class EntryLine:
    """An entry as the list of its kind names it."""

    id: int
    name: str
    facts: str


@dataclass(frozen=True)
class RegisterKind:
    """A kind of entry: how it is sorted, found and told in one line."""

    model: Model
    sort: ColumnElement[str]
    searched: Sequence[SQLColumnExpression[Any]]
    line: Callable[[Any], EntryLine]


def _term_line(row: LegislativeTerm) -> EntryLine:
    days = " bis ".join(numeric_day(day) for day in (row.start_date, row.end_date) if day is not None)
    return EntryLine(row.id, row.name or "Wahlperiode ohne Namen", days)


def _place_line(row: Location) -> EntryLine:
    name = ", ".join(part for part in (row.room, row.description) if part) or row.street_address or f"Ort {row.id}"
    facts = [
        row.street_address if name != row.street_address else None,
        None if row.in_use else "nicht mehr in Gebrauch",
    ]
    return EntryLine(row.id, name, " · ".join(fact for fact in facts if fact))


def _organization_line(row: Organization) -> EntryLine:
    ended = f"bis {numeric_day(row.end_date)}" if row.end_date else None
    facts = [row.short_name, row.classification or row.organization_type, ended]
    return EntryLine(row.id, row.name or "Gremium ohne Namen", " · ".join(fact for fact in facts if fact))


def _person_line(row: Person) -> EntryLine:
    return EntryLine(row.id, row.name or "ohne Namen", ", ".join(row.email or ()))


KINDS = {
    "wahlperioden": RegisterKind(
        LegislativeTerm, alphabetical(LegislativeTerm.name), [LegislativeTerm.name], _term_line
    ),
    "orte": RegisterKind(
        Location,
        alphabetical(Location.description, Location.street_address),
        [Location.description, Location.room, Location.street_address],
        _place_line,
    ),
    "gremien": RegisterKind(
        Organization, alphabetical(Organization.name), [Organization.name, Organization.short_name], _organization_line
    ),
    "personen": RegisterKind(
        Person, alphabetical(Person.family_name, Person.name), [Person.name, Person.family_name], _person_line
    ),
}


def entries_page(session: Session, actor: Actor, kind: RegisterKind, wanted: str, after: Key | None) -> Page[EntryLine]:
    """Entries whose words hold what is wanted, in the order of the alphabet, a page beginning after a key."""
    require(actor, Permission.COUNCIL_EDIT)
    model = kind.model
    criteria = [readable_by(actor, model), model.deleted.is_(False)]
    for word in wanted.split():
        pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        criteria.append(or_(*(column.ilike(pattern, escape="\\") for column in kind.searched)))
    total = session.scalar(select(func.count()).select_from(model).where(*criteria)) or 0
    if after is not None:
        criteria.append(or_(kind.sort > after.value, and_(kind.sort == after.value, model.id > after.id)))
    rows = session.execute(
        select(model, kind.sort.label("sort")).where(*criteria).order_by(kind.sort, model.id).limit(PAGE_SIZE + 1)
    ).all()
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    following = None if last is None else Key(last.sort, kind.line(last[0]).id)
    return Page([kind.line(row[0]) for row in rows[:PAGE_SIZE]], total, following, first=after is None)


def entry_for(session: Session, actor: Actor, kind: RegisterKind, identity: int) -> Entry | None:
    """One readable entry."""
    model = kind.model
    row = session.scalars(select(model).where(model.id == identity, readable_by(actor, model))).first()
    return row if isinstance(row, LegislativeTerm | Location | Organization | Person) else None


def seat_for(session: Session, actor: Actor, identity: int) -> Membership | None:
    """One readable seat."""
    return session.scalars(select(Membership).where(Membership.id == identity, readable_by(actor, Membership))).first()


@dataclass(frozen=True)
class SeatLine:
    """A seat as the pages of its organization and its person show it."""

    id: int
    person_id: int | None
    person: str
    organization_id: int | None
    organization: str
    role: str
    group: str
    start: date | None
    end: date | None
    past: bool
    succeeds: str
    """Whom it followed."""
    deputy_for: str
    """Whose deputy it makes."""


def seats_kept(
    session: Session, actor: Actor, today: date, *, organization_id: int | None = None, person_id: int | None = None
) -> list[SeatLine]:
    """The seats of an organization or of a person, those of today first."""
    wanted = Membership.organization_id == organization_id if person_id is None else Membership.person_id == person_id
    rows = session.scalars(
        select(Membership).where(wanted, Membership.deleted.is_(False), readable_by(actor, Membership))
    ).all()
    groups = _names(session, Organization, {row.on_behalf_of_id for row in rows})
    before = {row.id: row.person.name or "" for row in rows if row.person is not None}
    holders = _holders(session, {row.deputy_for_id for row in rows})
    lines = [
        SeatLine(
            id=row.id,
            person_id=row.person_id,
            person=(row.person.name if row.person else None) or "ohne Namen",
            organization_id=row.organization_id,
            organization=(row.organization.name if row.organization else None) or "ohne Namen",
            role=row.role or "",
            group=groups.get(row.on_behalf_of_id or 0, ""),
            start=row.start_date,
            end=row.end_date,
            past=row.end_date is not None and row.end_date < today,
            succeeds=before.get(row.succeeds_id or 0, ""),
            deputy_for=holders.get(row.deputy_for_id or 0, ""),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.past, line.person.casefold() if person_id is None else "", line.id))


def deputies_kept(session: Session, actor: Actor, seat: Membership, today: date) -> list[SeatLine]:
    """The deputies of who holds a seat, those of today first."""
    lines = seats_kept(session, actor, today, organization_id=seat.organization_id)
    named = select(Membership.id).where(Membership.deputy_for_id == seat.id, Membership.deleted.is_(False))
    theirs = set(session.scalars(named))
    return sorted(
        (line for line in lines if line.id in theirs), key=lambda line: (line.past, line.start or today, line.id)
    )


def _holders(session: Session, seat_ids: set[int | None]) -> dict[int, str]:
    """Names of who holds seats, by the seat."""
    wanted = {identity for identity in seat_ids if identity is not None}
    if not wanted:
        return {}
    rows = session.execute(
        select(Membership.id, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.id.in_(wanted))
    )
    return {row.id: row.name or "" for row in rows}


def organizations_offered(session: Session, actor: Actor, *groups: Group) -> list[tuple[int, str]]:
    """Organizations under these headings by name; all where none is named."""
    rows = session.execute(
        select(Organization.id, Organization.name, Organization.organization_type, Organization.classification)
        .where(readable_by(actor, Organization), Organization.deleted.is_(False))
        .order_by(alphabetical(Organization.name), Organization.id)
        .limit(MOST_OFFERED)
    )
    return [
        (row.id, row.name or "ohne Namen")
        for row in rows
        if not groups or group_of(row.organization_type, row.classification, row.name) in groups
    ]


def places_offered(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Places in use by name."""
    rows = session.scalars(
        select(Location)
        .where(readable_by(actor, Location), Location.in_use, Location.deleted.is_(False))
        .order_by(Location.description, Location.room, Location.id)
        .limit(MOST_OFFERED)
    )
    return [(row.id, _place_line(row).name) for row in rows]


def people_offered(session: Session, actor: Actor) -> list[str]:
    """People as a field with suggestions names them: "Alex Muster (Nr. 12)"."""
    rows = session.execute(
        select(Person.id, Person.name)
        .where(readable_by(actor, Person), Person.deleted.is_(False))
        .order_by(alphabetical(Person.family_name, Person.name), Person.id)
        .limit(MOST_OFFERED)
    )
    return [f"{row.name or 'ohne Namen'} (Nr. {row.id})" for row in rows]


def person_named(session: Session, actor: Actor, words: str) -> Person | None:
    """Who is meant by a name with its number, or by a name only one person has; None where that is not clear."""
    keyed = KEYED.search(words)
    question = select(Person).where(readable_by(actor, Person), Person.deleted.is_(False))
    if keyed is not None:
        return session.scalars(question.where(Person.id == int(keyed[1]))).first()
    same = or_(Person.name == words.strip(), func.lower(Person.name) == words.strip().lower())  # SQLite knows no Ä
    found = session.scalars(question.where(same).limit(2)).all()
    return found[0] if len(found) == 1 else None


def school_holidays_kept(session: Session, actor: Actor) -> Sequence[SchoolHoliday]:
    """The list of school holidays, the newest first."""
    require(actor, Permission.COUNCIL_EDIT)
    return session.scalars(select(SchoolHoliday).order_by(SchoolHoliday.first_day.desc(), SchoolHoliday.id)).all()


def _names(session: Session, model: type[Organization], ids: set[int | None]) -> dict[int, str]:
    wanted = {identity for identity in ids if identity is not None}
    if not wanted:
        return {}
    return {row.id: row.name or "" for row in session.execute(select(model.id, model.name).where(model.id.in_(wanted)))}
