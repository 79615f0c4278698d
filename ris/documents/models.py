"""Papers, files and versions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from ris.db import Base, JsonObject
from ris.documents.rules import PaperKind, PaperState, PaperStep, state_after
from ris.scope.models import BelongsToBody
from ris.scope.objects import ProtectedObject
from ris.scope.readers import Protected


class FileRole(StrEnum):
    """What a file is to the thing it hangs on."""

    MAIN = "main"
    AUXILIARY = "auxiliary"
    INVITATION = "invitation"
    RESULTS_PROTOCOL = "results_protocol"
    VERBATIM_PROTOCOL = "verbatim_protocol"
    RESOLUTION = "resolution"


class TextState(StrEnum):
    """How far we know a file's text."""

    UNKNOWN = "unknown"
    """Nobody looked yet, or the bytes are not here."""
    FOUND = "found"
    SCAN = "scan"
    """Pages without text: a picture of paper."""
    UNREADABLE = "unreadable"
    """Encrypted, damaged or beyond the limits; ``text_note`` says which."""


class File(ProtectedObject, Base):
    """A document. Its bytes are named by their SHA-512 and never change; another version is another digest."""

    __tablename__ = "file"

    name: Mapped[str | None]
    file_name: Mapped[str | None]
    mime_type: Mapped[str | None]
    date: Mapped[date | None]
    size: Mapped[int | None]
    """Bytes."""
    sha512_checksum: Mapped[str | None] = mapped_column(String(128), index=True)
    """Name of the bytes in our storage, in hex; ``None`` while they are only elsewhere."""
    source_url: Mapped[str | None] = mapped_column(index=True)
    """Where the bytes came from or still are (``downloadUrl`` of the source)."""
    source_access_url: Mapped[str | None]
    external_service_url: Mapped[str | None]
    file_license: Mapped[str | None]
    master_file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"), index=True)
    page_count: Mapped[int | None]
    text: Mapped[str | None] = deferred(mapped_column(Text))
    """Plain text; pages are separated by form feeds where we know them."""
    text_state: Mapped[str] = mapped_column(String(16), default=TextState.UNKNOWN)
    text_note: Mapped[str | None]
    """A German sentence when the text could not be read."""
    tagged: Mapped[bool | None]
    """Whether the PDF carries tags for screen readers; ``None`` while nobody looked."""
    alt_text: Mapped[str | None]
    """What a picture shows, in words, for whoever does not see it."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Number of the current bytes; the ones before are :class:`FileVersion` rows."""


class FileVersion(Protected, BelongsToBody, Base):
    """What a file was before it was replaced: its old bytes stay readable for those who could read them then."""

    __tablename__ = "file_version"
    __table_args__ = (UniqueConstraint("file_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    number: Mapped[int]
    """From 1; the file itself is the version after the last of these."""
    sha512_checksum: Mapped[str] = mapped_column(String(128))
    file_name: Mapped[str | None]
    mime_type: Mapped[str | None]
    size: Mapped[int | None]
    """Bytes."""
    replaced: Mapped[datetime]
    reason: Mapped[str]
    """Why it was replaced; for everybody who may read the file."""
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class Paper(ProtectedObject, Base):
    """Vorlage, Antrag, Anfrage, Bericht: the matter itself, across all organizations."""

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("body_id", "slug"),
        Index(None, "body_id", "date", "id"),
        Index(None, "body_id", "begun_with", unique=True),
    )

    name: Mapped[str | None]
    reference: Mapped[str | None] = mapped_column(index=True)
    """Drucksachennummer as printed."""
    slug: Mapped[str]
    """Address part under /vorlage/, given once and for good (ris/documents/rules.py)."""
    paper_type: Mapped[str | None]
    date: Mapped[date | None]
    summary: Mapped[str | None]
    """"In Kürze": up to three plain sentences by the office."""
    proposal: Mapped[str | None]
    """Beschlussvorschlag."""
    reasons: Mapped[str | None]
    """Begründung."""
    version: Mapped[int] = mapped_column(default=1)
    """Number of the current version."""
    kind: Mapped[str | None] = mapped_column(String(16))
    """:class:`ris.documents.rules.PaperKind` of papers written here."""
    state: Mapped[str | None] = mapped_column(String(16), index=True)
    """:class:`ris.documents.rules.PaperState`; ``None``: imported, or taken in ready."""
    finances: Mapped[str | None]
    """Finanzielle Auswirkungen."""
    climate: Mapped[str | None]
    """Auswirkungen auf das Klima."""
    details: Mapped[JsonObject | None]
    """The fields of its kind (ris/drafting/kinds.py)."""
    html: Mapped[JsonObject | None]
    """The texts as sanitised HTML, by column; ``None``: they are plain text."""
    public: Mapped[bool | None]
    """Whether it is meant for the public; who may read it says the audience."""
    closed_reason: Mapped[str | None]
    """Why it is not meant for the public."""
    saves: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often it was saved; a form that knows another number is stale."""
    author_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    """The office or Fraktion it is written for; its people may write on it."""
    begun_with: Mapped[str | None] = mapped_column(String(60))
    """Who began it, and the word of the form they did it with: a form that is sent twice begins one paper."""
    submitted: Mapped[datetime | None]
    """When a Fraktion handed it in."""
    answered: Mapped[datetime | None]
    """When the session office noted that a question was answered."""

    @property
    def standing(self) -> PaperState:
        """How far it is; raises ``ValueError`` for papers not written here."""
        return PaperState(self.state or "")

    @property
    def written_kind(self) -> PaperKind:
        """Its kind; raises ``ValueError`` for papers not written here."""
        return PaperKind(self.kind or "")

    def take(self, step: PaperStep) -> None:
        """Take a step; raises :class:`ris.documents.rules.StepRefused`."""
        self.state = state_after(self.standing, step).value


class PaperFile(BelongsToBody, Base):
    """A file of a paper, in order."""

    __tablename__ = "paper_file"

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(24))
    position: Mapped[int] = mapped_column(default=0)
    public: Mapped[bool | None]
    """Whether it may become public with the paper; ``None``: nobody has said so far, so it may not."""
    closed_reason: Mapped[str | None]

    file: Mapped[File] = relationship()


class PaperVersion(Protected, BelongsToBody, Base):
    """What a paper said at one time; cited by invitations, decisions and packs. Its content is never changed.

    Its readers are those the content was given to when it was frozen, not those of what the paper says today.
    """

    __tablename__ = "paper_version"
    __table_args__ = (UniqueConstraint("paper_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    content: Mapped[JsonObject]
    """Title, number, kind, date, texts and the digests or addresses of its files."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the canonical JSON of ``content``, in hex."""
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str | None]
    """Why it was written, in the words of who wrote it."""


