"""The two logs and the tombstones."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Session, mapped_column

from ris.db import Base, JsonObject
from ris.scope.models import BelongsToBody


class AppendOnly(RuntimeError):
    """Somebody tried to change or delete what is written for good."""


class AuditEntry(BelongsToBody, Base):
    """Who did what to which thing; for the town's own eyes."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("body_id", "sequence"),)
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    """Gap-free per Body, from 1."""
    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(64))
    actor: Mapped[str]
    """``user:<id>`` or the machine's name; never a person's name."""
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int]
    details: Mapped[JsonObject]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 over the canonical JSON of the entry with its predecessor's hash, in hex."""


class PublicLogEntry(BelongsToBody, Base):
    """What became public, was replaced or withdrawn; readable and checkable by everybody, free of personal data."""

    __tablename__ = "public_log_entry"
    __table_args__ = (UniqueConstraint("body_id", "sequence"),)
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(16))
    address: Mapped[str]
    """The permanent address, a path."""
    digest: Mapped[str]
    """Digest of the version (SHA-256) or of the file's bytes (SHA-512), in hex."""
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Tombstone(BelongsToBody, Base):
    """What stood at an address that once was public: when and why it went. Holds no title and no name."""

    __tablename__ = "tombstone"
    __table_args__ = (UniqueConstraint("body_id", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int]
    address: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    reason: Mapped[str]
    """For everybody; says nothing about persons."""
    replaced_by: Mapped[str | None]
    """Address of what stands there instead."""


@event.listens_for(Session, "before_flush")
def _refuse_changes(session: Session, _context: object, _instances: object) -> None:
    for row in (*session.dirty, *session.deleted):
        if isinstance(row, AuditEntry | PublicLogEntry) and (row in session.deleted or session.is_modified(row)):
            message = f"{type(row).__name__} {row.sequence} is written for good"
            raise AppendOnly(message)
