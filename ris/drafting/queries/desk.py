"""Reading what the pages of writing show: files with their findings, lists of papers by state, who was last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, or_, select

from ris.access.actor import OFFICE, Role
from ris.access.permissions import Permission
from ris.access.policy import may
from ris.accounts.models import User
from ris.audit.events import AuditEvent
from ris.audit.models import AuditEntry
from ris.council.models import Membership, Organization, Person
from ris.council.rules import Group, group_of
from ris.documents.findings import EXPLAINED, Explained, FindingCode, Weight, title_of
from ris.documents.models import File, Paper, PaperFile
from ris.documents.queries.files import file_line
from ris.documents.rules import STATE_WORDS, PaperState
from ris.documents.uploads import PICTURES
from ris.drafting.models import FileCheck, FileFinding
from ris.drafting.queries.signing import waits_for
from ris.drafting.rules import CheckState
from ris.scope.readers import readable_by
from ris.web.paging import PAGE_SIZE, Key, Page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.queries.files import FileLine

EXECUTIVE = re.compile(r"magistrat|gemeindevorstand|kreisausschuss", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """A finding as the page tells it."""

    id: int
    title: str
    page: int | None
    explained: Explained
    accepted_reason: str
    code: FindingCode

    @property
    def open(self) -> bool:
        """Whether somebody has to decide."""
        return self.explained.weight is not Weight.HINT and not self.accepted_reason


@dataclass(frozen=True)
class DeskFile:
    """A file of a paper being written."""

    line: FileLine
    public: bool | None
    closed_reason: str
    waiting: bool
    note: str
    findings: Sequence[Told]
    original: FileLine | None
    mime_type: str
    alt_text: str

    @property
    def is_picture(self) -> bool:
        """Whether it needs words for whoever does not see it."""
        return self.mime_type in PICTURES

    @property
    def is_scan(self) -> bool:
        """Whether recognising its text would help."""
        return any(found.code is FindingCode.NO_TEXT for found in self.findings)


def desk_files(session: Session, paper_id: int) -> list[DeskFile]:
    """The files of a paper in order, with what was found in each; for who may write it."""
    rows = session.execute(
        select(File, PaperFile, FileCheck)
        .join(PaperFile, PaperFile.file_id == File.id)
        .outerjoin(FileCheck, FileCheck.file_id == File.id)
        .where(PaperFile.paper_id == paper_id)
        .order_by(PaperFile.position, File.id)
    ).all()
    originals = {file.master_file_id for file, _, _ in rows if file.master_file_id is not None}
    known = {file.id: file for file in session.scalars(select(File).where(File.id.in_(originals)))}
    findings = _findings(session, [file.id for file, _, _ in rows])
    return [_desk_file(file, link, check, findings, known.get(file.master_file_id or 0)) for file, link, check in rows]


def _desk_file(
    file: File, link: PaperFile, check: FileCheck | None, findings: dict[int, list[Told]], original: File | None
) -> DeskFile:
    return DeskFile(
        line=file_line(file),
        public=link.public,
        closed_reason=link.closed_reason or "",
        waiting=check is not None and check.state == CheckState.WAITING,
        note=(check.note or "") if check is not None else "",
        findings=findings.get(file.id, []),
        original=file_line(original) if original is not None else None,
        mime_type=file.mime_type or "",
        alt_text=file.alt_text or "",
    )


def _findings(session: Session, file_ids: list[int]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = {}
    rows = session.scalars(select(FileFinding).where(FileFinding.file_id.in_(file_ids)).order_by(FileFinding.id))
    for row in rows:
        code = FindingCode(row.code)
        told = Told(row.id, title_of(code, row.facts), row.page, EXPLAINED[code], row.accepted_reason or "", code)
        found.setdefault(row.file_id, []).append(told)
    order = list(Weight)
    return {key: sorted(each, key=lambda told: order.index(told.explained.weight)) for key, each in found.items()}


def last_saved(session: Session, paper: Paper) -> tuple[str, datetime] | None:
    """Who saved a paper last, and when; for who writes at the same time."""
    row = session.execute(
        select(AuditEntry.actor, AuditEntry.at)
        .where(
            AuditEntry.subject_kind == "paper",
            AuditEntry.subject_id == paper.id,
            AuditEntry.event.in_([AuditEvent.PAPER_SAVED, AuditEvent.PAPER_SIGNED]),
        )
        .order_by(AuditEntry.sequence.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    number = row.actor.removeprefix("user:")
    name = session.scalar(select(User.name).where(User.id == int(number))) if number.isdigit() else None
    return name or "Jemand", row.at


@dataclass(frozen=True)
class WorkLine:
    """A paper in a list of work."""

    id: int
    slug: str
    name: str
    kind: str
    reference: str
    state: str
    department: str
    modified: datetime
    turn: bool
    """Whether the paper waits for this reader to sign it."""
    writes: bool
    """Whether this reader may go on writing it."""

    @property
    def path(self) -> str:
        """Where this reader goes on with it."""
        return f"/vorlage/{self.slug}{'/mitzeichnen' if self.turn else '/bearbeiten' if self.writes else ''}"


def work_page(
    session: Session, actor: Actor, criteria: Sequence[ColumnElement[bool]], after: Key | None
) -> Page[WorkLine]:
    """Papers written here, the last changed first, a page beginning after a key."""
    shown = (
        select(Paper, Organization.name)
        .outerjoin(Organization, Organization.id == Paper.department_id)
        .where(readable_by(actor, Paper), Paper.state.is_not(None), *criteria)
    )
    moment = after.moment if after else None
    if after is not None and moment is not None:
        shown = shown.where(or_(Paper.modified < moment, and_(Paper.modified == moment, Paper.id < after.id)))
    found = session.execute(shown.order_by(Paper.modified.desc(), Paper.id.desc()).limit(PAGE_SIZE + 1)).all()
    rows = [_work_line(session, actor, paper, name) for paper, name in found[:PAGE_SIZE]]
    following = Key(rows[-1].modified.isoformat(), rows[-1].id) if len(found) > PAGE_SIZE else None
    return Page(rows, len(rows), following, first=after is None)


def _work_line(session: Session, actor: Actor, paper: Paper, department: str | None) -> WorkLine:
    return WorkLine(
        id=paper.id,
        slug=paper.slug,
        name=paper.name or "Vorlage ohne Titel",
        kind=paper.paper_type or "Vorlage",
        reference=paper.reference or "",
        state=STATE_WORDS[PaperState(paper.state or "")],
        department=department or "",
        modified=paper.modified,
        turn=waits_for(session, actor, paper),
        writes=may(actor, Permission.PAPER_WRITE, paper) or may(actor, Permission.PAPER_SUBMIT, paper),
    )


def offices(session: Session, actor: Actor, group: Group) -> list[tuple[int, str]]:
    """Organizations of one kind, by name: id and name."""
    rows: Any = session.execute(
        select(Organization.id, Organization.name, Organization.organization_type, Organization.classification)
        .where(readable_by(actor, Organization), Organization.deleted.is_(False))
        .order_by(Organization.name)
    )
    return [
        (row.id, row.name or "ohne Namen")
        for row in rows
        if group_of(row.organization_type, row.classification, row.name) is group
    ]


def signing_people(session: Session) -> list[tuple[int, str]]:
    """Who can be asked to sign: people of the administration and the executive with an account, by name: id and name.

    Colleagues know each other's names; nothing else of them is told here.
    """
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            User.roles,
            Organization.organization_type,
            Organization.classification,
            Organization.name,
        )
        .join(User, User.person_id == Person.id)
        .outerjoin(Membership, Membership.person_id == Person.id)
        .outerjoin(Organization, Organization.id == Membership.organization_id)
        .where(User.active)
        .order_by(Person.family_name, Person.name)
    )
    found = {
        identity: name or "ohne Namen"
        for identity, name, roles, kind, classification, organization in rows
        if OFFICE & {Role(role) for role in roles}
        or group_of(kind, classification, organization) is Group.OFFICE
        or EXECUTIVE.search(organization or "")
    }
    return list(found.items())
