"""Calendar (RFC 5545) and news feed (RSS 2.0) of meetings: lines in, text out; knows no database and no request."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from ris.meetings.queries.lines import MeetingLine
from ris.web.dates import full_moment, has_clock, local_day

USUAL_LENGTH = timedelta(hours=2)
LONGEST_LINE = 75
"""Bytes of a calendar line before it must be folded (RFC 5545, 3.1)."""
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Method(StrEnum):
    """What a calendar is to do with entries (RFC 5546)."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"
    """Take them out; what calendars do with an entry they know by its UID."""


def calendar(
    lines: Iterable[MeetingLine],
    *,
    name: str,
    public_url: str,
    method: Method = Method.PUBLISH,
    organizer: str = "",
) -> str:
    """An iCalendar file of meetings; ``organizer`` is an address, which a cancellation needs (RFC 5546, 3.2.5)."""
    host = urlsplit(public_url).hostname or "localhost"
    content = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ris//Sitzungskalender//DE",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        f"X-WR-CALNAME:{_escaped(name)}",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for line in lines:
        if line.start is not None:
            content += _event(line, line.start, host, public_url, organizer)
    content.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in content)


def _event(line: MeetingLine, start: datetime, host: str, public_url: str, organizer: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:sitzung-{line.id}@{host}"
    yield f"DTSTAMP:{_utc(line.modified)}"
    yield f"LAST-MODIFIED:{_utc(line.modified)}"
    if has_clock(start):
        end = line.end if line.end and line.end > start and has_clock(line.end) else start + USUAL_LENGTH
        yield f"DTSTART:{_utc(start)}"
        yield f"DTEND:{_utc(end)}"
    else:
        yield f"DTSTART;VALUE=DATE:{local_day(start):%Y%m%d}"
    yield f"SUMMARY:{_escaped(_told(line))}"
    if line.place:
        yield f"LOCATION:{_escaped(line.place)}"
    if line.reason:
        yield f"DESCRIPTION:{_escaped(line.reason)}"
    if organizer:
        yield f"ORGANIZER:mailto:{organizer}"
    yield f"URL:{public_url}/sitzung/{line.id}"
    yield f"SEQUENCE:{line.sequence}"
    yield f"STATUS:{'CANCELLED' if line.cancelled or line.moved else 'CONFIRMED'}"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    plain = UNPRINTABLE.sub("", " ".join(text.split()))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    parts, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += width
    return "\r\n".join(parts)


def news(lines: Iterable[MeetingLine], *, title: str, public_url: str, address: str) -> bytes:
    """An RSS feed of the meetings that changed last; ``address`` is the page it belongs to."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", title)
    _add(channel, "link", f"{public_url}{address}")
    _add(channel, "description", "Neue und geänderte Sitzungen")
    _add(channel, "language", "de")
    for line in lines:
        entry = ET.SubElement(channel, "item")
        when = full_moment(line.start) if line.start else "Datum offen"
        _add(entry, "title", f"{_told(line)}, {when}")
        _add(entry, "link", f"{public_url}/sitzung/{line.id}")
        guid = _add(entry, "guid", f"sitzung-{line.id}-{_utc(line.modified)}")
        guid.set("isPermaLink", "false")
        _add(entry, "pubDate", format_datetime(line.modified))
        _add(entry, "description", " · ".join(part for part in (when, line.place, line.reason) if part))
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _add(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = UNPRINTABLE.sub("", text)
    return element


def _told(line: MeetingLine) -> str:
    if line.moved:
        return f"Verschoben: {line.title}"
    return f"Abgesagt: {line.title}" if line.cancelled else line.title
