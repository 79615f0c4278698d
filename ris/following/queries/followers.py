"""Reading followers and their subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.following.models import Follower, Subscription
from ris.following.rules import CONFIRMED_WITHIN, Followed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.notices.rules import Pace


def follower_named(session: Session, name: str | None, *, locked: bool = False) -> Follower | None:
    """The follower a link names; ``None`` where all was ended."""
    wanted = select(Follower).where(Follower.name == name)
    return session.scalars(wanted.with_for_update() if locked else wanted).first()


def subscription_to_confirm(session: Session, name: str | None, *, now: datetime) -> Subscription | None:
    """The subscription a link of a letter confirms, also when it did already; ``None`` when it came too late."""
    row = session.scalars(select(Subscription).where(Subscription.name == name)).first()
    if row is None or (row.confirmed is None and row.created + CONFIRMED_WITHIN <= now):
        return None
    return row


def followers_at(session: Session, pace: Pace) -> Sequence[int]:
    """Ids of those who are told something at this pace."""
    wanted = select(Subscription.follower_id).where(Subscription.pace == pace, Subscription.confirmed.is_not(None))
    return session.scalars(wanted.distinct().order_by(Subscription.follower_id)).all()


def questions_at(session: Session, pace: Pace) -> Sequence[str]:
    """Every search somebody is told about at this pace, once."""
    wanted = select(Subscription.about).where(
        Subscription.kind == Followed.SEARCH, Subscription.pace == pace, Subscription.confirmed.is_not(None)
    )
    return session.scalars(wanted.distinct().order_by(Subscription.about)).all()
