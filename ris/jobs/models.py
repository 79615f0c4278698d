"""The queue is a table (docs/adr/0003-queue-in-the-database.md)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ris.db import Base, JsonObject


class JobKind(StrEnum):
    """What can be done later; each kind has one handler, registered in ris/handlers.py."""

    INDEX = "index"
    """Bring one object into the search index, or take it out."""
    REBUILD_INDEX = "rebuild_index"
    """Build the search index anew, in a process of its own."""
    BUILD_PACK = "build_pack"
    """Build a Sitzungsmappe."""
    PURGE_PACKS = "purge_packs"
    """Remove what was drawn of a meeting before something in it changed."""
    EXTRACT_TEXT = "extract_text"
    """Read the text of a stored file."""
    SEND_MAIL = "send_mail"
    """Send the letters of a Body that are due."""
    SEND_RESET = "send_reset"
    """Send a link to set a new password, if there is such an account."""
    CHECK_FILE = "check_file"
    """Look through an uploaded file; make a PDF of an office document."""
    RECOGNISE_TEXT = "recognise_text"
    """Read the text out of the pictures of a scan (OCR)."""
    REMIND_SIGNERS = "remind_signers"
    """Remind those whose signature is waited for."""
    TELL_NEWS = "tell_news"
    """Tell members what is new, in the way and at the pace they chose."""
    SEND_PUSH = "send_push"
    """Send a push to the browsers of a member."""
    TELL_FOLLOWERS = "tell_followers"
    """Tell those who follow something without an account what is new about it."""
    FORGET_FOLLOWERS = "forget_followers"
    """Delete addresses nobody confirmed or that take no letters."""
    COMPARE_VERSIONS = "compare_versions"
    """Compare a replaced document page by page with what it was."""
    REANCHOR = "reanchor"
    """Find the places of notes again in a new version of their document."""
    RECORD = "record"
    """Look whether an object of the public record reads otherwise, and note when."""
    CHECK_RECORD = "check_record"
    """Compare the whole public record of a Body with its ledger."""
    EXPORT_RECORD = "export_record"
    """Write everything public into the folder for a bad day."""
    FETCH_FILE = "fetch_file"
    """Fetch the bytes of an imported file from where they are."""


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """Five attempts, five failures: somebody must look (``python -m ris jobs list``)."""


class Job(Base):
    """Something to be done; a killed worker's job is taken up again when its lease has run out."""

    __tablename__ = "job"
    __table_args__ = (Index(None, "state", "due", "id"), Index(None, "kind", "key", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str]
    """What it is about; a second waiting job of the same kind and key is not written."""
    payload: Mapped[JsonObject]
    state: Mapped[str] = mapped_column(String(16), default=JobState.WAITING)
    created: Mapped[datetime]
    due: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    """Until when the worker that took it vouches for it."""
    worker: Mapped[str | None]
    done: Mapped[int] = mapped_column(default=0)
    """Steps finished, of ``total``."""
    total: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    """The last failure, for the log page."""
    finished: Mapped[datetime | None]
