"""Files of a paper being written: taken in with a chosen visibility, looked through by a job, never changed silently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import delete, func, select

from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.documents.findings import EXPLAINED, FindingCode, Weight
from ris.documents.models import File, FileRole, PaperFile
from ris.documents.office import swells
from ris.documents.pictures import too_large
from ris.documents.rules import PaperStep, StepRefused
from ris.documents.services.files import KnownText, NewFile, store_file
from ris.documents.uploads import LARGEST_UPLOAD, OFFICE, PICTURES, kind_of, safe_name
from ris.drafting.models import FileCheck, FileFinding
from ris.drafting.rules import CheckState
from ris.drafting.services.writing import NoReasonGiven, changed_by, permission_to_write
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue
from ris.scope.current import current_body_id
from ris.web.downloads import download_name

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import Paper
    from ris.storage import Storage

MOST_FILES = 60


class NotAccepted(ValueError):
    """An upload that is not taken in; the message is a German sentence that names the cure."""


@dataclass(frozen=True)
class Upload:
    """A file as it was sent, and who may read it later on."""

    stream: BinaryIO
    file_name: str
    public: bool
    closed_reason: str = ""
    name: str = ""
    """What it is called in the list; empty for its file name."""
    alt_text: str = ""
    """What a picture shows, in words."""
    known: KnownText | None = None
    """Its text, where we wrote it ourselves."""


def attach_upload(
    session: Session, actor: Actor, storage: Storage, paper: Paper, upload: Upload, *, converts: bool, now: datetime
) -> File:
    """Take a file in and have it looked through; ``converts``: this machine can make a PDF of office documents.

    Raises :class:`NotAccepted`.
    """
    require(actor, permission_to_write(actor, paper.department_id), paper)
    kind = kind_of(upload.stream)
    _check_size(session, paper, upload)
    if kind is None:
        raise NotAccepted("Diese Art von Datei geht hier nicht. Möglich sind PDF, DOCX, ODT, PNG und JPEG.")
    if kind in OFFICE and not converts:
        raise NotAccepted(
            "Dieser Rechner kann DOCX und ODT nicht in PDF umwandeln. Bitte speichern Sie die Datei als PDF und laden Sie das PDF hoch."
        )
    if kind in OFFICE and swells(upload.stream):
        raise NotAccepted(
            "Die Datei bläht sich beim Öffnen auf. Bitte speichern Sie sie als PDF und laden Sie das PDF hoch."
        )
    if kind in PICTURES and too_large(upload.stream):
        raise NotAccepted("Das Bild hat mehr als 50 Millionen Bildpunkte. Bitte verkleinern Sie es.")
    file_name = safe_name(upload.file_name, kind)
    name = download_name(upload.name, "") or file_name.rpartition(".")[0]
    new = NewFile(
        name=name,
        file_name=file_name,
        mime_type=kind.value,
        date=paper.date,
        known=upload.known,
        alt_text=upload.alt_text.strip() if kind in PICTURES else "",
    )
    file = store_file(session, actor, storage, upload.stream, new, readers=paper.reader_tokens, now=now)
    link = PaperFile(paper_id=paper.id, file_id=file.id, role=FileRole.AUXILIARY, position=_next_place(session, paper))
    link.public, link.closed_reason = upload.public, None if upload.public else upload.closed_reason.strip()
    session.add(link)
    order_check(session, file, now=now)
    changed_by(session, actor, paper, "Eine Anlage kam danach hinzu.", reason=f"Anlage „{name}“", now=now)
    return file


def _check_size(session: Session, paper: Paper, upload: Upload) -> None:
    size = upload.stream.seek(0, 2)
    upload.stream.seek(0)
    if not size:
        raise NotAccepted("Die Datei ist leer (0 Byte). Bitte wählen Sie sie noch einmal aus.")
    if size > LARGEST_UPLOAD:
        raise NotAccepted("Die Datei ist größer als 50 MB. Bitte verkleinern Sie die Bilder darin.")
    count = session.scalar(select(func.count()).select_from(PaperFile).where(PaperFile.paper_id == paper.id)) or 0
    if count >= MOST_FILES:
        raise NotAccepted(f"Eine Vorlage hat höchstens {MOST_FILES} Anlagen. Bitte fassen Sie Dateien zusammen.")


def _next_place(session: Session, paper: Paper) -> int:
    last = session.scalar(select(func.max(PaperFile.position)).where(PaperFile.paper_id == paper.id))
    return 1 if last is None else last + 1


def order_check(session: Session, file: File, *, now: datetime) -> None:
    """Have a file's bytes looked through by the worker."""
    digest = file.sha512_checksum or ""
    row = session.get(FileCheck, file.id)
    if row is None:
        row = FileCheck(file_id=file.id)
        session.add(row)
    row.digest, row.state, row.asked, row.finished, row.note = digest, CheckState.WAITING.value, now, None, None
    enqueue(session, JobKind.CHECK_FILE, current_body_id(), key=f"file:{file.id}", file_id=file.id)


