"""Reading public notices and supplements of a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.meetings.invitation_models import PublicNotice, Supplement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


def notices_of(session: Session, meeting_id: int) -> Sequence[PublicNotice]:
    """The proofs of notices, the newest first."""
    wanted = select(PublicNotice).where(PublicNotice.meeting_id == meeting_id)
    return session.scalars(wanted.order_by(PublicNotice.id.desc())).all()


def supplements_of(session: Session, meeting_id: int) -> Sequence[Supplement]:
    """The supplements that were sent or handed out, in order."""
    sent = select(Supplement).where(Supplement.meeting_id == meeting_id, Supplement.sent.is_not(None))
    return session.scalars(sent.order_by(Supplement.number)).all()
