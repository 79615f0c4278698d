"""What somebody does by the links of their letters: confirm, choose the pace, end one or all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select

from ris.following.letters import PURPOSES
from ris.following.rules import next_look
from ris.following.services.schedule import look_again
from ris.mail.models import OutgoingMail
from ris.mail.rules import MailState
from ris.notices.rules import Pace

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.following.models import Follower, Subscription


def confirm(session: Session, row: Subscription, *, now: datetime) -> None:
    """Somebody at the address wants it; told is what came since they asked. A second click changes nothing."""
    if row.confirmed is None:
        row.confirmed = now
        look_again(session, Pace(row.pace), due=next_look(Pace(row.pace), now))


def change_pace(session: Session, row: Subscription, pace: Pace, *, now: datetime) -> None:
    """From now on at this pace; nothing is told twice, nothing is lost."""
    row.pace = pace.value
    if row.confirmed is not None:
        look_again(session, pace, due=next_look(pace, now))


def end(session: Session, row: Subscription) -> None:
    """No more letters about this; with the last one the address goes, too."""
    follower = row.follower
    follower.subscriptions.remove(row)
    session.flush()
    if not follower.subscriptions:
        end_all(session, follower)


def end_all(session: Session, follower: Follower) -> None:
    """No more letters to this address: it is deleted, with every letter to it that is not being sent right now."""
    known_as = [f"{purpose}/{follower.name}:%" for purpose in PURPOSES]
    letters = select(OutgoingMail.id).where(
        or_(*(OutgoingMail.key.like(start) for start in known_as)), OutgoingMail.state != MailState.SENDING
    )
    session.execute(delete(OutgoingMail).where(OutgoingMail.id.in_(letters)))
    session.delete(follower)
