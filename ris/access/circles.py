"""The words for circles of readers: what rows carry as reader tokens and actors as ``reads``."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

PUBLIC: Final = "public"
"""Everybody."""
COUNCIL: Final = "council"
"""All members of the representative body (Gemeindevertretung, Stadtverordnetenversammlung)."""
ADMINISTRATION: Final = "administration"
"""The session office."""


def organization_token(organization_id: int) -> str:
    """The circle of one organization's members; of an office (Amt): its people."""
    return f"org:{organization_id}"


def chair_token(organization_id: int) -> str:
    """The circle of those who chair an organization: for drafts they approve."""
    return f"chair:{organization_id}"


def person_token(person_id: int) -> str:
    """The circle of one person: whose signature is asked for, who drafted it."""
    return f"person:{person_id}"


def meeting_token(meeting_id: int) -> str:
    """The circle of those who take somebody's place in one meeting."""
    return f"meeting:{meeting_id}"


def dated(circle: str, day: date) -> frozenset[str]:
    """The circle for good, and as it was on the day something became readable for it: by year, month and day.

    Who belongs to a circle reads by its own word. Who has left reads by :func:`during`, and so only what became
    readable while they belonged to it (docs/adr/0070-circles-remember-days.md).
    """
    return frozenset({circle, f"{circle}@{day:%Y}", f"{circle}@{day:%Y-%m}", f"{circle}@{day:%Y-%m-%d}"})


def closed_readers(
    organization_ids: Iterable[int],
    *,
    day: date,
    council: bool = True,
    meeting_ids: Iterable[int] = (),
) -> frozenset[str]:
    """Who reads a closed thing: its organizations, the session office, the council unless it is the Magistrat's.

    ``day`` is the day (Europe/Berlin) on which it becomes readable for them. ``meeting_ids`` are the meetings it is
    dealt with in: who takes a member's place there reads it, too.
    """
    circles = [organization_token(identity) for identity in organization_ids]
    if council:
        circles.append(COUNCIL)
    return frozenset(
        {
            ADMINISTRATION,
            *(token for circle in circles for token in dated(circle, day)),
            *(meeting_token(identity) for identity in meeting_ids),
        },
    )


def redated(tokens: Iterable[str], day: date) -> frozenset[str]:
    """The same circles as of another day; for what tells anew of things that became readable on several days."""
    words: set[str] = set()
    for token in tokens:
        circle, _, of_day = token.partition("@")
        words |= dated(circle, day) if of_day else {token}
    return frozenset(words)


def during(circle: str, first: date, last: date) -> frozenset[str]:
    """The words under which a circle's things of these days are found, as few as possible: years, months, days."""
    words = set()
    day = first
    while day <= last:
        span = _year(day, last) or _month(day, last) or _Span(f"{day:%Y-%m-%d}", day)
        words.add(f"{circle}@{span.word}")
        day = span.last + timedelta(days=1)
    return frozenset(words)


class _Span(NamedTuple):
    """Days with one word."""

    word: str
    last: date


def _year(day: date, last: date) -> _Span | None:
    """The whole year, if it begins with the day and is over by the last."""
    end = day.replace(month=12, day=31)
    return _Span(f"{day:%Y}", end) if (day.month, day.day) == (1, 1) and end <= last else None


def _month(day: date, last: date) -> _Span | None:
    """The whole month, if it begins with the day and is over by the last."""
    end = day.replace(day=monthrange(day.year, day.month)[1])
    return _Span(f"{day:%Y-%m}", end) if day.day == 1 and end <= last else None
