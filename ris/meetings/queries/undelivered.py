"""Reading which invitations to meetings ahead did not reach somebody by e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.mail.models import OutgoingMail
from ris.mail.rules import MailState
from ris.meetings.invitation_models import Invitation, Recipient
from ris.meetings.models import Meeting
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


@dataclass(frozen=True)
class Undelivered:
    """One sending and the people it did not reach."""

    meeting_id: int
    version: int
    title: str
    start: datetime
    names: Sequence[str]


def undelivered_invitations(session: Session, actor: Actor, *, now: datetime) -> list[Undelivered]:
    """Letters that were refused or came back, for meetings ahead; what was given to the post or opened is seen to."""
    rows = session.execute(
        select(Meeting.id, Invitation.version, Meeting.name, Meeting.start, Recipient.name.label("who"))
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .join(Recipient, Recipient.invitation_id == Invitation.id)
        .join(OutgoingMail, OutgoingMail.id == Recipient.mail_id)
        .where(
            OutgoingMail.state.in_([MailState.BOUNCED, MailState.FAILED]),
            Recipient.posted_on.is_(None),
            Recipient.arrived_on.is_(None),
            Recipient.opened.is_(None),
            Meeting.start >= now,
            Meeting.cancelled.is_(False),
            readable_by(actor, Meeting),
        )
        .order_by(Meeting.start, Meeting.id, Invitation.version, Recipient.id)
    ).all()
    sendings = groupby(rows, key=lambda row: (row.id, row.version, row.name or "Sitzung ohne Namen", row.start))
    return [Undelivered(*sending, names=[row.who for row in found]) for sending, found in sendings]
