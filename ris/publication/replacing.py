"""Replacing a document: a closed one at once, a public one when a second person has confirmed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.documents.findings import EXPLAINED, FindingCode, Weight, title_of
from ris.documents.inspecting import inspect
from ris.documents.services.replacing import NewBytes, ReplacementRefused, check_replacement, replace_file
from ris.documents.uploads import ContentKind
from ris.drafting.services.signing import ask_again
from ris.publication.models import PublicationProposal
from ris.publication.proposals import PublicationRefused, open_proposal
from ris.publication.rules import Subject

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import File


MOST_TOLD = 20
"""Sentences; more nobody reads before pressing a button."""


def propose_replacement(
    session: Session, actor: Actor, file: File, new: NewBytes, *, address: str, now: datetime
) -> PublicationProposal | None:
    """Replace a closed document, or put the new bytes of a public one before a second person.

    What was signed of a paper on its way with the old bytes is void; ``address``: the town's own, for the letters.

    None when it is done already. Raises :class:`ris.documents.services.replacing.ReplacementRefused` and
    :class:`PublicationRefused`.
    """
    require(actor, Permission.CONTENT_PREPARE, file)
    if PUBLIC not in file.reader_tokens:
        replace_file(session, actor, file, new, now=now)
        ask_again(session, actor, file, address=address, now=now)
        return None
    check_replacement(file, new)
    if open_proposal(session, Subject.FILE, file.id) is not None:
        raise PublicationRefused("Für diese Unterlage wartet schon eine neue Fassung auf die Bestätigung.")
    proposal = PublicationProposal(
        kind=Subject.FILE,
        subject_id=file.id,
        label=f"Neue Fassung: {file.name or file.file_name or 'Unterlage'}",
        chosen={f"file:{file.id}": file.sha512_checksum},
        replacement=new.to_json(),
        prepared_by_id=actor.user_id,
        prepared=now,
    )
    session.add(proposal)
    details = {"sha512": new.sha512, "reason": new.reason}
    record(session, actor, AuditEvent.PUBLICATION_PREPARED, proposal, details, now=now)
    return proposal


def what_stands_out(path: Path, mime_type: str, own_places: list[str]) -> tuple[str, ...]:
    """Have new bytes looked through like an upload: what two people should know before they confirm.

    Raises :class:`ris.documents.services.replacing.ReplacementRefused` where nobody could read them. Takes its time, so
    no transaction may be open.
    """
    if mime_type not in set(ContentKind):
        return ()
    told = []
    for found in inspect(path, ContentKind(mime_type), own_places):
        code = FindingCode(found["code"])
        sentence = f"{title_of(code, found['facts'])}. {EXPLAINED[code].cure}"
        if EXPLAINED[code].weight is Weight.STOP:
            raise ReplacementRefused(sentence)
        page = f"Seite {found['page']}: " if found["page"] else ""
        told.append(f"{page}{sentence}")
    return tuple(dict.fromkeys(told))[:MOST_TOLD]


def replace_as_proposed(
    session: Session, actor: Actor, file: File, proposal: PublicationProposal, *, now: datetime
) -> None:
    """The second person's act on a replacement; raises :class:`PublicationRefused` when the document changed since."""
    if proposal.chosen != {f"file:{file.id}": file.sha512_checksum} or file.deleted:
        raise PublicationRefused("Die Unterlage ist inzwischen eine andere. Bitte verwerfen Sie die Vorbereitung.")
    replace_file(session, actor, file, NewBytes.from_json(proposal.replacement or {}), now=now)
