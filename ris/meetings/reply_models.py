"""What people say about coming to a meeting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ris.db import Base
from ris.scope.models import BelongsToBody


class MeetingReply(BelongsToBody, Base):
    """The last word of one person about one meeting; what they said before stands in the audit trail."""

    __tablename__ = "meeting_reply"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    answer: Mapped[str] = mapped_column(String(8))
    """:class:`ris.meetings.reply_rules.Answer`."""
    way: Mapped[str] = mapped_column(String(8))
    """:class:`ris.meetings.reply_rules.Way`."""
    at: Mapped[datetime]
    remark: Mapped[str] = mapped_column(default="")
    """For the session office and the chair only; the audit trail does not keep it."""
