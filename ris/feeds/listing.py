"""PURE. A list as machines read it: one description, from which every format is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.feeds.calendar import Event
    from ris.web.paging import Page

Row = TypeVar("Row")
Key = tuple[str, int]
"""A row of the public record: its table and its number."""
Value = str | int | date | datetime | tuple[str, ...] | None
"""What stands in a column; several names are a tuple, nothing known is None or empty."""


class Form(StrEnum):
    """A format of a list; the value is the ending of its address."""

    ICS = "ics"
    ATOM = "atom"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True)
class Column:
    """One thing told of every row."""

    key: str
    """Its name for programs."""
    heading: str
    """Its name for people."""


@dataclass(frozen=True)
class Entry:
    """A row of a list."""

    address: str
    """The path of the row's page, which is also what it is known by; whole where the page is another system's."""
    title: str
    updated: datetime
    values: tuple[Value, ...]
    """One for each column of the list, in their order."""
    summary: str = ""
    """What a feed reader shows below the title, in plain text."""
    mark: str = ""
    """Tells rows apart that lead to the same page."""
    record: Sequence[Key] = ()
    """What of the public record it tells of, whose ledger knows better when that changed (``ris/feeds/recorded.py``)."""

    def page(self, public_url: str) -> str:
        """The whole address of the row's page."""
        return f"{public_url}{self.address}" if self.address.startswith("/") else self.address

    def identity(self, public_url: str) -> str:
        """What the row is known by for good."""
        return f"{self.page(public_url)}#{self.mark}" if self.mark else self.page(public_url)


@dataclass(frozen=True)
class Part:
    """Some rows of a list."""

    entries: Sequence[Entry]
    total: int
    """How many there are in all."""
    following: str = ""
    """Where the next part begins, as its address says it; empty for the last."""


Reading = Callable[["Session", str, int], Part]
"""So many rows of a list, beginning after a key; nonsense and nothing mean the beginning."""


@dataclass(frozen=True)
class Listing:
    """A list with its filter. What it holds is read part by part, always as the public."""

    title: str
    address: str
    """Path and query of the page, without the key of a page."""
    columns: Sequence[Column]
    listed: Reading
    """In the order of the page."""
    changed: Reading
    """What changed last first, by the times of the public record (``ris/feeds/recorded.py``)."""
    events: Callable[[Session], Sequence[Event]] | None = None
    """What a calendar shows of it; None for a list without meetings."""
    subtitle: str = ""
    largest_table: int | None = None
    """Rows of a table, where there must be an end to it."""

    def at(self, form: Form, after: str = "") -> str:
        """The address of the list in a format, and of a part of it."""
        return with_ending(self.address, form, after)


def with_ending(address: str, form: str, after: str = "") -> str:
    """The address of a page's list in a format: ``/sitzungen?jahr=2026`` → ``/sitzungen.atom?jahr=2026``."""
    path, _, query = address.partition("?")
    pairs = [part for part in (query, f"nach={quote(after, safe='')}" if after else "") if part]
    return f"{path}.{form}" + (f"?{'&'.join(pairs)}" if pairs else "")


def part_of(page: Page[Row], make: Callable[[Row], Entry]) -> Part:
    """A page of a list by key as a part of its feed."""
    return Part([make(row) for row in page.rows], page.total, str(page.following or ""))
