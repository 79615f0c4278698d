"""PURE. Two meetings that cannot both be: in one room, or with the same people, at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ClashKind(StrEnum):
    """What two meetings want at the same time."""

    ROOM = "room"
    PEOPLE = "people"
    SAME = "same"
    """The committee itself meets already."""


@dataclass(frozen=True)
class Taking:
    """What a meeting takes: a room and people, from one moment to another."""

    title: str
    """How it may be called before whoever plans; of another town no more than whose it is."""
    start: datetime
    end: datetime
    room: str = ""
    """A word for the room; empty: nowhere in particular."""
    organizations: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()

    def meets(self, other: Taking) -> bool:
        """Whether both are going on at some moment; one may begin when the other ends."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Clash:
    """Something in the way of a wish."""

    kind: ClashKind
    other: Taking
    people: frozenset[int] = frozenset()
    """Who would have to be in two places."""


def clashes_of(wish: Taking, others: Iterable[Taking]) -> Iterator[Clash]:
    """Everything in the way of a wish, in the order of the others."""
    for other in others:
        if not wish.meets(other):
            continue
        if wish.organizations & other.organizations:
            yield Clash(ClashKind.SAME, other)
            continue
        if wish.room and wish.room == other.room:
            yield Clash(ClashKind.ROOM, other)
        both = wish.people & other.people
        if both:
            yield Clash(ClashKind.PEOPLE, other, both)
