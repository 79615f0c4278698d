"""Noting who was sent confidential papers of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.meetings.models import Meeting

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


@dataclass(frozen=True)
class Fetch:
    """What somebody was sent."""

    meeting_id: int
    kind: str
    """:class:`ris.documents.pack.PackKind`, or ``originals`` for the ZIP."""
    digest: str
    """Of the pack's plan: which version it was."""


def note_fetch(session: Session, actor: Actor, fetch: Fetch, *, now: datetime) -> None:
    """Write down that the actor was sent it. Nobody needs a permission: it was sent, so they had the right to it."""
    meeting = session.scalars(select(Meeting).where(Meeting.id == fetch.meeting_id)).first()
    if meeting is None:
        return  # taken back while it was sent; the act of taking back stands in the log
    said = {"kind": fetch.kind, **({"pack": fetch.digest[:16]} if fetch.digest else {})}
    record(session, actor, AuditEvent.PACK_FETCHED, meeting, said, now=now)
