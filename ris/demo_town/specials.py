"""What does not follow the round: first sittings of a term, a closed sitting, one cancelled and one moved."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from ris.demo_town.agendas import Line
from ris.demo_town.reading import table_of
from ris.demo_town.rounds import CONSTITUTIVE, at
from ris.demo_town.sittings import Sitting, plan
from ris.meetings.services.planning import cancel_meeting, move_meeting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from ris.demo_town.town import Town


def special_sittings(town: Town) -> Iterator[Sitting]:
    """The first sittings of the terms."""
    first = table_of("first_sittings.toml")
    for term, day in enumerate(CONSTITUTIVE, 1):
        if day <= town.calendar.today:
            lines = [Line(str(n), name) for n, name in enumerate(first["items"], 1)]
            yield Sitting(
                "stvv", day, 1, lines, title=f"Konstituierende Sitzung der Stadtverordnetenversammlung ({term})"
            )


def special_acts(town: Town) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """A sitting called off and one moved to another day, both in the coming weeks."""
    texts = table_of("first_sittings.toml")
    today = town.calendar.today
    off = Sitting("obh", today + timedelta(days=8), 0, [], title="Sondersitzung des Ortsbeirats Hainbrück")
    before = Sitting("obw", today + timedelta(days=6), 0, [], title="Ortsbegehung des Ortsbeirats Wiesenrod")
    after = Sitting("obw", today + timedelta(days=20), 0, [], title="Ortsbegehung des Ortsbeirats Wiesenrod")
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
