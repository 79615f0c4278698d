"""Beginning a draft and saving it: nobody overwrites what somebody else has saved meanwhile."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.circles import ADMINISTRATION, PUBLIC, organization_token, person_token
from ris.access.permissions import Permission
from ris.access.policy import Forbidden, require
from ris.accounts.models import User
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.documents.models import File, Paper, PaperFile, PaperOrganization, PaperPerson
from ris.documents.rules import DRAFT_SLUG, KIND_WORDS, PaperKind, PaperState, PaperStep, StepRefused
from ris.documents.services.papers import freeze_paper
from ris.drafting.services.voiding import void_signatures
from ris.meetings.models import Consultation
from ris.scope.readers import audience_for
from ris.web.dates import BERLIN
from ris.web.rich_text import html_of_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

TEXTS = ("summary", "proposal", "reasons", "finances", "climate")
WRITABLE = frozenset({PaperState.DRAFT, PaperState.RETURNED})
NEEDS_REASON = frozenset({PaperState.NUMBERED, PaperState.ON_AGENDA})
"""States in which a change is a new version, and readers want to know why."""


class Stale(Exception):
    """Somebody else has saved the paper since it was opened; nothing was changed."""


class AlreadyPublic(Exception):
    """Everybody reads it: a new wording goes through publishing, or becomes a paper of its own (Neufassung)."""


class NoReasonGiven(ValueError):
    """A new version of a paper with a number says why."""


@dataclass(frozen=True)
class NewDraft:
    """What is known of a paper at its beginning."""

    kind: PaperKind
    name: str
    department_id: int | None = None
    """The office or Fraktion it is written for."""
    word: str = ""
    """What tells its form from every other; empty where nobody fills in a form."""


class AlreadyBegun(Exception):
    """The same form was sent before; ``paper`` is what it began."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(paper.id)
        self.paper = paper


@dataclass(frozen=True)
class Wording:
    """All that a paper says, as it is to be saved."""

    name: str
    summary: str | None = None
    proposal: str | None = None
    reasons: str | None = None
    finances: str | None = None
    climate: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    public: bool | None = None
    closed_reason: str | None = None


def permission_to_write(actor: Actor, department_id: int | None) -> Permission:
    """What somebody needs to write for an office or a Fraktion."""
    return Permission.PAPER_SUBMIT if department_id in actor.factions else Permission.PAPER_WRITE


def begin_draft(session: Session, actor: Actor, new: NewDraft, *, now: datetime) -> Paper:
    """Begin a paper; readable by who writes it, and by the session office unless it is a Fraktion's.

    Raises :class:`AlreadyBegun`.
    """
    permission = permission_to_write(actor, new.department_id)
    require(actor, permission)
    if not actor.in_office and new.department_id not in actor.organizations:
        raise Forbidden(permission)
    begun_with = f"{actor.user_id}:{new.word}" if new.word else None
    if begun_with is not None:
        session.execute(select(User.id).where(User.id == actor.user_id).with_for_update())  # both clicks come at once
        if (known := session.scalars(select(Paper).where(Paper.begun_with == begun_with)).first()) is not None:
            raise AlreadyBegun(known)
    paper = Paper(
        name=new.name,
        slug=secrets.token_hex(8),  # until its id is known
        kind=new.kind.value,
        paper_type=KIND_WORDS[new.kind],
        state=PaperState.DRAFT.value,
        date=now.astimezone(BERLIN).date(),
        author_user_id=actor.user_id,
        department_id=new.department_id,
        begun_with=begun_with,
        audience=audience_for(session, draft_readers(actor, new.department_id)),
        created=now,
        modified=now,
    )
    session.add(paper)
    session.flush()  # its address is made of its id
    paper.slug = f"{DRAFT_SLUG}{paper.id}"
    _sign_as_originator(session, actor, paper)
    record(session, actor, AuditEvent.PAPER_DRAFTED, paper, {"kind": paper.kind}, now=now)
    return paper


def draft_readers(actor: Actor, department_id: int | None) -> frozenset[str]:
    """Who reads a new draft: its office or Fraktion and who writes it; the session office unless it is a Fraktion's."""
    own = {organization_token(department_id)} if department_id is not None else set()
    if department_id in actor.factions:
        return frozenset(own)
    writer = {person_token(actor.person_id)} if actor.person_id is not None else set()
    return frozenset({ADMINISTRATION, *own, *writer})


