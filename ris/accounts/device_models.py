"""Devices that keep packs for reading without a network: known from their first contact to the day they are empty."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ris.accounts.models import User
from ris.db import Base
from ris.scope.models import BelongsToBody


class ReaderDevice(BelongsToBody, Base):
    """A device of an account. It outlives the login session, so that a lost one can still be told to delete what it holds."""

    __tablename__ = "reader_device"
    __table_args__ = (UniqueConstraint("user_id", "name_hash"),)
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    name_hash: Mapped[str] = mapped_column(String(64), index=True)
    """SHA-256 of the name it gave itself: 122 random bits, so whoever knows it is the device (docs/adr/0122)."""
    login_id: Mapped[int | None]
    """The session it last came with; sessions end and are deleted, so this points at nothing then."""
    words: Mapped[str]
    """The browser, "Safari auf einem iPad"; no address is kept."""
    first_contact: Mapped[datetime]
    last_contact: Mapped[datetime]
    """Coarse: written at most every ten minutes."""
    packs: Mapped[int] = mapped_column(default=0)
    """As the device says, like the two below."""
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    unsent: Mapped[int] = mapped_column(default=0)
    """Changes of notes that are on this device only."""
    wipe_ordered: Mapped[datetime | None]
    """When somebody said that it is to delete everything."""
    wiped: Mapped[datetime | None]
    """When it said that it is empty."""

    user: Mapped[User] = relationship()
