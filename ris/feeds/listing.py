"""PURE. A list as machines read it: one description, from which every format is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.feeds.calendar import Event
    from ris.web.paging import Key, Page

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
    """The path of the row's page, which is also what it is known by."""
    title: str
    updated: datetime
    values: tuple[Value, ...]
    """One for each column of the list, in their order."""
    summary: str = ""
    """What a feed reader shows below the title, in plain text."""
    mark: str = ""
    """Tells rows apart that lead to the same page."""


@dataclass(frozen=True)
class Listing:
    """A list with its filter. What it holds is read page by page, always as the public."""

    title: str
    address: str
    """Path and query of the page, without the key of a page."""
    columns: Sequence[Column]
    listed: Callable[[Session, Key | None, int], Page[Entry]]
    """So many rows in the order of the page, beginning after a key."""
    changed: Callable[[Session, Key | None, int], Page[Entry]]
    """So many rows, what changed last first, beginning after a key."""
    events: Callable[[Session], Sequence[Event]] | None = None
    """What a calendar shows of it; None for a list without meetings."""
    subtitle: str = ""

    def at(self, form: Form, after: Key | None = None) -> str:
        """The address of the list in a format, and of a page of it."""
        return with_ending(self.address, form, after)


def with_ending(address: str, form: str, after: Key | None = None) -> str:
    """The address of a page's list in a format: ``/sitzungen?jahr=2026`` → ``/sitzungen.atom?jahr=2026``."""
    path, _, query = address.partition("?")
    pairs = [part for part in (query, f"nach={quote(str(after), safe='')}" if after else "") if part]
    return f"{path}.{form}" + (f"?{'&'.join(pairs)}" if pairs else "")
