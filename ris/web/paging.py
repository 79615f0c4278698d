"""Paging by key: a page of rows begins after a key, never at an offset.

A key is the sort value and the id of the last row shown, so a page costs the same however deep it lies, and a row
added meanwhile shifts nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

PAGE_SIZE = 50
KEY = re.compile(r"(?P<value>[^\x00-\x1f]{0,200})_(?P<id>[0-9]{1,9})")

Row = TypeVar("Row")


@dataclass(frozen=True)
class Key:
    """Where a page begins: the sort value and the id of the last row before it."""

    value: str
    id: int

    def __str__(self) -> str:
        """The key as it stands in an address."""
        return f"{self.value}_{self.id}"

    @property
    def day(self) -> date | None:
        """The sort value as a day, None when it is none."""
        try:
            return date.fromisoformat(self.value)
        except ValueError:
            return None

    @property
    def moment(self) -> datetime | None:
        """The sort value as an aware moment, None when it is none."""
        try:
            moment = datetime.fromisoformat(self.value)
        except ValueError:
            return None
        return moment if moment.tzinfo else None


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list: its rows, how many there are in all, and where the next page begins."""

    rows: Sequence[Row]
    total: int
    following: Key | None
    first: bool


def key_from(text: str | None) -> Key | None:
    """The key in an address; None for the first page and for nonsense."""
    found = KEY.fullmatch(text or "")
    return Key(found["value"], int(found["id"])) if found else None
