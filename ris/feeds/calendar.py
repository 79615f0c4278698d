"""PURE. Calendars (RFC 5545): events in, text out. The only place that knows ``icalendar``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import icalendar
from icalendar import vRecur, vText

from ris.web.dates import has_clock, in_berlin, local_day

if TYPE_CHECKING:
    from collections.abc import Iterable

USUAL_LENGTH: Final = timedelta(hours=2)
"""How long a sitting is taken to last when nobody has said."""
FRESH: Final = timedelta(hours=6)
"""How often a calendar should ask again (RFC 7986, REFRESH-INTERVAL)."""
TIME_ZONE: Final = "Europe/Berlin"
SUMMER, WINTER = timedelta(hours=2), timedelta(hours=1)
LAST_SUNDAY: Final = "-1SU"
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class Method(StrEnum):
    """What a calendar is to do with entries (RFC 5546)."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"
    """Take them out; what calendars do with an entry they know by its UID."""


@dataclass(frozen=True)
class Event:
    """What stands in a calendar."""

    name: str
    """Its own name for good, ``sitzung-7``; the UID without the host."""
    address: str
    """The path of its page."""
    title: str
    start: datetime
    """Midnight in Germany means that only the day is known."""
    end: datetime | None
    modified: datetime
    place: str = ""
    text: str = ""
    cancelled: bool = False
    sequence: int = 0
    """How often it was changed in what matters (SEQUENCE)."""


def calendar(
    events: Iterable[Event],
    *,
    name: str,
    public_url: str,
    method: Method = Method.PUBLISH,
    organizer: str = "",
) -> str:
    """An iCalendar file; ``organizer`` is an e-mail address, which a cancellation needs (RFC 5546, 3.2.5)."""
    whole = icalendar.Calendar()
    whole.add("version", "2.0")
    whole.add("prodid", "-//ris//Sitzungskalender//DE")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", method.value)
    whole.add("name", vText(_plain(name)))  # it takes the text of these two for raw
    whole.add("x-wr-calname", vText(_plain(name)))
    whole.add("x-wr-timezone", TIME_ZONE)
    whole.add("refresh-interval", FRESH, {"VALUE": "DURATION"})
    whole.add("x-published-ttl", "PT6H")
    whole.add_component(_berlin())
    host = urlsplit(public_url).hostname or "localhost"
    for event in events:
        whole.add_component(_entry(event, host, public_url, organizer))
    text: str = whole.to_ical().decode()
    return text


def _entry(event: Event, host: str, public_url: str, organizer: str) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", f"{event.name}@{host}")
    entry.add("dtstamp", event.modified)
    entry.add("last-modified", event.modified)
    if has_clock(event.start):
        told = event.end if event.end and event.end > event.start and has_clock(event.end) else None
        entry.add("dtstart", in_berlin(event.start))
        entry.add("dtend", in_berlin(told or event.start + USUAL_LENGTH))
    else:
        entry.add("dtstart", local_day(event.start))
    entry.add("summary", _plain(event.title))
    for key, text in (("location", event.place), ("description", event.text)):
        if text:
            entry.add(key, _plain(text))
    if organizer:
        entry.add("organizer", f"mailto:{organizer}")
    entry.add("url", f"{public_url}{event.address}")
    entry.add("sequence", event.sequence)
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    return entry


def _berlin() -> icalendar.Timezone:
    """German time by its rule rather than by a list of days, so that it holds for every year since 1981.

    Summer time begins on the last Sunday of March; it ended in September until 1995, and has since 1996 in October
    (Sommerzeitverordnung; Directive 2000/84/EC).
    """
    zone = icalendar.Timezone()
    zone.add("tzid", TIME_ZONE)
    autumn = {"FREQ": "YEARLY", "BYDAY": LAST_SUNDAY}
    rules = (
        (icalendar.TimezoneDaylight(), datetime(1981, 3, 29, 2), {**autumn, "BYMONTH": 3}),  # noqa: DTZ001 - floating by RFC 5545, 3.6.5
        (icalendar.TimezoneStandard(), datetime(1981, 9, 27, 3), {**autumn, "BYMONTH": 9, "COUNT": 15}),  # noqa: DTZ001 - floating
        (icalendar.TimezoneStandard(), datetime(1996, 10, 27, 3), {**autumn, "BYMONTH": 10}),  # noqa: DTZ001 - floating
    )
    for part, first, rule in rules:
        summer = isinstance(part, icalendar.TimezoneDaylight)
        part.add("dtstart", first)
        part.add("rrule", vRecur(rule))
        part.add("tzname", "CEST" if summer else "CET")
        part.add("tzoffsetfrom", WINTER if summer else SUMMER)
        part.add("tzoffsetto", SUMMER if summer else WINTER)
        zone.add_component(part)
    return zone


def _plain(text: str) -> str:
    return UNPRINTABLE.sub("", " ".join(text.split()))
