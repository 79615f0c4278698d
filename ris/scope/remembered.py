"""What a process may remember of a Body until its rows change.

For summaries that read a whole table (which years, which kinds), where a page needs one small list: kept for each
circle of readers with the number of the revision they were read at. What is read while a change is only tried
(:func:`ris.db.rehearsal`) is not remembered. Two applications in one process may serve two databases: each is remembered
for itself, and forgotten with its engine.
"""

from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.db import REHEARSAL
from ris.scope.models import Revision

Value = TypeVar("Value")
Reading = Callable[[Session, Actor], Value]

CIRCLES = 256
"""For how many pairs of Body and circles a value is kept; then all are forgotten."""


def until_changed(read: Reading[Value]) -> Reading[Value]:
    """Remember what ``read`` gives; it must depend on nothing but the rows the actor may read."""
    of_engines: WeakKeyDictionary[Engine, dict[tuple[int, frozenset[str]], tuple[int, Value]]] = WeakKeyDictionary()

    def remembered(session: Session, actor: Actor) -> Value:
        if REHEARSAL in session.info:
            return read(session, actor)
        known = of_engines.setdefault(session.get_bind().engine, {})
        number = session.scalar(select(Revision.number).where(Revision.body_id == actor.body_id)) or 0
        key = (actor.body_id, actor.reads)
        kept = known.get(key)
        if kept is not None and kept[0] == number:
            return kept[1]
        value = read(session, actor)
        if len(known) >= CIRCLES:
            known.clear()
        known[key] = (number, value)
        return value

    return remembered
