"""Replacing the bytes of a document: a new version with a reason; the old one stays readable, nothing changes silently."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.access.circles import PUBLIC, redated
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.documents.models import File, FileVersion, Paper, PaperFile, TextState
from ris.documents.services.papers import freeze_paper
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue
from ris.scope.current import current_body_id
from ris.scope.readers import audience_for
from ris.web.addresses import address_of
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


class ReplacementRefused(ValueError):
    """The document cannot be replaced like this; the message is a German sentence that names the cure."""


@dataclass(frozen=True)
class NewBytes:
    """Stored bytes that take the place of a document's."""

    sha512: str
    size: int
    file_name: str
    mime_type: str
    reason: str
    """Why; everybody who may read the document may read it."""
    findings: tuple[str, ...] = ()
    """What stands out in them, in sentences, for the two people who answer for it."""

    def to_json(self) -> dict[str, Any]:
        """As it is kept until somebody confirms it."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> NewBytes:
        """Read what :meth:`to_json` wrote."""
        return cls(**{**values, "findings": tuple(values.get("findings", ()))})


def check_replacement(file: File, new: NewBytes) -> None:
    """Raise :class:`ReplacementRefused` where these bytes cannot take this document's place."""
    if not new.reason.strip():
        raise ReplacementRefused("Bitte nennen Sie den Grund. Er steht öffentlich bei der neuen Fassung.")
    if not file.sha512_checksum:
        raise ReplacementRefused("Diese Unterlage liegt in einem anderen System. Bitte ersetzen Sie sie dort.")
    if file.sha512_checksum == new.sha512:
        raise ReplacementRefused("Das ist dieselbe Datei. Bitte wählen Sie die neue Fassung aus.")
    if (file.mime_type or "") != new.mime_type:
        raise ReplacementRefused(
            "Die neue Datei ist von anderer Art. Bitte wählen Sie eine derselben Art, in der Regel PDF."
        )


def replace_file(session: Session, actor: Actor, file: File, new: NewBytes, *, now: datetime) -> FileVersion:
    """Give a document other bytes under its address. Papers that hold it get their next version.

    Raises :class:`ReplacementRefused`.
    """
    require(actor, Permission.FILE_STORE, file)
    check_replacement(file, new)
    old = FileVersion(
        file_id=file.id,
        number=file.version,
        sha512_checksum=file.sha512_checksum or "",
        file_name=file.file_name,
        mime_type=file.mime_type,
        size=file.size,
        replaced=now,
        reason=new.reason,
        by_user_id=actor.user_id,
        audience=file.audience,
    )
    session.add(old)
    file.sha512_checksum, file.size, file.file_name = new.sha512, new.size, new.file_name
    file.version += 1
    # The new bytes were not there for those who have left since the old ones were opened to their circles.
    file.audience = audience_for(session, redated(file.reader_tokens, local_day(now)))
    file.text, file.page_count, file.tagged, file.text_note = None, None, None, None
    file.text_state = TextState.UNKNOWN
    file.modified = now
    record(session, actor, AuditEvent.FILE_REPLACED, file, {"sha512": new.sha512, "reason": new.reason}, now=now)
    enqueue(session, JobKind.EXTRACT_TEXT, current_body_id(), key=f"file:{file.id}:{new.sha512[:16]}", file_id=file.id)
    enqueue(session, JobKind.COMPARE_VERSIONS, current_body_id(), key=f"file:{file.id}", file_id=file.id)
    acts = (
        [PublicAct(PublicEvent.REPLACED, address_of("file", file.id), new.sha512)]
        if PUBLIC in file.reader_tokens
        else []
    )
    acts += _next_versions(session, actor, file, new.reason, now)
    publish_entries(session, acts, now=now)
    return old


def _next_versions(session: Session, actor: Actor, file: File, reason: str, now: datetime) -> list[PublicAct]:
    """Papers that name the document's digest say something else now."""
    acts = []
    holding = select(Paper).join(PaperFile, PaperFile.paper_id == Paper.id).where(PaperFile.file_id == file.id)
    for paper in session.scalars(holding.where(Paper.deleted.is_(False)).order_by(Paper.id)).all():
        paper.version += 1
        paper.modified = now
        version = freeze_paper(session, paper, now, by=actor, reason=reason)
        if PUBLIC in paper.reader_tokens and PUBLIC in file.reader_tokens:
            acts.append(PublicAct(PublicEvent.REPLACED, address_of("paper", paper.slug), version.digest))
    return acts
