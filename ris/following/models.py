"""Who follows without an account, and what: an address and its subscriptions, and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ris.db import Base
from ris.scope.models import BelongsToBody


class Follower(BelongsToBody, Base):
    """An address; it goes with its last subscription."""

    __tablename__ = "follower"
    __table_args__ = (UniqueConstraint("body_id", "mark"),)
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(16), unique=True)
    """Random, never given again; links name it (``ris.following.rules.FollowSeal``)."""
    mark: Mapped[str] = mapped_column(String(64))
    """Keyed hash of the address, to find it again."""
    address: Mapped[str] = mapped_column(Text)
    """Sealed (docs/adr/0175)."""
    created: Mapped[datetime]

    subscriptions: Mapped[list[Subscription]] = relationship(
        back_populates="follower", order_by="Subscription.id", cascade="all, delete-orphan"
    )


class Subscription(BelongsToBody, Base):
    """One thing somebody follows, or has asked to follow."""

    __tablename__ = "subscription"
    __table_args__ = (UniqueConstraint("follower_id", "kind", "about"),)
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(16), unique=True)
    """Random, never given again; the link that confirms it names it."""
    follower_id: Mapped[int] = mapped_column(ForeignKey("follower.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    """:class:`ris.following.rules.Followed`."""
    about: Mapped[str] = mapped_column(String(1000))
    """The row's id, or the search's address, as the search page writes it."""
    pace: Mapped[str] = mapped_column(String(8))
    """:class:`ris.notices.rules.Pace`."""
    created: Mapped[datetime]
    """When it was asked for last."""
    confirmed: Mapped[datetime | None]
    """When the link in the letter was followed; ``None``: nobody is told anything yet."""
    told_until: Mapped[datetime]
    """Up to which moment of the ledger it was told."""

    follower: Mapped[Follower] = relationship(back_populates="subscriptions")
