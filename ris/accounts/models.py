"""Accounts of people who do more than read as the public, and how they prove who they are."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ris.accounts.rules import is_over
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
    password_hash: Mapped[str | None]
    """Argon2id; None until the person has set a password by the link of the invitation."""
    name: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    roles: Mapped[list[str]]
    """Values of :class:`ris.access.actor.Role` the account was given."""
    active: Mapped[bool] = mapped_column(default=True)
    calendar_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of the secret address of their own calendar; None: there is no such address."""
    created: Mapped[datetime]


class LoginSession(BelongsToBody, Base):
    """A device somebody is logged in on. The row is the session: without it the cookie opens nothing."""

    __tablename__ = "login_session"
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of what the cookie holds; a stolen table opens nothing."""
    device: Mapped[str]
    """The browser in words, "Firefox unter Windows"; no address is kept."""
    created: Mapped[datetime]
    last_seen: Mapped[datetime]
    """Coarse: written at most every half hour."""
    confirmed: Mapped[datetime]
    """When the password or a passkey was last given; dangerous acts want it fresh."""
    idle_hours: Mapped[int]
    """After so many hours without a visit it is over."""
    ends: Mapped[datetime]
    """When it is over in any case."""
    second_factor: Mapped[bool]
    """Whether it was opened with two proofs."""

    user: Mapped[User] = relationship()

    def over(self, now: datetime) -> bool:
        """Whether the device was quiet for too long, or has been logged in for as long as the town allows."""
        return is_over(self.last_seen, self.idle_hours, now) or now >= self.ends


class LinkPurpose(StrEnum):
    """What a link in a letter is good for."""

    WELCOME = "welcome"
    """Set the first password of a new account."""
    RESET = "reset"
    """Set another password."""


class OneTimeLink(BelongsToBody, Base):
    """A link that lets its holder set a password, once."""

    __tablename__ = "one_time_link"
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[datetime]
    expires: Mapped[datetime]
    used: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class TotpKey(BelongsToBody, Base):
    """What an authenticator app shares with us (RFC 6238)."""

    __tablename__ = "totp_key"
    revises: ClassVar[bool] = False

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    secret: Mapped[str]
    """Base32, sealed (ris/accounts/sealing.py): a stolen table makes no codes."""
    confirmed: Mapped[datetime | None]
    """When the first right code proved that the app has it; before that it counts for nothing."""
    last_step: Mapped[int] = mapped_column(default=0)
    """Number of the last half minute whose code was used; no code works twice."""


class RecoveryCode(BelongsToBody, Base):
    """A code on paper for the day the telephone is lost; works once."""

    __tablename__ = "recovery_code"
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256; the codes are random, so nobody guesses them from it."""
    used: Mapped[datetime | None]


class Passkey(BelongsToBody, Base):
    """A key pair of a device or a security key (WebAuthn); here is its public half."""

    __tablename__ = "passkey"
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    credential_id: Mapped[str] = mapped_column(unique=True)
    """Base64url."""
    public_key: Mapped[str]
    """COSE key, base64url."""
    sign_count: Mapped[int]
    name: Mapped[str]
    """How its owner calls it."""
    created: Mapped[datetime]
    last_used: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class AttemptCount(BelongsToBody, Base):
    """How often something was tried in a span of time; survives restarts and is shared by all workers."""

    __tablename__ = "attempt_count"
    __table_args__ = (UniqueConstraint("body_id", "key"),)
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    """What is counted, and a keyed hash of the account or address it is counted for."""
    count: Mapped[int]
    until: Mapped[datetime]
    """When the span ends and counting begins anew."""


class Substitution(BelongsToBody, Base):
    """Somebody takes a member's place in one meeting, and reads what the member would, from that moment on."""

    __tablename__ = "substitution"
    __table_args__ = (UniqueConstraint("meeting_id", "absent_id", "substitute_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    absent_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    substitute_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime]
    ended: Mapped[datetime | None]
    """When the member came after all, or the substitute could not either."""


class LinkCode(BelongsToBody, Base):
    """A code that proves, in another town of this installation, that somebody was logged in here a moment ago."""

    __tablename__ = "link_code"
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256; the codes are random and soon over."""
    expires: Mapped[datetime]


class AccountLink(BelongsToBody, Base):
    """This town's half of a link between two accounts of one person; without the other town's half it is worth nothing."""

    __tablename__ = "account_link"
    __table_args__ = (UniqueConstraint("user_id", "other_user_id"),)
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    """The account here."""
    other_body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    other_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    """The account there; its row is read only while working for that town."""
    created: Mapped[datetime]
