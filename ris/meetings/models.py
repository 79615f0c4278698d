"""Meetings, their agendas, and what joins papers to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ris.council.models import Location, Organization
from ris.db import Base, JsonObject
from ris.documents.models import File, Paper
from ris.meetings.invitation_models import Supplement
from ris.meetings.rules import MeetingState, meeting_step
from ris.scope.models import BelongsToBody
from ris.scope.objects import ProtectedObject
from ris.scope.readers import Protected


class Meeting(ProtectedObject, Base):
    """Sitzung."""

    __tablename__ = "meeting"
    __table_args__ = (Index(None, "body_id", "start", "id"),)

    name: Mapped[str | None]
    meeting_state: Mapped[str | None]
    """OParl recommends ``terminiert``, ``eingeladen``, ``durchgeführt``; imports may say anything."""
    state: Mapped[str | None] = mapped_column(String(16))
    """A :class:`ris.meetings.rules.MeetingState`, set by :meth:`enter`; None for imported meetings."""
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    """iCalendar's SEQUENCE: raised by every change of day, place or standing that calendars must learn of."""
    cancelled: Mapped[bool] = mapped_column(default=False)
    change_reason: Mapped[str | None]
    """Why it was cancelled or moved, for everybody."""
    moved_to_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    start: Mapped[datetime | None]
    end: Mapped[datetime | None]
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), index=True)
    agenda_version: Mapped[int] = mapped_column(default=0)
    """Number of the newest agenda version; 0 while there is none."""

    location: Mapped[Location | None] = relationship()
    organizations: Mapped[list[MeetingOrganization]] = relationship(
        order_by="MeetingOrganization.position",
        viewonly=True,
    )

    @property
    def standing(self) -> MeetingState | None:
        """How far the office is with it; None for imported meetings."""
        return None if self.state is None else MeetingState(self.state)

    @property
    def organization_ids(self) -> tuple[int, ...]:
        """Who meets, the leading organization first."""
        return tuple(link.organization_id for link in self.organizations)

    def enter(self, state: MeetingState) -> None:
        """Take a step; OParl's word follows. Raises :class:`ris.meetings.rules.StepRefused`."""
        self.state = meeting_step(self.standing, state).value
        self.meeting_state = state.oparl_word


class MeetingOrganization(BelongsToBody, Base):
    """An organization that meets; the first leads. Each counts its own sittings."""

    __tablename__ = "meeting_organization"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)
    number: Mapped[int | None]
    """The how-manieth sitting of this organization it is; given when the calendar is published, never given again."""

    organization: Mapped[Organization] = relationship()


class MeetingParticipant(BelongsToBody, Base):
    """A person who attended."""

    __tablename__ = "meeting_participant"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class MeetingFile(BelongsToBody, Base):
    """A file of a meeting as such: invitation, minutes, attachments."""

    __tablename__ = "meeting_file"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(24), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)

    file: Mapped[File] = relationship()


class AgendaItem(ProtectedObject, Base):
    """Tagesordnungspunkt."""

    __tablename__ = "agenda_item"
    __table_args__ = (Index(None, "meeting_id", "position", "id"),)

    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[str | None]
    """As printed; may repeat or be empty."""
    position: Mapped[int]
    """OParl's ``order``: 0-based place in the agenda."""
    name: Mapped[str | None]
    public: Mapped[bool] = mapped_column(default=False)
    """Whether it is meant for the public part; who may read it says the audience."""
    closed_reason: Mapped[str | None]
    """Why it is dealt with without the public, readable by those who may read the item."""
    consultation_id: Mapped[int | None] = mapped_column(index=True)
    """The consultation the source names; no foreign key, since consultations already point at items."""
    subject: Mapped[str] = mapped_column(String(24), default="ordinary", server_default="ordinary")
    """:class:`ris.law.sitting.Subject`: what it is about, as far as the law treats it in a way of its own."""
    block: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it is voted on together with others, without debate (Tagesordnung II)."""
    supplement_id: Mapped[int | None] = mapped_column(ForeignKey("supplement.id"))
    """The supplement it came with; None for what the first invitation named."""
    removed: Mapped[datetime | None]
    """When it was taken off an agenda that had been sent out (Absetzung)."""
    removed_reason: Mapped[str | None]
    """Why, for those who may read the item."""
    result: Mapped[str | None]
    resolution_text: Mapped[str | None]
    votes_yes: Mapped[int | None]
    votes_no: Mapped[int | None]
    votes_abstain: Mapped[int | None]
    start: Mapped[datetime | None]
    end: Mapped[datetime | None]

    supplement: Mapped[Supplement | None] = relationship()


class AgendaItemFile(BelongsToBody, Base):
    """A file of an agenda item."""

    __tablename__ = "agenda_item_file"

    agenda_item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(24), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)

    file: Mapped[File] = relationship()


class AgendaVersion(Protected, BelongsToBody, Base):
    """An agenda as it stood at one time ("Stand bei Einladung"); one row per reader circle, its content never changed.

    Rows that were taken back all have the empty audience, so a number and an audience do not name one row.
    """

    __tablename__ = "agenda_version"
    __table_args__ = (Index(None, "meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    occasion: Mapped[str]
    """Why it was frozen: ``invited``, ``supplement``, ``imported``."""
    content: Mapped[JsonObject]
    """``{"items": [{"id", "number", "name", "public", "papers": [{"slug", "version"}]}]}``"""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the canonical JSON of ``content``, in hex."""


class Consultation(ProtectedObject, Base):
    """One station of a paper's way (Beratungsfolge): paper × meeting."""

    __tablename__ = "consultation"

    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    role: Mapped[str | None]
    authoritative: Mapped[bool | None]
    """Whether this station decides."""

    paper: Mapped[Paper | None] = relationship()


class ConsultationOrganization(BelongsToBody, Base):
    """An organization that consults; the first leads."""

    __tablename__ = "consultation_organization"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)
