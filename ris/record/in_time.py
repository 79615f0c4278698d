"""Transactions whose stamps are not earlier than their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.db import now_utc, transaction
from ris.record.rounds import SLACK, Manner
from ris.record.services import compare_next, order_looks, refresh
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from ris.record.reach import Key
    from ris.record.rounds import Round


def look_at_changed(keys: Iterable[Key], clock: Callable[[], datetime] = now_utc) -> Round:
    """Look at objects of the current Body that may have changed, in a transaction of its own."""
    with transaction() as session:
        done = refresh(session, keys, Manner(clock))
    _stamp_anew_if_late(done, clock)
    return done


def compare_some(last: Key | None, clock: Callable[[], datetime] = now_utc) -> tuple[Key | None, Round]:
    """Compare the next objects after ``last`` in a transaction of its own; answers the last one, ``None`` at the end."""
    with transaction() as session:
        end, done = compare_next(session, last, Manner(clock, trusting=True))
    _stamp_anew_if_late(done, clock)
    return end, done


def _stamp_anew_if_late(done: Round, clock: Callable[[], datetime]) -> None:
    """A transaction that ended after its stamp may have been overlooked by whoever read meanwhile."""
    slack = SLACK
    while done.stamp is not None and clock() > done.stamp:
        slack *= 2
        keys = frozenset(done.stamped)
        with transaction() as session:
            done = refresh(session, keys, Manner(clock, slack, anew=keys))
            order_looks(session, current_body_id(), done.failed)
