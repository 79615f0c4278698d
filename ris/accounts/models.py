"""Accounts of people who do more than read as the public."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ris.db import Base
from ris.scope.models import BelongsToBody


class User(BelongsToBody, Base):
    """An account. The person it stands for, if any, decides what it reads."""

    __tablename__ = "user_account"
    __table_args__ = (UniqueConstraint("body_id", "email"),)
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    """Lower case."""
    password_hash: Mapped[str]
    """Argon2id."""
    name: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    roles: Mapped[list[str]]
    """Values of :class:`ris.access.actor.Role`."""
    active: Mapped[bool] = mapped_column(default=True)
    created: Mapped[datetime]
    failed_logins: Mapped[int] = mapped_column(default=0)
    blocked_until: Mapped[datetime | None]
    session_key: Mapped[str]
    """Changes on logout everywhere; part of each session."""
