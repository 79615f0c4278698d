"""Tables of notes. What a note says is sealed; in clear stands only what the server needs to hand it to the right people."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from ris.db import Base, JsonObject
from ris.scope.models import BelongsToBody


class Note(BelongsToBody, Base):
    """A note of one account in a pack. Nobody reads it but its writer and whom the writer named.

    It is no protected object with an audience: no circle reads notes, and neither search nor export may find them.
    """

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("body_id", "uuid"), Index(None, "file_id"))
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36))
    """Given by the device that made it."""
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    # What it is about, as the device says; no foreign keys, since a refusal would tell what exists.
    meeting_id: Mapped[int | None]
    item_id: Mapped[int | None]
    file_id: Mapped[int | None]
    anchored_to: Mapped[str | None] = mapped_column(String(128))
    """SHA-512 of the bytes it stands in, in hex."""
    anchor: Mapped[str] = mapped_column(String(8))
    """:class:`ris.notes.anchoring.Anchor`."""
    visibility: Mapped[str] = mapped_column(String(8), index=True)
    """:class:`ris.notes.annotation.Visibility`."""
    faction_id: Mapped[int | None]
    """The Fraktion that reads it."""
    content: Mapped[str | None] = mapped_column(Text)
    """The annotation, sealed (ris/notes/sealed.py); None: its writer deleted it."""
    revision: Mapped[int] = mapped_column(default=1)
    """Raised by every change, also where only its place was found anew."""
    written: Mapped[int] = mapped_column(default=1)
    """The revision in which its writer last changed it."""
    created: Mapped[datetime]
    changed: Mapped[datetime]
    deleted: Mapped[datetime | None]


class NotePerson(BelongsToBody, Base):
    """Somebody a note is shared with by name."""

    __tablename__ = "note_person"
    revises: ClassVar[bool] = False

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class NotePlace(BelongsToBody, Base):
    """What an account's devices were told of a note, and in which order: its numbers are what a device's cursor counts.

    Numbers are given while the account is locked, so that they become visible in their order (docs/adr/0120).
    """

    __tablename__ = "note_place"
    __table_args__ = (Index(None, "user_id", "number"),)
    revises: ClassVar[bool] = False

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), primary_key=True)
    number: Mapped[int]
    revision: Mapped[int]
    """The note's revision as it was told."""
    gone: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Deleted, or not this account's to read any more."""


class NoteChange(BelongsToBody, Base):
    """A change a device sent, and what it was answered: sent once more, it is answered the same and changes nothing."""

    __tablename__ = "note_change"
    __table_args__ = (UniqueConstraint("user_id", "key"),)
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    key: Mapped[str] = mapped_column(String(36))
    answer: Mapped[JsonObject]
    """Ids and revisions, no words."""
    at: Mapped[datetime]


class DocumentRead(BelongsToBody, Base):
    """The newest version of a document an account has read on any of its devices."""

    __tablename__ = "document_read"
    revises: ClassVar[bool] = False

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), primary_key=True)
    version: Mapped[int]
    at: Mapped[datetime]
