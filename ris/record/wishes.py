"""PURE. What a client asks of a list: filters, length and where to begin; read strictly, told again in one order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
NUMBER: Final = re.compile(r"\d{1,18}", re.ASCII)
HIGHEST_ID: Final = 2**31 - 1
MOST: Final = 100
"""Objects on a page, when nothing else is asked for, and at most."""
FILTERS: Final = ("created_since", "created_until", "modified_since", "modified_until")
TRUTHS: Final = {"true": True, "false": False}


class Unusable(ValueError):
    """A parameter has a value nobody can do anything with; the message says in German what it should be."""

    def __init__(self, name: str, should: str) -> None:
        super().__init__(f"Der Wert von „{name}“ ist nicht brauchbar. Erwartet wird {should}.")
        self.name = name


@dataclass(frozen=True)
class Wishes:
    """What is asked of a list."""

    filters: tuple[tuple[str, datetime], ...] = ()
    """Name and instant, in the order of the names."""
    limit: int | None = None
    omit_internal: bool | None = None
    after: int = 0
    """Begin behind this id."""

    @property
    def tombstones(self) -> bool:
        """Whether what is gone is asked for, too (OParl 1.1, 4: with ``modified_since`` only)."""
        return any(name == "modified_since" for name, _ in self.filters)

    def per_page(self, most: int = MOST) -> int:
        """How many objects a page holds."""
        return most if self.limit is None else min(self.limit, most)

    def query(self, after: int = 0) -> str:
        """The same wishes as part of an address, beginning behind another id; parameters stand in one order."""
        said = {name: _written(moment) for name, moment in self.filters}
        if self.limit is not None:
            said["limit"] = str(self.limit)
        if self.omit_internal is not None:
            said["omit_internal"] = str(self.omit_internal).lower()
        if after:
            said["after"] = str(after)
        return "?" + urlencode(sorted(said.items()), quote_via=quote) if said else ""


def wishes_from(given: Mapping[str, Sequence[str]]) -> Wishes:
    """Read the parameters of a request; raises :class:`Unusable`. What we do not know is not looked at."""
    asked = {name: _only(name, given[name]) for name in (*FILTERS, "limit", "omit_internal", "after") if name in given}
    filters = tuple((name, _moment(name, asked[name])) for name in FILTERS if name in asked)
    return Wishes(
        filters,
        _limit("limit", asked["limit"]) if "limit" in asked else None,
        _truth("omit_internal", asked["omit_internal"]) if "omit_internal" in asked else None,
        _place("after", asked["after"]) if "after" in asked else 0,
    )


def _only(name: str, values: Sequence[str]) -> str:
    if len(values) != 1:
        raise Unusable(name, "genau eine Angabe")
    return values[0]


def _moment(name: str, text: str) -> datetime:
    """An instant; a plus sign nobody encoded has become a blank on its way."""
    text = text.replace(" ", "+")
    should = "ein Zeitpunkt mit Zeitzone, zum Beispiel 2026-01-31T08:00:00+01:00"
    if not MOMENT.fullmatch(text):
        raise Unusable(name, should)
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unusable(name, should) from None


def _limit(name: str, text: str) -> int:
    if not NUMBER.fullmatch(text) or int(text) == 0:
        raise Unusable(name, "eine ganze Zahl ab 1")
    return min(int(text), HIGHEST_ID)


def _place(name: str, text: str) -> int:
    if not NUMBER.fullmatch(text):
        raise Unusable(name, "eine ganze Zahl; folgen Sie den Verweisen der Liste")
    return min(int(text), HIGHEST_ID)


def _truth(name: str, text: str) -> bool:
    if text not in TRUTHS:
        raise Unusable(name, "true oder false")
    return TRUTHS[text]


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds" if moment.microsecond else "seconds")
