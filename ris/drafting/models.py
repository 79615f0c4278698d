"""Stations of co-signing, signatures, and what the check of an upload found."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ris.council.models import Organization, Person
from ris.db import Base, JsonObject
from ris.scope.models import BelongsToBody


class SigningStation(BelongsToBody, Base):
    """Who is to agree to a paper before it is released (Mitzeichnung), step by step."""

    __tablename__ = "signing_station"
    __table_args__ = (Index(None, "paper_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    position: Mapped[int]
    """The step, from 0. Stations of one step are asked together; the next step when all of them have agreed."""
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    """The office that signs, e.g. Kämmerei."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    due: Mapped[date | None]
    """The day until which an answer is asked for."""
    asked: Mapped[datetime | None]
    """When its turn came."""
    reminded: Mapped[datetime | None]
    """When it was last reminded."""

    organization: Mapped[Organization | None] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    deputy: Mapped[Person | None] = relationship(foreign_keys=[deputy_id])

    @property
    def signatory_ids(self) -> tuple[int, ...]:
        """Who may sign here: the person asked, and the deputy."""
        return (self.person_id,) if self.deputy_id is None else (self.person_id, self.deputy_id)

    @property
    def name(self) -> str:
        """What the station is called: the office, else the person."""
        office = self.organization.name if self.organization else None
        return office or self.person.name or "ohne Namen"


class Signature(BelongsToBody, Base):
    """What a station said to a wording; kept for good. One that no longer counts says since when and why."""

    __tablename__ = "signature"
    __table_args__ = (Index(None, "paper_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("signing_station.id"))
    station_name: Mapped[str]
    """What the station was called then; stations may be changed afterwards."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """Who signed: the person asked, or the deputy."""
    as_deputy: Mapped[bool]
    verdict: Mapped[str] = mapped_column(String(24))
    """:class:`ris.drafting.rules.SignVerdict`."""
    note: Mapped[str | None]
    at: Mapped[datetime]
    version: Mapped[int]
    """Number of the paper's version that was signed."""
    digest: Mapped[str] = mapped_column(String(64))
    """Digest of that version."""
    void_since: Mapped[datetime | None]
    void_reason: Mapped[str | None]

    person: Mapped[Person] = relationship()


class FileCheck(BelongsToBody, Base):
    """That the bytes of an upload were looked through, or are waiting for it."""

    __tablename__ = "file_check"

    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(128))
    """Name of the bytes looked at (SHA-512, hex)."""
    state: Mapped[str] = mapped_column(String(16))
    """:class:`ris.drafting.rules.CheckState`."""
    asked: Mapped[datetime]
    finished: Mapped[datetime | None]
    note: Mapped[str | None]
    """A German sentence when an offered cure failed."""


class FileFinding(BelongsToBody, Base):
    """One thing the check found in a file; it changes nothing in the file."""

    __tablename__ = "file_finding"
    __table_args__ = (Index(None, "file_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    code: Mapped[str] = mapped_column(String(32))
    """:class:`ris.documents.findings.FindingCode`."""
    page: Mapped[int | None]
    facts: Mapped[JsonObject | None]
    """What its sentence needs: how many, which program; never the confidential words themselves."""
    accepted: Mapped[datetime | None]
    """When somebody said that the file may be used all the same."""
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    accepted_reason: Mapped[str | None]