def check_anew(session: Session, file: File, *, now: datetime) -> None:
    """Other bytes took a file's place: what was found in the old ones, and said about it, counts no more."""
    if session.get(FileCheck, file.id) is None:
        return  # nobody looks through what was taken in ready
    found = delete(FileFinding).where(FileFinding.file_id == file.id)
    session.execute(found, execution_options={"synchronize_session": False})
    order_check(session, file, now=now)


def choose_visibility(
    session: Session,
    actor: Actor,
    paper: Paper,
    file_id: int,
    *,
    public: bool,
    closed_reason: str,
    reason: str = "",
    now: datetime,
) -> None:
    """Say whether a file may become public with its paper."""
    require(actor, permission_to_write(actor, paper.department_id), paper)
    link = _link(session, paper, file_id)
    why = None if public else closed_reason.strip()
    if (link.public, link.closed_reason) == (public, why):
        return
    link.public, link.closed_reason = public, why
    voids = "Die Sichtbarkeit einer Anlage wurde danach geändert."
    changed_by(session, actor, paper, voids, reason=reason, now=now)
    told = {"file": file_id, "public": public}
    record(session, actor, AuditEvent.PAPER_SAVED, paper, told, now=now)


def describe_picture(session: Session, actor: Actor, paper: Paper, file_id: int, text: str, *, now: datetime) -> None:
    """Say in words what a picture shows. The wording signed stays what it was."""
    require(actor, permission_to_write(actor, paper.department_id), paper)
    file = session.get_one(File, _link(session, paper, file_id).file_id)
    if (file.alt_text or "") == text.strip() or file.mime_type not in PICTURES:
        return
    file.alt_text, file.modified = text.strip() or None, now
    record(session, actor, AuditEvent.PAPER_SAVED, paper, {"file": file.id, "described": bool(file.alt_text)}, now=now)
    order_check(session, file, now=now)


def detach_file(session: Session, actor: Actor, paper: Paper, file_id: int, *, reason: str = "", now: datetime) -> None:
    """Take a file off a paper; its bytes stay, since earlier versions cite them."""
    require(actor, permission_to_write(actor, paper.department_id), paper)
    session.delete(_link(session, paper, file_id))
    session.flush()
    changed_by(session, actor, paper, "Eine Anlage wurde danach entfernt.", reason=reason or "Anlage entfernt", now=now)
    record(session, actor, AuditEvent.FILE_DETACHED, paper, {"file": file_id}, now=now)


def accept_finding(
    session: Session, actor: Actor, paper: Paper, finding_id: int, reason: str, *, now: datetime
) -> None:
    """Use a file in spite of what was found, with the reason why.

    Raises ``NoReasonGiven``, and ``StepRefused`` for a finding after which the file must be replaced.
    """
    require(actor, permission_to_write(actor, paper.department_id), paper)
    linked = select(PaperFile.file_id).where(PaperFile.paper_id == paper.id)
    this = select(FileFinding).where(FileFinding.id == finding_id, FileFinding.file_id.in_(linked))
    found = session.scalars(this).one()
    if EXPLAINED[FindingCode(found.code)].weight is not Weight.DECIDE:
        raise StepRefused(paper.standing, PaperStep.RELEASE)
    if not reason.strip():
        raise NoReasonGiven
    found.accepted, found.accepted_by_id, found.accepted_reason = now, actor.user_id, reason.strip()
    told = {"file": found.file_id, "finding": found.code, "reason": reason.strip()}
    record(session, actor, AuditEvent.FINDING_ACCEPTED, paper, told, now=now)


def order_recognition(session: Session, actor: Actor, paper: Paper, file_id: int, *, now: datetime) -> None:
    """Have the text of a scan recognised; a new file takes the scan's place when it is done."""
    require(actor, permission_to_write(actor, paper.department_id), paper)
    link = _link(session, paper, file_id)
    check = session.get(FileCheck, link.file_id)
    if check is not None:
        check.state, check.asked = CheckState.WAITING.value, now
    enqueue(session, JobKind.RECOGNISE_TEXT, current_body_id(), key=f"file:{file_id}", file_id=file_id)


def _link(session: Session, paper: Paper, file_id: int) -> PaperFile:
    return session.scalars(select(PaperFile).where(PaperFile.paper_id == paper.id, PaperFile.file_id == file_id)).one()
