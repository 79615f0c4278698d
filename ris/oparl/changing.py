"""Things we know and that a source now describes otherwise."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from ris.oparl.dangling import remember_missing
from ris.oparl.links import renew_links
from ris.oparl.rows import FOREIGN_KEYS, MODELS, columns_of, references_of
from ris.oparl.withdrawing import withdraw_vanished

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from ris.oparl.run import Run, Touched
    from ris.oparl.said import Thing

NEVER_TAKEN_BACK: Final = frozenset({("consultation", "agendaItem"), ("consultation", "meeting")})
"""References the standard lets a source leave out where they are plain from the context."""


def change(session: Session, things: Sequence[Thing], touched: Touched, run: Run) -> None:
    """Make rows what is said of them now; what comes out the same counts as unchanged."""
    by_table: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        by_table[thing.kind].append(thing)
    for table, part in by_table.items():
        relinked, loose_files = renew_links(session, part, run.directory)
        touched.loose_files |= loose_files
        remember_missing(session, part, run.directory, new=False)
        ids = {known.id: thing for thing in part if (known := run.directory.get(thing.url))}
        for row in session.scalars(select(MODELS[table]).where(MODELS[table].id.in_(ids))).all():
            thing = ids[row.id]
            if _renewed(session, row, thing, run) | (thing.url in relinked):
                row.modified = run.house.now
                run.report.counts[table].changed += 1
                run.touch(thing, touched, new=False)
            else:
                run.report.counts[table].unchanged += 1
    session.flush()  # what follows asks the tables
    withdraw_vanished(session, things, touched.loose_files, touched, run)


def _renewed(session: Session, row: Any, thing: Thing, run: Run) -> bool:  # noqa: ANN401 - a row of any kind
    values = columns_of(thing)
    if not thing.whole:
        values["extra"] = {**(row.extra or {}), **(values["extra"] or {})} or None
    values.update(_references(thing, run))
    if thing.kind == "body":
        values.pop("name", None)  # the town is called here as its first import or its office says
    came_back = row.deleted
    if came_back:
        row.deleted = False
        row.audience_id = run.first_audience(session, thing)
    differing = [column for column, value in values.items() if getattr(row, column) != value]
    for column in differing:
        setattr(row, column, values[column])
    return came_back or bool(differing)


def _references(thing: Thing, run: Run) -> dict[str, int | None]:
    """Columns that point elsewhere, as far as their absence would mean something."""
    spoken: set[str] = set()
    for name, (column, _table) in FOREIGN_KEYS.get(thing.kind, {}).items():
        if name in thing.references or (thing.whole and (thing.kind, name) not in NEVER_TAKEN_BACK):
            spoken.add(column)
    return {column: own_id for column, own_id in references_of(thing, run.directory).items() if column in spoken}
