"""One transaction of looking at objects for the ledger: children before what holds them, and on to whatever they touch."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.exc import SQLAlchemyError

from ris.record.ledger import CHILDREN_FIRST
from ris.record.looking import look_at
from ris.record.models import PublishedObject
from ris.record.reach import holders, namers
from ris.record.rules import STAMPED, TURNED, Entry, Outcome, entry_after, outcome_of, stamp_for
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.record.looking import Look
    from ris.record.models import Ledger
    from ris.record.reach import Key
    from ris.record.rules import Seen

log = logging.getLogger(__name__)

AT_ONCE: Final = 200
"""Objects looked at in one transaction."""
SLACK: Final = timedelta(seconds=1)
"""How far ahead of the clock a stamp is taken at least."""


@dataclass(frozen=True)
class Manner:
    """How objects are looked at."""

    clock: Callable[[], datetime]
    slack: timedelta = SLACK
    trusting: bool = False
    """Nothing is known to have changed: everything is looked at in its order, and nobody needs to be sent on."""
    anew: frozenset[Key] = frozenset()
    """What was stamped too late the round before, and is stamped again."""


@dataclass
class Round:
    """What one transaction of looking came to."""

    found: Counter[Outcome] = field(default_factory=Counter)
    stamped: set[Key] = field(default_factory=set)
    stamp: datetime | None = None
    """The moment written; it must not be earlier than the end of the transaction."""
    failed: dict[Key, str] = field(default_factory=dict)
    """What could not be put into words, and why; its line stays as it was."""


class Work:
    """What is still to be looked at in a transaction; a parent is seen with the new times of its children."""

    def __init__(self, session: Session, manner: Manner, ledger: Ledger, host: str) -> None:
        self.round = Round()
        self._looked = 0
        self._session, self._manner, self._ledger, self._host = session, manner, ledger, host
        self._todo: defaultdict[str, set[int]] = defaultdict(set)
        self._before: dict[Key, Entry | None] = {}

    def add(self, keys: Iterable[Key]) -> None:
        """Have these looked at, too."""
        for kind, own_id in keys:
            self._todo[kind].add(own_id)

    def look_on(self) -> bool:
        """Look at the next objects of one kind; whether there were any, and room for them."""
        kind = next((kind for kind in CHILDREN_FIRST if self._todo[kind]), None)
        if kind is None or self._looked >= AT_ONCE:
            return False
        part = sorted(self._todo[kind])[: AT_ONCE - self._looked]
        self._todo[kind].difference_update(part)
        self._looked += len(part)
        self._look(kind, part)
        return True

    def rest(self) -> list[Key]:
        """What there was no room for."""
        return [(kind, own_id) for kind in CHILDREN_FIRST for own_id in sorted(self._todo[kind])]

    def _look(self, kind: str, ids: list[int]) -> None:
        """Look at some of a kind; where one of them cannot be put into words, the others still are."""
        try:
            look = look_at(self._session, kind, ids, self._host)
        except SQLAlchemyError:
            raise  # the database's trouble is nobody's in particular, and ends the transaction
        except Exception as error:
            if len(ids) > 1:
                self._look(kind, ids[: len(ids) // 2])
                self._look(kind, ids[len(ids) // 2 :])
                return
            log.exception("record: %s %s cannot be put into words", kind, ids[0])
            self.round.failed[kind, ids[0]] = f"{kind} {ids[0]}: {type(error).__name__}: {error}"
        else:
            self._enter(kind, look)

    def _enter(self, kind: str, look: Look) -> None:
        lines: dict[int, tuple[Entry | None, Entry]] = {}
        changed: dict[Outcome, set[Key]] = defaultdict(set)
        for own_id, seen in look.seen.items():
            key, known = (kind, own_id), look.known.get(own_id)
            outcome = self._outcome(key, known, seen)
            if outcome is Outcome.SAME:
                continue
            before = self._before.setdefault(key, known)
            line = entry_after(before, seen, outcome, self._stamp())
            if known is None and self._manner.trusting:
                line = self._as_it_says(line, look.own_times[own_id])
            lines[own_id] = known, line
            changed[outcome].add(key)
        _write(self._session, kind, lines)
        self._note(changed)

    def _outcome(self, key: Key, known: Entry | None, seen: Seen) -> Outcome:
        outcome = outcome_of(known, seen, trusting=self._manner.trusting)
        again = key in self._manner.anew and key not in self._before
        return Outcome.CHANGED if outcome is Outcome.SAME and again and known is not None else outcome

    def _note(self, changed: dict[Outcome, set[Key]]) -> None:
        stamped = {key for outcome in STAMPED for key in changed[outcome]}
        turned = {key for outcome in TURNED for key in changed[outcome]}
        self.round.found.update({outcome: len(keys) for outcome, keys in changed.items()})
        self.round.stamped |= stamped
        if not self._manner.trusting:
            self.add(holders(self._session, stamped))
            self.add(namers(self._session, turned))

    def _stamp(self) -> datetime:
        if self.round.stamp is None:
            self.round.stamp = stamp_for(self._manner.clock(), self._manner.slack)
        return self.round.stamp

    def _as_it_says(self, line: Entry, times: tuple[datetime, datetime]) -> Entry:
        """What was public before the ledger began keeps the times of its row; what has changed since has not."""
        created, modified = times
        if self._ledger.checked_with is not None or modified >= self._ledger.since - timedelta(seconds=1):
            return line
        return Entry(min(created, modified), modified, line.gone, line.fingerprint)


def _write(session: Session, kind: str, lines: dict[int, tuple[Entry | None, Entry]]) -> None:
    """Write lines of the ledger, each with the one it replaces."""
    new: list[dict[str, Any]] = []
    known: list[dict[str, Any]] = []
    for own_id, (before, line) in lines.items():
        row: dict[str, Any] = {
            "kind": kind,
            "subject_id": own_id,
            "body_id": current_body_id(),
            "created": line.created,
            "modified": line.modified,
            "gone": line.gone,
            "fingerprint": line.fingerprint,
        }
        (new if before is None else known).append(row)
    session.bulk_insert_mappings(PublishedObject.__mapper__, new)
    session.bulk_update_mappings(PublishedObject.__mapper__, known)
