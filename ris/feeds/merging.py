"""PURE but for reading. Several lists as one: what changed last first, paged by a key that all of them understand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from ris.feeds.listing import Entry, Part
from ris.web.paging import Key, Page, key_from

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Changed(Protocol):
    """A row of a list: its number, and when it changed."""

    @property
    def id(self) -> int:
        """Its number in its own list."""

    @property
    def modified(self) -> datetime:
        """When it changed last."""


Line = TypeVar("Line", bound=Changed)


@dataclass(frozen=True)
class Source(Generic[Line]):
    """One of the lists: what of it changed before a key, the last first, and how a row becomes an entry."""

    read: Callable[[Session, Key | None, int], Page[Line]]
    entry_of: Callable[[Line], Entry]

    def entries(self, session: Session, before: Key | None, size: int) -> tuple[int, list[tuple[datetime, int, Entry]]]:
        """How many rows there are in all, and the next ones with what they are ordered by."""
        page = self.read(session, before, size)
        return page.total, [(line.modified, line.id, self.entry_of(line)) for line in page.rows]


def merged(session: Session, sources: Sequence[Source[Line]], after: str, size: int) -> Part:
    """So many rows of all lists together.

    Rows of different lists may bear the same number and the same moment. In the key of a part a row's number is
    therefore ``number * lists + place of its list``, which no two rows share.
    """
    key, lists = key_from(after), len(sources)
    found: list[tuple[datetime, int, Entry]] = []
    total = 0
    for place, source in enumerate(sources):
        own = Key(key.value, -((place - key.id) // lists)) if key and key.moment else None
        count, rows = source.entries(session, own, size + 1)
        total += count
        found += [(moment, number * lists + place, entry) for moment, number, entry in rows]
    found.sort(key=lambda row: row[:2], reverse=True)
    last = found[size - 1] if len(found) > size else None
    following = str(Key(last[0].isoformat(), last[1])) if last else ""
    return Part([entry for _, _, entry in found[:size]], total, following)


def newest_of(lines: Sequence[Line], before: Key | None, size: int) -> Page[Line]:
    """The same for a list that is read whole: what changed before a key, the last first."""
    moment = before.moment if before else None
    bound = (moment, before.id) if before and moment else None
    rows = sorted(lines, key=lambda line: (line.modified, line.id), reverse=True)
    left = [line for line in rows if bound is None or (line.modified, line.id) < bound]
    last = left[size - 1] if len(left) > size else None
    following = Key(last.modified.isoformat(), last.id) if last else None
    return Page(left[:size], len(lines), following, first=bound is None)
