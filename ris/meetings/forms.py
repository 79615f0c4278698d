"""What visitors ask of the calendar: an address's query in, checked values out. Nonsense is left out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from ris.meetings.queries.calendar import MeetingFilter
from ris.web.addresses import number_from
from ris.web.dates import month_name
from ris.web.paging import Key, key_from

MONTH = re.compile(r"(\d{4})-(\d{2})")
FIRST_YEAR, LAST_YEAR = 1800, 2199


@dataclass(frozen=True)
class CalendarQuery:
    """A month as a list or a grid, a filtered list by key, or the meetings without a day."""

    filter: MeetingFilter
    month: date | None
    after: Key | None
    grid: bool = False
    """Whether the month is shown as a grid of weeks."""
    undated: bool = False
    """Whether only meetings without a day are asked for."""

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> "CalendarQuery":
        """Read an address's query. A grid is of one month and the undated are of no year: those lose the filter."""
        undated = values.get("termin") == "offen"
        grid = not undated and values.get("ansicht") == "monat"
        year = None if undated or grid else number_from(values.get("jahr"))
        return cls(
            filter=MeetingFilter(
                organization_id=number_from(values.get("gremium")),
                year=year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else None,
            ),
            month=None if undated else _month(values.get("monat")),
            after=key_from(values.get("nach")),
            grid=grid,
            undated=undated,
        )

    @property
    def listed(self) -> bool:
        """Whether this is a list over all times rather than one month."""
        return self.month is None and not self.grid and (self.filter != MeetingFilter() or self.after is not None)

    def as_list(self) -> "CalendarQuery":
        """The same filter as a list."""
        return replace(self, grid=False, undated=False, after=None)

    def as_grid(self) -> "CalendarQuery":
        """The same organization as a grid of a month."""
        return replace(self, filter=replace(self.filter, year=None), grid=True, undated=False, after=None)

    def without_day(self) -> "CalendarQuery":
        """The same organization's meetings without a day."""
        return replace(self, filter=replace(self.filter, year=None), month=None, grid=False, undated=True, after=None)

    @property
    def chosen(self) -> MeetingFilter:
        """The filter, with the month where one is asked for."""
        return replace(self.filter, month=self.month)

    @property
    def span(self) -> str:
        """The time asked for, in words; empty for all of it."""
        return month_name(self.month) if self.month else str(self.filter.year or "")

    @property
    def feed_address(self) -> str:
        """The address of everything asked for, whichever page of it is shown and however."""
        return replace(self, grid=False, after=None).address("/sitzungen", month=self.month)

    @property
    def lasting_address(self) -> str:
        """The address of what can be followed: a month that is over never changes."""
        return replace(self, grid=False, after=None).address("/sitzungen")

    def address(self, path: str, *, month: date | None = None, after: Key | None = None) -> str:
        """The address of the same question under a path, at another month or page."""
        values = {
            "ansicht": "monat" if self.grid else None,
            "termin": "offen" if self.undated else None,
            "monat": f"{month:%Y-%m}" if month else None,
            "gremium": self.filter.organization_id,
            "jahr": self.filter.year,
            "nach": after,
        }
        query = urlencode({name: value for name, value in values.items() if value is not None})
        return f"{path}?{query}" if query else path


def _month(text: str | None) -> date | None:
    found = MONTH.fullmatch(text or "")
    if found is None:
        return None
    try:
        first = date(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None
    return first if FIRST_YEAR <= first.year <= LAST_YEAR else None
