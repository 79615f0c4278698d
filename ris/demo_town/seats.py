"""PURE. Who sits where from which day to which: computed from the list of people, term by term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COMMITTEES = ("hfa", "buv", "sjk")
COMMITTEE_SHARES = {
    1: {"bfl": 3, "sol": 2, "gt": 2, "ll": 1, "fm": 1},
    2: {"bfl": 2, "sol": 3, "gt": 2, "ll": 1, "fm": 1},
}
"""Nine seats by Hare/Niemeyer; in the second term the lot decided between two equal remainders."""
MEMBER = {"w": "Stadtverordnete", "m": "Stadtverordneter"}
ORTSBEIRAT = ("obw", "obh")


@dataclass(frozen=True)
class Seat:
    """A seat or office of a person, with the group it is held for."""

    person: str
    organization: str
    role: str
    start: date
    end: date
    votes: bool
    group: str = ""
    planned_end: date | None = None
    """The end of the term, where the seat was given up before."""

    def held_on(self, day: date) -> bool:
        """Whether it is held on a day."""
        return self.start <= day <= self.end


@dataclass(frozen=True)
class _Holder:
    person: str
    start: date
    end: date


def seats_of(register: dict[str, Any]) -> tuple[Seat, ...]:
    """All seats of all terms, the oldest first."""
    seats: list[Seat] = []
    for term, span in ((int(number), span) for number, span in register["terms"].items()):
        seats += _council(register, term, span)
        seats += _magistrat(register, term, span)
        seats += _districts(register, term, span)
    return tuple(sorted(seats, key=lambda seat: (seat.start, seat.organization, seat.person)))


def _council(register: dict[str, Any], term: int, span: dict[str, Any]) -> Iterator[Seat]:
    people = register["people"]
    for group in COMMITTEE_SHARES[term]:
        slots = _slots(people, group, term, span)
        committees = _committees(people, slots, term, group)
        for slot, where in zip(slots, committees, strict=True):
            for holder in slot:
                for organization in ("stvv", group, *where):
                    role = _role(people[holder.person], organization, term)
                    yield Seat(
                        holder.person,
                        organization,
                        role,
                        holder.start,
                        holder.end,
                        organization != group,
                        group,
                        span["end"] if holder.end != span["end"] else None,
                    )


def _slots(people: dict[str, Any], group: str, term: int, span: dict[str, Any]) -> list[list[_Holder]]:
    """The group's seats; a seat given up is followed by its successor (Nachrücken)."""
    slots: list[list[_Holder]] = []
    for key, person in people.items():
        if person["group"] != group or term not in person["terms"]:
            continue
        holder = _Holder(key, max(span["start"], person.get("from", span["start"])), _last_day(person, span))
        before = [slot for slot in slots if slot[-1].end + timedelta(days=1) == holder.start]
        if before:
            before[0].append(holder)
        else:
            slots.append([holder])
    return slots


def _last_day(person: dict[str, Any], span: dict[str, Any]) -> date:
    left: date = person.get("until", span["end"])
    return left if span["start"] <= left <= span["end"] else span["end"]


def _committees(people: dict[str, Any], slots: list[list[_Holder]], term: int, group: str) -> list[list[str]]:
    """Which committees each seat of a group goes to: chairs first, then in turn; the one who presides sits in none."""
    where: list[list[str]] = [[] for _ in slots]
    offices = [_offices(people[slot[0].person], term) for slot in slots]
    turn = cycle(place for place, held in enumerate(offices) if "vorsteherin" not in held.get("stvv", ""))
    for committee in COMMITTEES:
        missing = COMMITTEE_SHARES[term][group]
        for place, held in enumerate(offices):
            if committee in held:
                where[place].append(committee)
                missing -= 1
        while missing:
            place = next(turn)
            if committee not in where[place]:
                where[place].append(committee)
                missing -= 1
    return where


def _offices(person: dict[str, Any], term: int) -> dict[str, str]:
    offices = (office.split(" ", 2) for office in person.get("offices", ()))
    return {organization: role for organization, number, role in offices if int(number) == term}


def _role(person: dict[str, Any], organization: str, term: int) -> str:
    usual = MEMBER[person["gender"]] if organization == "stvv" else "Mitglied"
    return _offices(person, term).get(organization, usual)


def _magistrat(register: dict[str, Any], term: int, span: dict[str, Any]) -> Iterable[Seat]:
    for key, person in register["magistrat"].items():
        if term in person["terms"]:
            yield Seat(key, "magistrat", person["role"], span["start"], span["end"], votes=True)


def _districts(register: dict[str, Any], term: int, span: dict[str, Any]) -> Iterable[Seat]:
    for organization in ORTSBEIRAT:
        for key, person in register["ortsbeirat"][organization].items():
            if term in person["terms"]:
                group = register["people"].get(key, {}).get("group", "")
                yield Seat(key, organization, person["role"], span["start"], span["end"], votes=True, group=group)
