"""Forgetting: wishes nobody confirmed, addresses that do not exist, letters that are long sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from ris.following.letters import CONFIRM, NEWS, PURPOSES
from ris.following.models import Subscription
from ris.following.queries.followers import follower_named
from ris.following.rules import CONFIRMED_WITHIN, LETTERS_KEPT
from ris.following.services.choosing import end, end_all
from ris.mail.models import OutgoingMail
from ris.mail.rules import MailState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

OVER = frozenset(MailState) - {MailState.QUEUED, MailState.SENDING}
"""States in which nothing more happens to a letter of ours: nobody has to decide on it, the next one tells more."""
NOT_SOONER = timedelta(minutes=1)


def forget(session: Session, *, now: datetime) -> datetime | None:
    """Delete what is not to be kept; when the next thing will be due, ``None`` where nothing is kept."""
    for name in _came_back(session):
        follower = follower_named(session, name, locked=True)
        if follower is not None:
            end_all(session, follower)
    unconfirmed = select(Subscription).where(
        Subscription.confirmed.is_(None), Subscription.created <= now - CONFIRMED_WITHIN
    )
    for row in session.scalars(unconfirmed).all():
        end(session, row)
    ours = OutgoingMail.purpose.in_(PURPOSES)
    session.execute(
        delete(OutgoingMail).where(ours, OutgoingMail.state.in_(OVER), OutgoingMail.created <= now - LETTERS_KEPT)
    )
    session.execute(
        delete(OutgoingMail).where(
            OutgoingMail.purpose == CONFIRM,
            OutgoingMail.state != MailState.SENDING,
            OutgoingMail.created <= now - CONFIRMED_WITHIN,
        )
    )
    return _next(session, now)


def follower_of(mail: OutgoingMail) -> str:
    """The name of the follower a letter was written to."""
    return mail.key.split("/")[1].partition(":")[0]


def _came_back(session: Session) -> set[str]:
    """Followers whose address takes no letters: refused for good at once, or sent back later."""
    rows = session.scalars(
        select(OutgoingMail).where(OutgoingMail.purpose.in_(PURPOSES), OutgoingMail.state == MailState.BOUNCED)
    )
    return {follower_of(mail) for mail in rows}


def _next(session: Session, now: datetime) -> datetime | None:
    wish = session.scalar(select(func.min(Subscription.created)).where(Subscription.confirmed.is_(None)))
    oldest = select(func.min(OutgoingMail.created))
    asked = session.scalar(oldest.where(OutgoingMail.purpose == CONFIRM))
    told = session.scalar(oldest.where(OutgoingMail.purpose == NEWS))
    kept = ((wish, CONFIRMED_WITHIN), (asked, CONFIRMED_WITHIN), (told, LETTERS_KEPT))
    due = min((since + long for since, long in kept if since is not None), default=None)
    return None if due is None else max(due, now + NOT_SOONER)
