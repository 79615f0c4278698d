"""School holidays of a Land: fixed by its ministry some years ahead, so they come from a library that others keep.

No rule of law depends on them; a yearly plan does. The library brings the calendars of the whole world along (25 MB, half
a second), so only who asks loads it.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ris.law.counting import ONE_DAY
from ris.law.provisions import Land


@dataclass(frozen=True)
class SchoolHolidays:
    """One stretch of school holidays; both days belong to it."""

    name: str
    """In German: Herbstferien."""
    first_day: date
    last_day: date


@lru_cache(maxsize=64)
def school_holidays_of(land: Land, year: int) -> tuple[SchoolHolidays, ...]:
    """The school holidays that touch a year, in order; empty for years the ministry has not fixed yet."""
    from holidays.constants import SCHOOL  # noqa: PLC0415 - see the module's docstring
    from holidays.countries.germany import Germany  # noqa: PLC0415 - see the module's docstring

    years = (year - 1, year, year + 1)
    days = Germany(subdiv=land.value, years=years, categories={SCHOOL}, language="de", expand=False)
    stretches: list[SchoolHolidays] = []
    for day, name in sorted(days.items()):
        before = stretches[-1] if stretches else None
        if before is not None and before.name == name and day - before.last_day == ONE_DAY:
            stretches[-1] = SchoolHolidays(name, before.first_day, day)
        else:
            stretches.append(SchoolHolidays(name, day, day))
    return tuple(stretch for stretch in stretches if stretch.first_day.year <= year <= stretch.last_day.year)
