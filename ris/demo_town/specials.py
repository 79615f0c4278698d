"""What does not follow the round: first sittings of a term, a closed sitting, one cancelled and one moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from ris.demo_town.agendas import Line
from ris.demo_town.reading import table_of
from ris.demo_town.rounds import CONSTITUTIVE, at, workday
from ris.demo_town.sitting import Sitting
from ris.demo_town.sittings import plan
from ris.meetings.services.planning_changes import cancel_meeting, move_meeting
from ris.web.dates import plain_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from ris.demo_town.town import Town

WALK = "Ortsbegehung des Ortsbeirats Wiesenrod"
FIRST_TITLE = "Konstituierende Sitzung der Stadtverordnetenversammlung"
ELECTION_DAYS = (date(2021, 3, 14), date(2026, 3, 15))
CLOSED_TITLE = "Klausursitzung des Haupt- und Finanzausschusses"


def special_sittings(town: Town) -> Iterator[Sitting]:
    """The first sittings of the terms, and a closed one of the finance committee a month ago."""
    texts = table_of("specials.toml")
    first = _lines(texts["first"], public=True)
    for day, elected in zip(CONSTITUTIVE, ELECTION_DAYS, strict=True):
        if day <= town.calendar.today:
            lines = [replace(line, name=line.name.replace("[wahltag]", plain_day(elected))) for line in first]
            yield Sitting("stvv", day, 1, lines, title=FIRST_TITLE)
    day = workday(town.calendar.today - timedelta(days=30))
    yield Sitting("hfa", day, 0, _lines(texts["closed"], public=False), closed=True, title=CLOSED_TITLE)


def _lines(items: list[dict[str, Any]], *, public: bool) -> list[Line]:
    return [Line(number=str(place), public=public, **item) for place, item in enumerate(items, 1)]


def special_acts(town: Town) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """A sitting called off and one moved to another day, both in the coming weeks."""
    texts = table_of("specials.toml")
    today = town.calendar.today
    off = Sitting("obh", workday(today + timedelta(days=8)), 0, [], title="Sondersitzung des Ortsbeirats Hainbrück")
    before = Sitting("obw", workday(today + timedelta(days=6)), 0, [], title=WALK)
    after = Sitting("obw", workday(today + timedelta(days=20)), 0, [], title=WALK)
    planned, changed = at(today - timedelta(days=40), 9), at(today - timedelta(days=3), 14, 30)
    for sitting in (off, before):
        yield planned, partial(plan, town, sitting, planned)
    yield changed, partial(plan, town, after, changed)
    yield changed, partial(_call_off, town, off, texts["cancelled"], changed)
    yield changed, partial(_move, town, before, after, texts["moved"], changed)


def _call_off(town: Town, sitting: Sitting, reason: str, now: datetime) -> None:
    cancel_meeting(town.session, town.actor, sitting.planned, reason, now=now)


def _move(town: Town, sitting: Sitting, target: Sitting, reason: str, now: datetime) -> None:
    move_meeting(town.session, town.actor, sitting.planned, target.planned, reason, now=now)
