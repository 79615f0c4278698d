"""The town's history, played in the order in which it happened, up to a given moment."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ris.access.actor import Actor
from ris.demo_town.desk import desk_acts
from ris.demo_town.office_year import office_acts
from ris.demo_town.papers import paper_acts
from ris.demo_town.reading import table_of
from ris.demo_town.register import OPENING, fill_register, found_body, seat_acts
from ris.demo_town.replies import reply_acts
from ris.demo_town.rounds import calendar_for
from ris.demo_town.seats import seats_of
from ris.demo_town.sittings import regular_sittings, sitting_acts
from ris.demo_town.specials import special_acts, special_sittings
from ris.demo_town.town import Town
from ris.scope.current import working_for
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.storage import Storage

NAME = "demo"
"""Who is named in the audit trail."""


def build_town(session: Session, storage: Storage, *, now: datetime) -> Town:
    """Let everything happen that had happened by ``now``; the same day gives the same town."""
    texts = {**table_of("town.toml"), **table_of("people.toml")}
    body = found_body(session, Actor.machine(0, NAME), texts)
    town = Town(
        session=session,
        actor=Actor.machine(body.id, NAME),
        storage=storage,
        body_id=body.id,
        calendar=calendar_for(local_day(now)),
        seats=seats_of(texts),
        texts=texts,
    )
    with working_for(body.id):
        fill_register(town)
        for moment, act in _history(town):
            if OPENING <= moment <= now:
                act()
    return town


def _history(town: Town) -> list[tuple[datetime, Callable[[], None]]]:
    sittings = [*regular_sittings(town), *special_sittings(town)]
    acts = chain(
        seat_acts(town),
        paper_acts(town),
        *(sitting_acts(town, sitting) for sitting in sittings),
        special_acts(town),
        office_acts(town),
        desk_acts(town),
        reply_acts(town),
    )
    return sorted(acts, key=lambda act: act[0])
