"""Keeping the ledger true: entering what became public, stamping what reads otherwise or went.

Nobody is asked for a permission: this changes nothing of what anybody may read. What a change means for other objects is
either seen to in the same transaction or left in it as jobs, so whoever is killed after any of them has lost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ris.council.models import Body
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue, enqueue_all
from ris.record.looking import keys_after
from ris.record.models import Ledger
from ris.record.rounds import AT_ONCE, Work
from ris.record.shape import shape
from ris.scope.current import current_body_id, working_for
from ris.scope.models import raise_revision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from ris.record.reach import Key
    from ris.record.rounds import Manner, Round

ALL: Final = "all"
"""Key of the job that compares everything, from the beginning."""


def refresh(session: Session, keys: Iterable[Key], manner: Manner) -> Round:
    """Look at objects of the current Body and at whatever their change touches; write what the ledger did not know.

    What one transaction has no room for is left as jobs; so is, each by itself, what somebody came upon and could not put into
    words, for it to be tried again and named. Of ``keys`` that is left to the caller, who asked for them.
    """
    asked = set(keys)
    work = Work(session, manner, *_take_turn(session))
    work.add(asked)
    while work.look_on():
        pass
    order_looks(session, current_body_id(), [*work.rest(), *(work.round.failed.keys() - asked)])
    if work.round.stamped:
        raise_revision(session, current_body_id())  # answers to machines are kept under it, too
    return work.round


def order_looks(session: Session, body_id: int, keys: Iterable[Key]) -> None:
    """Have the worker look at objects."""
    payloads = {f"{kind}:{own_id}": {"kind": kind, "id": own_id} for kind, own_id in keys}
    enqueue_all(session, JobKind.RECORD, body_id, payloads)


def order_check(session: Session, body_id: int) -> None:
    """Have the worker compare everything there is with the ledger."""
    enqueue(session, JobKind.CHECK_RECORD, body_id, key=ALL)


def order_outdated_checks(session: Session) -> None:
    """Have the ledgers compared that were last compared under another program, or never."""
    for body_id in session.scalars(select(Body.id).where(Body.deleted.is_(False))).all():
        with working_for(body_id):
            ledger = session.get_one(Ledger, body_id)
        if ledger.checked_with != shape():
            order_check(session, body_id)


def compare_next(session: Session, last: Key | None, manner: Manner) -> tuple[Key | None, Round]:
    """Compare the next objects after ``last`` in the order of everything; answers the last one, ``None`` at the end."""
    keys = keys_after(session, last, AT_ONCE)
    done = refresh(session, keys, manner)
    order_looks(session, current_body_id(), done.failed)
    if len(keys) == AT_ONCE:
        return keys[-1], done
    session.get_one(Ledger, current_body_id()).checked_with = shape()
    return None, done


def _take_turn(session: Session) -> tuple[Ledger, str]:
    """One looker at a time for a Body, so that nobody writes what they saw before another's later look.

    The Body's own row is held first, as every new row of it does: taken later, two could wait for each other.
    """
    body_id = current_body_id()
    held = select(Body.host).where(Body.id == body_id).with_for_update(read=True, key_share=True)
    host = session.execute(held).scalar_one()
    ledger = session.execute(select(Ledger).with_for_update().execution_options(populate_existing=True)).scalar_one()
    return ledger, host or ""
