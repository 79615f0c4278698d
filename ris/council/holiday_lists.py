"""PURE. School holidays out of a calendar file (RFC 5545) as schools and ministries offer it for download."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

MOST_BYTES = 1_000_000
MOST_ENTRIES = 500
LONGEST = timedelta(days=70)
"""No school holidays are longer; six weeks in summer."""
DAY = re.compile(r"^(DTSTART|DTEND)(?:;[^:]*)?:(\d{4})(\d{2})(\d{2})")


class UnreadableList(ValueError):
    """No holidays can be read from this; the message is a German sentence."""


@dataclass(frozen=True)
class Holidays:
    """School holidays by name; both days belong to them."""

    name: str
    first: date
    last: date


def holidays_in(content: bytes) -> list[Holidays]:
    """The entries of a calendar file, in order. Raises UnreadableList."""
    if len(content) > MOST_BYTES:
        raise UnreadableList("Die Datei ist zu groß für eine Liste von Ferien; erlaubt ist 1 MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableList("Die Datei ist keine Kalenderdatei in UTF-8.") from None
    if "BEGIN:VCALENDAR" not in text:
        raise UnreadableList("Das ist keine Kalenderdatei. Gebraucht wird eine Datei mit der Endung .ics.")
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    found = [holidays for event in _events(lines) if (holidays := _holidays(event)) is not None]
    if not found:
        raise UnreadableList("In der Kalenderdatei stehen keine Ferien mit Namen, Beginn und Ende.")
    if len(found) > MOST_ENTRIES:
        raise UnreadableList(f"Die Kalenderdatei hat mehr als {MOST_ENTRIES} Einträge.")
    return sorted(found, key=lambda holidays: holidays.first)


def _events(lines: list[str]) -> list[list[str]]:
    events: list[list[str]] = []
    inside = False
    for line in lines:
        if line.strip() == "BEGIN:VEVENT":
            events.append([])
            inside = True
        elif line.strip() == "END:VEVENT":
            inside = False
        elif inside:
            events[-1].append(line)
    return events


def _holidays(event: list[str]) -> Holidays | None:
    name = next((line.partition(":")[2] for line in event if line.startswith(("SUMMARY:", "SUMMARY;"))), "")
    name = " ".join(name.replace("\\,", ",").replace("\\;", ";").split())[:80]
    days: dict[str, date] = {}
    for line in event:
        match = DAY.match(line)
        if match is not None:
            try:
                days[match[1]] = date(int(match[2]), int(match[3]), int(match[4]))
            except ValueError:
                return None
    first = days.get("DTSTART")
    if not name or first is None:
        return None
    # DTEND names the day after the last one (RFC 5545, 3.6.1).
    last = max(first, days.get("DTEND", first + timedelta(days=1)) - timedelta(days=1))
    return Holidays(name, first, last) if last - first <= LONGEST else None
