"""Reading letters: what the session office has to know of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.mail.models import OutgoingMail
from ris.mail.rules import OPEN_STATES, MailState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

MOST = 200


@dataclass(frozen=True)
class Postbox:
    """What is not settled yet."""

    waiting: int
    to_decide: Sequence[OutgoingMail]
    unsent: Sequence[OutgoingMail]
    """Waiting after at least one try."""


def postbox_for(session: Session, actor: Actor) -> Postbox:
    """Letters that wait, and those somebody has to decide on, the oldest first."""
    require(actor, Permission.MAIL_SETTLE)
    in_work = OutgoingMail.state.in_([MailState.QUEUED, MailState.SENDING])
    tried = (OutgoingMail.state == MailState.QUEUED) & (OutgoingMail.attempts > 0)
    listed = select(OutgoingMail).order_by(OutgoingMail.created, OutgoingMail.id).limit(MOST)
    return Postbox(
        waiting=session.scalar(select(func.count()).select_from(OutgoingMail).where(in_work)) or 0,
        to_decide=session.scalars(listed.where(OutgoingMail.state.in_(OPEN_STATES))).all(),
        unsent=session.scalars(listed.where(tried)).all(),
    )


def letter_for(session: Session, actor: Actor, mail_id: int) -> OutgoingMail | None:
    """One letter."""
    require(actor, Permission.MAIL_SETTLE)
    return session.scalars(select(OutgoingMail).where(OutgoingMail.id == mail_id)).first()
