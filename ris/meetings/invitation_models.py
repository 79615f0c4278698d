"""An agenda in the making, and what proves that it reached everybody: invitations, supplements, notices."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ris.db import Base
from ris.mail.models import OutgoingMail
from ris.scope.models import BelongsToBody


class AgendaDraft(BelongsToBody, Base):
    """What the session office has set for a meeting's agenda beside its items; there from the first edit on."""

    __tablename__ = "agenda_draft"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(default=1)
    """Raised with each edit; who sends an older one has not seen what somebody else did."""
    convening: Mapped[str] = mapped_column(String(16), default="regular")
    """:class:`ris.law.sitting.Convening`: with the regular period, shortened, or for the second time."""
    urgency: Mapped[str] = mapped_column(Text, default="")
    """Why the period is shortened."""
    first_of_term: Mapped[bool] = mapped_column(default=False)
    agreed_on: Mapped[date | None]
    """When the agenda was fixed in consultation with the executive (Benehmen, § 58 Abs. 5 HGO)."""
    agreed_with: Mapped[str] = mapped_column(default="")
    letter: Mapped[str] = mapped_column(Text, default="")
    """Own words of the invitation, paragraphs separated by an empty line."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(default="")
    """Name of who edited last, for those whose edit came too late."""


class SupplementKind(StrEnum):
    """How something comes onto an agenda after the invitation."""

    SUPPLEMENT = "supplement"
    """Nachtrag: sent before the sitting."""
    TABLE = "table"
    """Tischvorlage: handed out in the sitting."""


class Supplement(BelongsToBody, Base):
    """What comes onto an invited agenda later, with its reason; numbered within the meeting, sent once."""

    __tablename__ = "supplement"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    """Why it comes later; members read it, so does the public once the supplement is published."""
    created: Mapped[datetime]
    sent: Mapped[datetime | None]
    """When it was frozen and sent, or handed out; None while it is being put together."""


class Invitation(BelongsToBody, Base):
    """One sending of an agenda version to everybody who is to come; never changed afterwards."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    version: Mapped[int]
    """Number of the agenda version it is about."""
    supplement_id: Mapped[int | None] = mapped_column(ForeignKey("supplement.id"))
    convening: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    """The words above the agenda, as sent, with the sentence the law may ask for."""
    signed_by: Mapped[str]
    """In whose name it was sent."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"))
    """The tagged PDF."""
    sent: Mapped[datetime]


class Means(StrEnum):
    """How an invitation reaches somebody."""

    MAIL = "mail"
    POST = "post"


class Recipient(BelongsToBody, Base):
    """One person an invitation went to, and what is known of its arrival (Zugang)."""

    __tablename__ = "recipient"
    __table_args__ = (UniqueConstraint("invitation_id", "person_id"), Index(None, "seal"))
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    """As on the envelope that day."""
    part: Mapped[str] = mapped_column(String(16))
    """:class:`ris.meetings.invitation_rules.Part`: member, deputy or executive."""
    means: Mapped[str] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(Text, default="")
    """Postal address as written on the label; empty for e-mail, whose address stands with the letter."""
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_mail.id"))
    seal: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the word in the e-mail's link, in hex: the link confirms the receipt and nothing else."""
    posted_on: Mapped[date | None]
    """Day the letter was given to the post or put into the box."""
    arrived_on: Mapped[date | None]
    """Day the letter was in the letter box, as somebody noted it."""
    returned_on: Mapped[date | None]
    """Day an e-mail or letter came back although it had seemed to arrive."""
    opened: Mapped[datetime | None]
    """First time the person confirmed the receipt or opened the meeting while logged in."""
    note: Mapped[str] = mapped_column(default="")

    mail: Mapped[OutgoingMail | None] = relationship()


class PublicNotice(BelongsToBody, Base):
    """Time, place and agenda were made public, with the proof of it (§ 58 Abs. 6 HGO)."""

    __tablename__ = "public_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    version: Mapped[int]
    """Number of the agenda version that was made public."""
    medium: Mapped[str] = mapped_column(String(16))
    """:class:`ris.law.provisions.Medium`."""
    medium_name: Mapped[str]
    completed_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    """What was given to the medium."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the text, in hex."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"))
    """Proof: the page of the newspaper, a picture of the notice board."""
    noted: Mapped[datetime]


class DemandedItem(BelongsToBody, Base):
    """Something that must come onto the next agenda because the law lets somebody demand it (§ 56 Abs. 1, § 58 Abs. 5 HGO)."""

    __tablename__ = "demanded_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    """Whose agenda it belongs on."""
    name: Mapped[str]
    demanded_by: Mapped[str]
    """Who demands it, as the letter says: a quarter of the members, a Fraktion, the Magistrat."""
    demanded_on: Mapped[date]
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    """Where it was put; None while it waits."""
    given_up: Mapped[date | None]
    """Day on which those who demanded it took it back."""
    noted: Mapped[datetime]