class NumberSeries(BelongsToBody, Base):
    """How far the numbers of a series have been drawn; each is drawn once, in the transaction that uses it."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("body_id", "series", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str]
    """Empty for the town's one series; else a kind, or the number supplements hang on."""
    year: Mapped[int]
    last: Mapped[int]


class PaperOrganization(BelongsToBody, Base):
    """An organization's part in a paper: its originator or the office in charge."""

    __tablename__ = "paper_organization"

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True, index=True)
    part: Mapped[str] = mapped_column(String(24), primary_key=True)
    """``originator`` or ``under_direction_of``."""
    position: Mapped[int] = mapped_column(default=0)


class PaperPerson(BelongsToBody, Base):
    """A person who brought a paper in."""

    __tablename__ = "paper_person"

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class PaperLocation(BelongsToBody, Base):
    """A place a paper is about."""

    __tablename__ = "paper_location"

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class PaperRelation(BelongsToBody, Base):
    """Two papers that belong together; ``superordinated`` means the related one stands above."""

    __tablename__ = "paper_relation"

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    related_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    """``related``, ``superordinated`` or ``subordinated``."""
    position: Mapped[int] = mapped_column(default=0)


class DrawnState(StrEnum):
    """How far a drawn document is."""

    ORDERED = "ordered"
    READY = "ready"
    REFUSED = "refused"
    """It cannot be drawn; ``note`` says why."""


class DrawnDocument(BelongsToBody, Base):
    """A PDF we draw from a plan (Sitzungsmappe, Tagesordnung), known by the plan's digest.

    It has no readers of its own: whoever may read everything in it makes the same plan and so finds it;
    nobody else can name it. A changed agenda is another plan, so the old document is found no more.
    """

    __tablename__ = "drawn_document"
    __table_args__ = (UniqueConstraint("body_id", "digest"), Index(None, "body_id", "subject"))

    revises = False

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    """Digest of the plan (:func:`ris.documents.pack.plan_digest`)."""
    kind: Mapped[str] = mapped_column(String(16))
    """:class:`ris.documents.pack.PackKind`."""
    subject: Mapped[str]
    """What it is about and for whom; an older document of the same subject is outdated."""
    plan: Mapped[JsonObject | None]
    """The plan until it is drawn."""
    state: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None]
    """A German sentence when it could not be drawn."""
    sha512: Mapped[str | None] = mapped_column(String(128))
    """Name of the bytes among the drawn documents."""
    size: Mapped[int | None]
    """Bytes."""
    pages: Mapped[int | None]
    mark_at: Mapped[int | None] = mapped_column(BigInteger)
    """Where the form for its reader's name begins, in bytes; ``None``: it is for everybody."""
    ordered: Mapped[datetime]
    finished: Mapped[datetime | None]
