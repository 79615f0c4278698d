"""German dates and times at the edge: an aware moment in, words for a page out.

Nothing here reads a clock. Every moment is turned to Europe/Berlin first, so that a
meeting at 23:30 UTC in winter is shown on the day people sit in it.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

Moment = datetime | date
"""An aware moment, or a day."""

BERLIN = ZoneInfo("Europe/Berlin")
WEEKDAYS = (
    "Montag",
    "Dienstag",
    "Mittwoch",
    "Donnerstag",
    "Freitag",
    "Samstag",
    "Sonntag",
)
MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
MONTHS_SHORT = (
    "Jan.",
    "Feb.",
    "März",
    "Apr.",
    "Mai",
    "Juni",
    "Juli",
    "Aug.",
    "Sep.",
    "Okt.",
    "Nov.",
    "Dez.",
)
NO_BREAK = "\N{NO-BREAK SPACE}"


def in_berlin(moment: datetime) -> datetime:
    """The same moment on a German clock."""
    return moment.astimezone(BERLIN)


def local_day(moment: Moment) -> date:
    """The calendar day of a moment in Germany; a day stays itself."""
    return in_berlin(moment).date() if isinstance(moment, datetime) else moment


def long_day(moment: Moment) -> str:
    """`Donnerstag, 10. Dezember 2026`."""
    day = local_day(moment)
    return f"{WEEKDAYS[day.weekday()]}, {plain_day(day)}"


def short_day(moment: Moment) -> str:
    """`Do., 10. Dezember 2026`."""
    day = local_day(moment)
    return f"{weekday_short(day)}., {plain_day(day)}"


def plain_day(moment: Moment) -> str:
    """`10. Dezember 2026`, the day kept beside its month at a line end."""
    day = local_day(moment)
    return f"{day.day}.{NO_BREAK}{MONTHS[day.month - 1]} {day.year}"


def numeric_day(moment: Moment) -> str:
    """`10.12.2026`."""
    return f"{local_day(moment):%d.%m.%Y}"


def weekday_short(moment: Moment) -> str:
    """`Do`, for a date tile."""
    return WEEKDAYS[local_day(moment).weekday()][:2]


def month_short(moment: Moment) -> str:
    """`Dez.`, for a date tile."""
    return MONTHS_SHORT[local_day(moment).month - 1]


def month_name(day: date) -> str:
    """`Dezember 2026`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def has_clock(moment: datetime) -> bool:
    """Whether a moment tells a time of day: OParl sources write midnight for "unknown"."""
    return in_berlin(moment).time() != time(0, 0)


def clock(moment: datetime) -> str:
    """`18:00 Uhr`, or nothing when the time of day is unknown."""
    return f"{in_berlin(moment):%H:%M}{NO_BREAK}Uhr" if has_clock(moment) else ""


def time_span(start: datetime, end: datetime | None) -> str:
    """`18:00 bis 21:12 Uhr`; only the start when the end is unknown or impossible."""
    if end is None or end <= start or not has_clock(end) or not has_clock(start):
        return clock(start)
    return f"{in_berlin(start):%H:%M} bis {in_berlin(end):%H:%M}{NO_BREAK}Uhr"


def full_moment(moment: datetime) -> str:
    """`Do., 10. Dezember 2026, 18:00 Uhr`."""
    told = clock(moment)
    return f"{short_day(moment)}, {told}" if told else short_day(moment)


def month_start(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def months_later(first: date, months: int) -> date:
    """The first day of the month so many months later (negative: earlier).

    Raises:
        ValueError: when the calendar ends there.
    """
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def midnight(day: date) -> datetime:
    """The moment a day begins in Germany."""
    return datetime.combine(day, time(0, 0), BERLIN)
