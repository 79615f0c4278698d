"""PURE. What a table of people would change: compared with who is known, line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ris.council.mandates import Tenure
from ris.council.people_line import PersonRow, TableError

PERSON_FIELDS = ("title", "form_of_address", "email", "phone")
Key = tuple[str, str]


@dataclass(frozen=True)
class KnownPerson:
    """Somebody of the register, as far as a table can say something of them."""

    id: int
    family_name: str
    given_name: str
    title: str = ""
    form_of_address: str = ""
    email: str = ""
    phone: str = ""

    @property
    def key(self) -> Key:
        """By which name they are known, whatever the case."""
        return self.family_name.casefold(), self.given_name.casefold()


@dataclass(frozen=True)
class KnownSeat:
    """A seat of the register."""

    id: int
    person_id: int
    organization_id: int
    role: str
    tenure: Tenure
    votes: bool | None = None
    group_id: int | None = None


@dataclass(frozen=True)
class Known:
    """Who and what is known: organizations by their names and short names in lower case."""

    people: Sequence[KnownPerson] = ()
    organizations: Mapping[str, Sequence[int]] = field(default_factory=dict)
    seats: Sequence[KnownSeat] = ()


@dataclass
class PersonChange:
    """A person to be entered (no id) or changed."""

    row: PersonRow
    id: int | None
    values: dict[str, str]
    """New values by field; of a known person only those that differ."""


@dataclass(frozen=True)
class SeatChange:
    """A seat to be entered (no id) or changed."""

    row: PersonRow
    person: PersonChange
    organization_id: int
    group_id: int | None
    id: int | None = None


@dataclass
class ImportPlan:
    """What would happen; nothing may while there are errors."""

    people: list[PersonChange] = field(default_factory=list)
    seats: list[SeatChange] = field(default_factory=list)
    unchanged: int = 0
    """Lines that say nothing new."""
    errors: list[TableError] = field(default_factory=list)

    @property
    def new_people(self) -> list[PersonChange]:
        """Who is not known yet."""
        return [change for change in self.people if change.id is None]

    @property
    def changed_people(self) -> list[PersonChange]:
        """Of whom something is new."""
        return [change for change in self.people if change.id is not None and change.values]

    @property
    def new_seats(self) -> list[SeatChange]:
        """Seats nobody has entered yet."""
        return [change for change in self.seats if change.id is None]

    @property
    def changed_seats(self) -> list[SeatChange]:
        """Seats with another end, vote or Fraktion."""
        return [change for change in self.seats if change.id is not None]

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.new_people or self.changed_people or self.seats)


def plan_of(rows: Iterable[PersonRow], known: Known) -> ImportPlan:
    """Compare the lines with the register. Empty cells change nothing."""
    return _Planner(known).plan(rows)


class _Planner:
    def __init__(self, known: Known) -> None:
        self._known = known
        self._by_key: dict[Key, list[KnownPerson]] = defaultdict(list)
        for person in known.people:
            self._by_key[person.key].append(person)
        self._seats: dict[tuple[int, int, str], list[KnownSeat]] = defaultdict(list)
        for seat in known.seats:
            self._seats[seat.person_id, seat.organization_id, seat.role.casefold()].append(seat)
        self._named: dict[Key, list[PersonChange]] = defaultdict(list)
        self._taken: dict[tuple[int, int, str], list[tuple[Tenure, int]]] = defaultdict(list)
        self._plan = ImportPlan()

    def plan(self, rows: Iterable[PersonRow]) -> ImportPlan:
        for row in rows:
            person = self._person(row)
            if person is None:
                continue
            changed = bool(person.values) and person.row is row
            if row.organization:
                changed = self._seat(row, person) or changed
            if not changed:
                self._plan.unchanged += 1
        return self._plan

    def _refuse(self, row: PersonRow, sentence: str) -> None:
        self._plan.errors.append(TableError(row.line, sentence))

    def _person(self, row: PersonRow) -> PersonChange | None:
        earlier = self._named[row.key]
        for change in earlier:
            if not (row.email and change.row.email) or row.email.casefold() == change.row.email.casefold():
                return self._again(row, change)
        matching = self._by_key[row.key]
        if len(matching) > 1:
            matching = [person for person in matching if row.email and person.email.casefold() == row.email.casefold()]
            if len(matching) != 1:
                self._refuse(
                    row, "Diesen Namen haben mehrere Personen. Bitte tragen Sie die bekannte E-Mail-Adresse ein."
                )
                return None
        person = matching[0] if matching else None
        if person is not None and any(change.id == person.id for change in earlier):
            self._refuse(row, f"Dieselbe Person steht in Zeile {earlier[0].row.line} mit einer anderen E-Mail-Adresse.")
            return None
        given = {name: getattr(row, name) for name in PERSON_FIELDS if getattr(row, name)}
        if person is None:
            values = {"family_name": row.family_name, "given_name": row.given_name, **given}
        else:
            values = {name: value for name, value in given.items() if getattr(person, name) != value}
        change = PersonChange(row, person.id if person else None, values)
        earlier.append(change)
        self._plan.people.append(change)
        return change

    def _again(self, row: PersonRow, change: PersonChange) -> PersonChange | None:
        """The same person in a later line: it may add a seat, not contradict."""
        for name in PERSON_FIELDS:
            said, now = getattr(change.row, name), getattr(row, name)
            if now and now != said:
                sentence = f"Zu dieser Person steht in Zeile {change.row.line} etwas anderes: „{said or 'nichts'}“ statt „{now}“."
                self._refuse(row, sentence)
                return None
        return change

    def _organization(self, row: PersonRow, name: str, what: str) -> int | None:
        found = self._known.organizations.get(name.casefold(), ())
        if len(found) == 1:
            return found[0]
        sentence = (
            "ist nicht bekannt. Bitte legen Sie sie zuerst an"
            if not found
            else "gibt es mehrmals. Bitte nennen Sie den Kurznamen"
        )
        self._refuse(row, f"{what} „{name[:60]}“ {sentence}.")
        return None

    def _seat(self, row: PersonRow, person: PersonChange) -> bool:
        """Whether the line's seat is new or different."""
        organization = self._organization(row, row.organization, "Das Gremium")
        group = self._organization(row, row.group, "Die Fraktion") if row.group else None
        if organization is None or (row.group and group is None):
            return True
        tenure = Tenure(row.start, row.end)
        key = (id(person), organization, row.role.casefold())
        for other, line in self._taken[key]:
            if other.overlaps(tenure):
                self._refuse(row, f"Dasselbe Mandat steht schon in Zeile {line}.")
                return True
        self._taken[key].append((tenure, row.line))
        held = self._seats[person.id, organization, row.role.casefold()] if person.id is not None else []
        same = next((seat for seat in held if seat.tenure.start == row.start), None)
        if same is None and any(seat.tenure.overlaps(tenure) for seat in held):
            self._refuse(row, "Dieses Mandat hat die Person in der Zeit schon, mit anderem Beginn.")
            return True
        if same is not None and not _differs(same, row, group):
            return False
        change = SeatChange(row, person, organization, group, same.id if same else None)
        self._plan.seats.append(change)
        return True


def _differs(seat: KnownSeat, row: PersonRow, group: int | None) -> bool:
    said: tuple[tuple[Any, Any], ...] = ((row.end, seat.tenure.end), (row.votes, seat.votes), (group, seat.group_id))
    return any(new is not None and new != old for new, old in said)
