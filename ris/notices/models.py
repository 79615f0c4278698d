"""How somebody wants to hear of news, what they were told, and the browsers that take pushes for them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ris.db import Base
from ris.scope.models import BelongsToBody


class NoticeRule(BelongsToBody, Base):
    """What somebody chose for one kind of news on one channel; without a row the kind's own default holds."""

    __tablename__ = "notice_rule"
    revises: ClassVar[bool] = False

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    """:class:`ris.notices.rules.NoticeKind`."""
    channel: Mapped[str] = mapped_column(String(8), primary_key=True)
    """:class:`ris.notices.rules.Channel`."""
    pace: Mapped[str] = mapped_column(String(8))
    """:class:`ris.notices.rules.Pace`."""


class ToldUntil(BelongsToBody, Base):
    """Up to which moment somebody was told what is new, at one pace; what came later is still to be told."""

    __tablename__ = "told_until"
    revises: ClassVar[bool] = False

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    pace: Mapped[str] = mapped_column(String(8), primary_key=True)
    at: Mapped[datetime]


class AreaVisit(BelongsToBody, Base):
    """When a member was last on their own page, and since when things are new to them there."""

    __tablename__ = "area_visit"
    revises: ClassVar[bool] = False

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    since: Mapped[datetime]
    """What came after this moment is new; it moves when a visit begins, not with each look."""
    last: Mapped[datetime]
    """The last look; after some quiet hours the next one begins another visit."""


class PushKey(BelongsToBody, Base):
    """The key pair the town's pushes are signed with (RFC 8292); browsers subscribe to its public half."""

    __tablename__ = "push_key"
    __table_args__ = (UniqueConstraint("body_id"),)
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    public: Mapped[str] = mapped_column(String(100))
    """Uncompressed point, base64url."""
    private: Mapped[str] = mapped_column(Text)
    """Sealed (ris/accounts/sealing.py)."""
    created: Mapped[datetime]


class PushSubscription(BelongsToBody, Base):
    """A browser that takes pushes for an account, as long as it stays logged in there."""

    __tablename__ = "push_subscription"
    __table_args__ = (UniqueConstraint("body_id", "endpoint_hash"),)
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    login_id: Mapped[int]
    """The session it was made in; it ends with it. No foreign key: sessions are deleted by many."""
    endpoint: Mapped[str] = mapped_column(Text)
    """Where the browser's maker takes pushes for it."""
    endpoint_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the endpoint, which may be long."""
    p256dh: Mapped[str] = mapped_column(String(100))
    """The browser's public key, base64url."""
    auth: Mapped[str] = mapped_column(String(32))
    """What it shares with us beside, base64url."""
    device: Mapped[str]
    """The browser in words."""
    created: Mapped[datetime]
    last_sent: Mapped[datetime | None]
