"""Taking the demo town away again, with everything that is its own; no other town is ever removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import Base
from ris.documents.models import File, FileVersion
from ris.jobs.models import Job
from ris.mail.models import OutgoingMail
from ris.publication.models import PublicationProposal
from ris.scope.current import working_for
from ris.scope.models import BelongsToBody, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from ris.storage import FileStorage

UNSYNCHRONISED = {"synchronize_session": False}


def remove_town(session: Session, body_id: int, storage: FileStorage) -> None:
    """Delete all rows of the town, logs included, and the bytes that only it had."""
    bytes_of_town = _digests(session, body_id)
    with working_for(body_id):
        for model in _models():
            session.execute(delete(model), execution_options=UNSYNCHRONISED)
    for shared in (Job, Revision):
        session.execute(delete(shared).where(shared.body_id == body_id), execution_options=UNSYNCHRONISED)
    session.execute(delete(Body).where(Body.id == body_id), execution_options=UNSYNCHRONISED)
    for other in session.scalars(select(Body.id)).all():
        bytes_of_town -= _digests(session, other)
    for path in _paths(bytes_of_town, storage):
        path.unlink(missing_ok=True)


def _models() -> Iterator[type[BelongsToBody]]:
    """Every table of a Body, those that point at others first."""
    by_table = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    for table in reversed(Base.metadata.sorted_tables):
        model = by_table[table.name]
        if issubclass(model, BelongsToBody):
            yield model


def _digests(session: Session, body_id: int) -> set[str]:
    """The bytes a town names: documents, what they were and may become, attachments of letters, its coat of arms."""
    with working_for(body_id):
        files = {
            *session.scalars(select(File.sha512_checksum)),
            *session.scalars(select(FileVersion.sha512_checksum)),
            *(new["sha512"] for new in session.scalars(select(PublicationProposal.replacement)) if new),
            *(file["sha512"] for sent in session.scalars(select(OutgoingMail.attachments)) for file in sent["files"]),
        }
    settings = session.scalars(select(Body.settings).where(Body.id == body_id)).first()
    crest = BodySettings.from_json(settings or {}).crest
    return {digest for digest in (*files, crest) if digest}


def _paths(digests: set[str], storage: FileStorage) -> Iterator[Path]:
    for digest in sorted(digests):
        yield storage.path(digest)
