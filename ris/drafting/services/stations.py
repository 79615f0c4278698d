"""Naming who is to sign a paper, and in which order: several of one step are asked together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import update

from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.documents.rules import PaperStep, StepRefused
from ris.drafting.models import Signature, SigningStation
from ris.drafting.queries.signing import stations_of
from ris.drafting.services.voiding import void_signatures
from ris.drafting.services.writing import WRITABLE, locked, permission_to_write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import Paper

ORDER_CHANGED = "Die Stationen der Mitzeichnung wurden geändert."


class Way(StrEnum):
    """Where a station is moved to."""

    EARLIER = "frueher"
    LATER = "spaeter"


@dataclass(frozen=True)
class NewStation:
    """Who is to sign, in the order of the list."""

    person_id: int
    deputy_id: int | None = None
    organization_id: int | None = None
    due: date | None = None
    step: int | None = None
    """Stations of equal step are asked together; None: after all before it in the list."""

    @property
    def signs(self) -> tuple[int, int | None]:
        """What makes it the same station after a change: who signs, and for which office."""
        return self.person_id, self.organization_id


Steps = list[list[NewStation]]


def set_stations(
    session: Session, actor: Actor, paper: Paper, stations: Sequence[NewStation], *, now: datetime
) -> None:
    """Name who is to sign. Where a step has changed, those who stay in it keep their word; all behind it lose theirs."""
    require(actor, permission_to_write(actor, paper.department_id), paper)
    paper = locked(session, paper)
    if paper.standing not in WRITABLE:
        raise StepRefused(paper.standing, PaperStep.TAKE_BACK)
    known = list(stations_of(session, paper.id))
    before, after = steps_of(facts_of(row) for row in known), steps_of(stations)
    if before == after:
        return
    kept = [row.id for row in known if facts_of(row).signs in _keeping(before, after, row.position)]
    void_signatures(session, paper, ORDER_CHANGED, kept=kept, now=now)
    _write(session, paper, known, after)
    record(session, actor, AuditEvent.PAPER_SAVED, paper, {"stations": len(stations)}, now=now)


def move_station(
    session: Session, actor: Actor, paper: Paper, station_id: int, way: Way, *, now: datetime
) -> SigningStation | None:
    """Move a station one step: out of a step it shares, else past the step beside it; None where there is none."""
    require(actor, permission_to_write(actor, paper.department_id), paper)
    locked(session, paper)  # two who move at once move one after the other
    rows = list(stations_of(session, paper.id))
    row = next((each for each in rows if each.id == station_id), None)
    if row is None:
        return None
    steps = steps_of(facts_of(each) for each in rows)
    set_stations(session, actor, paper, _in_a_row(_moved(steps, row.position, facts_of(row), way)), now=now)
    return row


def facts_of(row: SigningStation) -> NewStation:
    """A station as it is named in a form."""
    return NewStation(row.person_id, row.deputy_id, row.organization_id, row.due, row.position)


def steps_of(stations: Iterable[NewStation]) -> Steps:
    """Stations by step, in order; each knows its step, counted from 0 without gaps."""
    placed: list[tuple[int, NewStation]] = []
    for station in stations:
        last = max((place for place, _ in placed), default=-1)
        placed.append((last + 1 if station.step is None else station.step, station))
    placed.sort(key=lambda each: each[0])
    groups = [[station for _, station in group] for _, group in groupby(placed, key=lambda each: each[0])]
    return [[replace(station, step=number) for station in group] for number, group in enumerate(groups)]


def _in_a_row(steps: Steps) -> list[NewStation]:
    return [replace(station, step=number) for number, group in enumerate(steps) for station in group]


def _moved(steps: Steps, place: int, station: NewStation, way: Way) -> Steps:
    rest = list(steps[place])
    rest.remove(station)
    behind = way is Way.LATER
    if rest:
        parts = [rest, [station]] if behind else [[station], rest]
        return [*steps[:place], *parts, *steps[place + 1 :]]
    others = [*steps[:place], *steps[place + 1 :]]
    target = max(place + (1 if behind else -1), 0)
    return [*others[:target], [station], *others[target:]]


def _keeping(before: Steps, after: Steps, place: int) -> set[tuple[int, int | None]]:
    """Which stations of a step keep their word: all steps before it are as they were."""

    def signing(steps: Steps) -> list[set[tuple[int, int | None]]]:
        return [{station.signs for station in group} for group in steps]

    was, becomes = signing(before), signing(after)
    untouched = was[:place] == becomes[:place] and len(becomes) > place
    return was[place] & becomes[place] if untouched else set()


def _write(session: Session, paper: Paper, known: list[SigningStation], steps: Steps) -> None:
    """Rows as the steps say; a station that stays keeps its row."""
    left = list(known)
    for station in _in_a_row(steps):
        row = next((each for each in left if facts_of(each).signs == station.signs), None)
        if row is None:
            row = SigningStation(paper_id=paper.id, person_id=station.person_id)
            row.organization_id = station.organization_id
            session.add(row)
        else:
            left.remove(row)
        row.position, row.deputy_id, row.due = station.step or 0, station.deputy_id, station.due
    for row in left:
        session.execute(update(Signature).where(Signature.station_id == row.id).values(station_id=None))
        session.delete(row)
    session.flush()
