"""Releasing a paper, giving it its number, and what a Fraktion hands in: number and receipt at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.circles import ADMINISTRATION
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.documents.models import Paper, PaperRelation
from ris.documents.rules import PaperState, PaperStep, StepRefused, free_slug
from ris.documents.services.numbers import next_reference, restated_reference, supplement_reference
from ris.documents.services.papers import freeze_paper
from ris.drafting.kinds import missing
from ris.drafting.queries.obstacles import obstacles_of
from ris.drafting.services.writing import TEXTS, NewDraft, Wording, apply_wording, begin_draft, give_to, locked
from ris.web.dates import BERLIN

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

RESTATES, SUPPLEMENTS = "restates", "supplements"


class NotReady(ValueError):
    """Something is missing or must be settled first; ``sentences`` say what, one each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def release(session: Session, actor: Actor, paper: Paper, *, now: datetime) -> None:
    """Release a paper without (further) co-signing, on the session office's word."""
    require(actor, Permission.PAPER_RELEASE, paper)
    paper = locked(session, paper)
    paper.take(PaperStep.RELEASE)
    paper.modified = now
    freeze_paper(session, paper, now, by=actor, reason="Vom Sitzungsdienst freigegeben")
    record(session, actor, AuditEvent.PAPER_RELEASED, paper, {"version": paper.version, "by_office": True}, now=now)


def give_number(session: Session, actor: Actor, paper: Paper, *, now: datetime) -> str:
    """Check a released paper and give it its number and its address for good.

    Raises :class:`NotReady` and ``StepRefused``.
    """
    require(actor, Permission.PAPER_NUMBER, paper)
    paper = locked(session, paper)
    check_ready(session, paper)
    paper.take(PaperStep.NUMBER)
    return _number(session, actor, paper, now)


def submit(session: Session, actor: Actor, paper: Paper, *, now: datetime) -> str:
    """Hand in a Fraktion's motion or question: number, time of receipt, and readers in the session office.

    Raises :class:`NotReady` and ``StepRefused``.
    """
    require(actor, Permission.PAPER_SUBMIT, paper)
    paper = locked(session, paper)
    check_ready(session, paper)
    paper.take(PaperStep.SUBMIT)
    paper.submitted = now
    give_to(session, paper, paper.reader_tokens | {ADMINISTRATION}, now=now)
    reference = _number(session, actor, paper, now)
    record(session, actor, AuditEvent.PAPER_SUBMITTED, paper, {"reference": reference}, now=now)
    return reference


def unsaid(paper: Paper) -> dict[str, str]:
    """What must still be said before a paper goes on its way: column or field of its kind → sentence that asks."""
    texts = {name: getattr(paper, name) for name in TEXTS}
    asked = missing(paper.written_kind, texts, paper.details or {})
    if paper.public is None:
        asked["public"] = "Bitte wählen Sie, ob die Vorlage öffentlich beraten werden soll."
    if paper.public is False and not (paper.closed_reason or "").strip():
        asked["closed_reason"] = "Bitte begründen Sie, warum die Vorlage nichtöffentlich ist."
    return asked


def check_ready(session: Session, paper: Paper) -> None:
    """Raise :class:`NotReady` when something must still be said or settled."""
    sentences = [*unsaid(paper).values(), *obstacles_of(session, paper.id)]
    if sentences:
        raise NotReady(sentences)


def _number(session: Session, actor: Actor, paper: Paper, now: datetime) -> str:
    year = now.astimezone(BERLIN).year
    above = _above(session, paper)
    if above is None:
        reference = next_reference(session, year, paper.written_kind)
    elif RESTATES in (paper.details or {}):
        reference = restated_reference(session, above.reference or "")
    else:
        reference = supplement_reference(session, above.reference or "")
    paper.reference = reference
    paper.slug = free_slug(reference, lambda slug: _taken(session, slug), paper.slug)
    paper.date = now.astimezone(BERLIN).date()
    paper.modified = now
    freeze_paper(session, paper, now, by=actor, reason=f"Nummer {reference} vergeben")
    record(session, actor, AuditEvent.PAPER_NUMBERED, paper, {"reference": reference}, now=now)
    return reference


def _taken(session: Session, slug: str) -> bool:
    return session.scalar(select(Paper.id).where(Paper.slug == slug)) is not None


def _above(session: Session, paper: Paper) -> Paper | None:
    details = paper.details or {}
    above = details.get(RESTATES) or details.get(SUPPLEMENTS)
    return session.scalars(select(Paper).where(Paper.id == int(above))).one() if above else None


def begin_successor(session: Session, actor: Actor, paper: Paper, *, restates: bool, now: datetime) -> Paper:
    """A draft that words a numbered paper anew (Neufassung) or adds to it (Nachtrag); its number will hang on the old one."""
    require(actor, Permission.PAPER_WRITE, paper)
    if paper.reference is None or paper.kind is None:
        raise StepRefused(PaperState(paper.state or PaperState.DRAFT), PaperStep.NUMBER)
    new = NewDraft(paper.written_kind, paper.name or "", paper.department_id)
    draft = begin_draft(session, actor, new, now=now)
    texts = {name: getattr(paper, name) for name in TEXTS} if restates else {}
    own = {name: str(value) for name, value in (paper.details or {}).items() if name not in {RESTATES, SUPPLEMENTS}}
    details = {**(own if restates else {}), (RESTATES if restates else SUPPLEMENTS): str(paper.id)}
    apply_wording(draft, Wording(paper.name or "", **texts, details=details, public=paper.public))
    draft.closed_reason = paper.closed_reason
    above, below = (paper.id, draft.id)
    session.add(PaperRelation(paper_id=below, related_id=above, kind="superordinated"))
    session.add(PaperRelation(paper_id=above, related_id=below, kind="subordinated"))
    return draft
