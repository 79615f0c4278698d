"""Reading followers and their subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.following.models import Follower, Subscription
from ris.following.rules import CONFIRMED_WITHIN

if TYPE_CHECKING:
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


def is_followed_at(session: Session, pace: Pace) -> bool:
    """Whether anybody is told anything at this pace."""
    wanted = select(Subscription.id).where(Subscription.pace == pace, Subscription.confirmed.is_not(None))
    return session.scalars(wanted.limit(1)).first() is not None
