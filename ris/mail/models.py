"""Letters to be sent, being sent, and sent."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ris.db import Base, JsonObject
from ris.mail.rules import STATE_LABELS, MailState
from ris.scope.models import BelongsToBody


class OutgoingMail(BelongsToBody, Base):
    """One letter to one person. Its key makes it the only one of its kind (docs/adr/0071-a-letter-goes-out-once.md)."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (UniqueConstraint("body_id", "key"), Index(None, "state", "due"))
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    """Purpose, thing with version, address: never written twice."""
    purpose: Mapped[str] = mapped_column(String(32))
    recipient: Mapped[str]
    recipient_name: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    """Plain text; empty once sent where it held a secret."""
    html: Mapped[str | None] = mapped_column(Text)
    attachments: Mapped[JsonObject]
    """``{"files": [{"file_name", "mime_type", "sha512"}]}``, bytes in the storage."""
    secret: Mapped[bool] = mapped_column(default=False)
    """Whether the text opens something (a link to set a password) and is forgotten once sent."""
    unsubscribe: Mapped[str | None] = mapped_column(Text)
    """Where one POST ends such letters (RFC 8058); ``None`` for letters nobody subscribes to. Forgotten with the text."""
    state: Mapped[str] = mapped_column(String(16), default=MailState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime]
    due: Mapped[datetime]
    """Not tried before."""
    sending_since: Mapped[datetime | None]
    finished: Mapped[datetime | None]
    """When it was sent, kept or given up."""
    message_id: Mapped[str | None]
    """Message-ID of the last try, without angle brackets; by it the server's own log is searched."""
    answer: Mapped[str | None]
    """What the mail server said last."""

    @property
    def label(self) -> str:
        """Its state in German."""
        return STATE_LABELS[MailState(self.state)]