def _sign_as_originator(session: Session, actor: Actor, paper: Paper) -> None:
    if paper.department_id is None:
        return
    faction = paper.department_id in actor.factions
    part = "originator" if faction else "under_direction_of"
    session.add(PaperOrganization(paper_id=paper.id, organization_id=paper.department_id, part=part))
    if faction and actor.person_id is not None:
        session.add(PaperPerson(paper_id=paper.id, person_id=actor.person_id))


def locked(session: Session, paper: Paper) -> Paper:
    """The paper as it is now, kept from others until the transaction ends."""
    this = select(Paper).where(Paper.id == paper.id).with_for_update().execution_options(populate_existing=True)
    return session.scalars(this).one()


def save_wording(
    session: Session, actor: Actor, paper: Paper, wording: Wording, *, saves: int, reason: str = "", now: datetime
) -> bool:
    """Save what a paper says; whether anything has changed.

    ``saves`` is the count the writer's form was opened with. A changed text voids all signatures. Of a paper with a
    number it becomes a new version, for which ``reason`` says why.

    Raises:
        Stale: somebody else saved in between.
        AlreadyPublic, NoReasonGiven, StepRefused: see there.
    """
    require(actor, permission_to_write(actor, paper.department_id), paper)
    paper = locked(session, paper)
    if paper.saves != saves:
        raise Stale
    may_write(paper, paper.standing)
    if not apply_wording(paper, wording):
        return False
    changed_by(session, actor, paper, "Der Text wurde danach geändert.", reason=reason, now=now)
    record(session, actor, AuditEvent.PAPER_SAVED, paper, {"saves": paper.saves, "version": paper.version}, now=now)
    return True


def changed_by(session: Session, actor: Actor, paper: Paper, what: str, *, reason: str = "", now: datetime) -> None:
    """A paper is another now: signatures are void, and where it has a number a new version is frozen.

    Raises :class:`AlreadyPublic`, :class:`NoReasonGiven`, ``StepRefused``.
    """
    state = paper.standing
    may_write(paper, state)
    if state in NEEDS_REASON and not reason.strip():
        raise NoReasonGiven
    paper.saves += 1
    paper.modified = now
    void_signatures(session, paper, what, now=now)
    if state in NEEDS_REASON:
        freeze_paper(session, paper, now, by=actor, reason=reason.strip())


def may_write(paper: Paper, state: PaperState) -> None:
    """Raise unless the paper's text may be changed now."""
    if PUBLIC in paper.reader_tokens:
        raise AlreadyPublic
    if state not in WRITABLE | NEEDS_REASON:
        raise StepRefused(state, PaperStep.TAKE_BACK)


def apply_wording(paper: Paper, wording: Wording) -> bool:
    """Put the words into the paper; whether any of them is another."""
    told = asdict(wording) | {"details": dict(wording.details) or None}
    told |= {"html": html_of_all({name: told[name] for name in TEXTS})}
    changed = {name: value for name, value in told.items() if getattr(paper, name) != value}
    for name, value in changed.items():
        setattr(paper, name, value)
    return bool(changed)


def give_to(session: Session, paper: Paper, readers: Iterable[str], *, now: datetime) -> None:
    """Let these circles read a paper that is on its way, its files with their originals, and its planned stops."""
    audience = audience_for(session, readers)
    linked = select(PaperFile.file_id).where(PaperFile.paper_id == paper.id)
    files = session.scalars(select(File).where(File.id.in_(linked))).all()
    originals = [file.master_file_id for file in files if file.master_file_id is not None]
    of_paper = select(Consultation).where(Consultation.paper_id == paper.id, Consultation.deleted.is_(False))
    stops = session.scalars(of_paper).all()
    rows: list[Paper | File | Consultation] = [paper, *files, *stops]
    rows += session.scalars(select(File).where(File.id.in_(originals))).all()
    for row in rows:
        if row.audience is not audience:
            row.audience = audience
            row.modified = now


def drop_draft(session: Session, actor: Actor, paper: Paper, *, now: datetime) -> None:
    """Give a paper up that has no number; it stays readable for its circle."""
    require(actor, permission_to_write(actor, paper.department_id), paper)
    paper = locked(session, paper)
    paper.take(PaperStep.DROP)
    paper.modified = now
    record(session, actor, AuditEvent.PAPER_DROPPED, paper, {}, now=now)
