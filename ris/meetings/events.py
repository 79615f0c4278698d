"""Meetings as they stand in calendars: the same name each time, so that an entry is moved or struck, never doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.feeds.calendar import Event
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ris.meetings.queries.lines import MeetingLine


def _event(line: MeetingLine) -> Event | None:
    if line.start is None:
        return None
    return Event(
        name=f"sitzung-{line.id}",
        address=address_of("meeting", line.id),
        title=told(line),
        start=line.start,
        end=line.end,
        modified=line.modified,
        place=line.place,
        text=line.reason,
        cancelled=line.cancelled or line.moved,
        sequence=line.sequence,
    )


def events_of(lines: Iterable[MeetingLine]) -> list[Event]:
    """The events of all meetings that have a day."""
    return [event for event in map(_event, lines) if event is not None]


def told(line: MeetingLine) -> str:
    """The title, and before it what one must not overlook."""
    state = state_of(line)
    return f"{state}: {line.title}" if state in {"Abgesagt", "Verschoben"} else line.title


def state_of(line: MeetingLine) -> str:
    """One word where there is something to say beside the date; often empty."""
    if line.moved:
        return "Verschoben"
    if line.cancelled:
        return "Abgesagt"
    return line.badge
