"""Reading how somebody wants to hear of news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.accounts.models import LoginSession, User
from ris.notices.models import NoticeRule, PushKey, PushSubscription
from ris.notices.rules import Channel, NoticeKind, NoticeRules, Pace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def rules_of(session: Session, user_id: int) -> NoticeRules:
    """What an account chose."""
    rows = session.scalars(select(NoticeRule).where(NoticeRule.user_id == user_id))
    return NoticeRules({(NoticeKind(row.kind), Channel(row.channel)): Pace(row.pace) for row in rows})


def listeners(session: Session) -> Sequence[int]:
    """Ids of the accounts that may have news: those a person stands behind."""
    wanted = select(User.id).where(User.active, User.person_id.is_not(None)).order_by(User.id)
    return session.scalars(wanted).all()


def subscriptions_of(session: Session, user_id: int, *, now: datetime) -> list[PushSubscription]:
    """Browsers that take pushes for an account and are still logged in there; the oldest first."""
    rows = session.execute(
        select(PushSubscription, LoginSession)
        .join(LoginSession, LoginSession.id == PushSubscription.login_id)
        .where(
            PushSubscription.user_id == user_id,
            LoginSession.user_id == user_id,
            LoginSession.created <= PushSubscription.created,
        )
        .order_by(PushSubscription.id)
    )
    return [subscription for subscription, login in rows if not login.over(now)]


def known_town_key(session: Session) -> str | None:
    """The public half of the town's key pair for pushes; None before the first use."""
    return session.scalars(select(PushKey.public)).first()
