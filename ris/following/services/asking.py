"""Asking to follow something: one letter to the address, which does nothing before its link is followed."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.following.letters import already_letter, confirm_letter
from ris.following.models import Follower, Subscription
from ris.following.rules import CONFIRMED_WITHIN, MOST_SUBSCRIPTIONS
from ris.following.services.schedule import tidy_up
from ris.mail.services import post
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.following.letters import Letterhead
    from ris.following.locks import Locks
    from ris.following.queries.subjects import Wish


def ask(session: Session, wish: Wish, head: Letterhead, *, now: datetime) -> None:
    """Write the letter that asks whether this is wanted; nobody learns from it whether the address was known.

    A wish that is there already is asked for anew; what is followed already stays as it is, and the letter says so.
    """
    follower = _known(session, wish, head.locks) or _new(session, wish, head.locks, now)
    wanted = wish.wanted
    rows = {(row.kind, row.about): row for row in follower.subscriptions}
    row = rows.get((wanted.kind.value, wanted.about))
    if (row is not None and row.confirmed is not None) or (row is None and len(rows) >= MOST_SUBSCRIPTIONS):
        post(session, already_letter(follower, wish, head, now=now), now=now)
        return
    if row is None:
        row = Subscription(name=secrets.token_hex(8), kind=wanted.kind.value, about=wanted.about)
        follower.subscriptions.append(row)
    row.pace, row.created, row.told_until = wish.pace.value, now, now
    post(session, confirm_letter(row, wish, head, now=now), now=now)
    tidy_up(session, due=now + CONFIRMED_WITHIN)


def _known(session: Session, wish: Wish, locks: Locks) -> Follower | None:
    marks = locks.seal.marks(current_body_id(), wish.address)
    return session.scalars(select(Follower).where(Follower.mark.in_(marks)).with_for_update()).first()


def _new(session: Session, wish: Wish, locks: Locks, now: datetime) -> Follower:
    name = secrets.token_hex(8)
    follower = Follower(
        name=name,
        mark=locks.seal.marks(current_body_id(), wish.address)[0],
        address=locks.closed(wish.address, name),
        created=now,
    )
    session.add(follower)
    session.flush()  # two at once: the second finds it taken and is asked to try again
    return follower
