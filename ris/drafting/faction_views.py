"""Handing in motions and questions of a Fraktion: one form, number and receipt at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ris.access.permissions import Permission
from ris.council.models import Organization
from ris.db import db, now_utc, transaction
from ris.documents.models import PaperVersion
from ris.documents.rules import KIND_WORDS, PaperKind, PaperState
from ris.drafting.forms import VISIBILITIES, ask_for, new_draft_from, with_word, wording_from
from ris.drafting.kinds import KIND_FORMS
from ris.drafting.pages import DeskPage, desk_page, writable_paper
from ris.drafting.queries.deadlines import motion_deadlines
from ris.drafting.queries.ways import stops_of
from ris.drafting.rules import StopRole
from ris.drafting.services.numbering import NotReady, submit, unsaid
from ris.drafting.services.ways import NewStop, set_way
from ris.drafting.services.writing import AlreadyBegun, begin_draft, save_wording
from ris.scope.readers import readable_by
from ris.web.actor import current_actor
from ris.web.answers import Answers
from ris.web.doors import permitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from ris.documents.models import Paper
    from ris.drafting.queries.deadlines import MotionDeadline

blueprint = Blueprint("motions", __name__)

FACTION_KINDS = (PaperKind.MOTION, PaperKind.QUESTION)
KINDS = tuple((kind.value, KIND_WORDS[kind]) for kind in FACTION_KINDS)


@blueprint.route("/fraktion/einreichen", methods=["GET", "POST"])
@permitted(Permission.PAPER_SUBMIT)
def motion_new() -> ResponseReturnValue:
    """A motion or a question on one page: handed in at once, or kept as a draft only the Fraktion reads."""
    own = _factions()
    if not own:
        abort(404)
    posted = request.method == "POST"
    answers = Answers(request.form.to_dict()) if posted else with_word({"art": request.args.get("art", "")})
    if posted:
        try:
            with transaction() as session:
                goes_on = _written(session, answers, own)
            return redirect(goes_on, 303)
        except AlreadyBegun as before:
            return redirect(_next_page(before.paper), 303)
        except _Incomplete:
            pass
    kind = next((kind for kind in FACTION_KINDS if kind.value == answers.typed("art")), None)
    shown = {
        "asks": KIND_FORMS[kind] if kind else None,
        "word": KIND_WORDS[kind] if kind else "",
        "deadlines": [each for each in _deadlines() if each.organization_id == g.body.settings.council_organization_id],
        "visibilities": VISIBILITIES,
    }
    status = 422 if answers.errors else 200
    return render_template("drafting/motion_new.html", form=answers, kinds=KINDS, own=own, **shown), status


class _Incomplete(Exception):
    """The form has errors; nothing is stored."""


def _written(session: Session, answers: Answers, own: Sequence[tuple[int, str]]) -> str:
    """Write it down, and hand it in if the button says so; the page to go on with."""
    actor, now = current_actor(), now_utc()
    draft = new_draft_from(answers, FACTION_KINDS, [key for key, _ in own])
    if draft is None:
        raise _Incomplete
    paper = begin_draft(session, actor, draft, now=now)
    council = g.body.settings.council_organization_id
    if council is not None:
        role = StopRole.DECISION if draft.kind is PaperKind.MOTION else StopRole.NOTED
        set_way(session, actor, paper, [NewStop(council, role)], now=now)
    save_wording(session, actor, paper, wording_from(answers, paper), saves=paper.saves, now=now)
    hands_in = answers.typed("tun") == "einreichen"
    if hands_in:
        ask_for(answers, paper, unsaid(paper))
    if answers.errors:
        raise _Incomplete
    if hands_in:
        submit(session, actor, paper, now=now)
    return _next_page(paper)


def _next_page(paper: Paper) -> str:
    """The receipt of what was handed in; the desk of a draft."""
    return f"/vorlage/{paper.id}/bearbeiten" if paper.submitted is None else f"/fraktion/eingang/{paper.slug}"


def _deadlines() -> list[MotionDeadline]:
    return motion_deadlines(db.session(), current_actor(), g.body.settings, now=now_utc())


@blueprint.route("/fraktion/einreichen/<key>", methods=["GET", "POST"])
@permitted(Permission.PAPER_SUBMIT)
def motion_submit(key: str) -> ResponseReturnValue:
    """The deadline first, then one button: number and receipt at once."""
    page = _own(key)
    if page.paper.standing is not PaperState.DRAFT:
        return redirect(f"/fraktion/eingang/{page.paper.slug}", 303)
    sentences: list[str] = []
    if request.method == "POST":
        try:
            with transaction() as session:
                paper = _own(key).paper
                submit(session, current_actor(), paper, now=now_utc())
                slug = paper.slug
        except NotReady as refused:
            sentences = refused.sentences
            page = _own(key)
        else:
            return redirect(f"/fraktion/eingang/{slug}", 303)
    shown = [each for each in _deadlines() if each.organization_id in {stop.organization_id for stop in page.stops}]
    status = 422 if sentences else 200
    return render_template("drafting/submit.html", page=page, deadlines=shown, sentences=sentences), status


@blueprint.get("/fraktion/eingang/<key>")
@permitted(Permission.PAPER_SUBMIT, Permission.PAPER_WRITE)
def motion_receipt(key: str) -> ResponseReturnValue:
    """The receipt: number, time, digest; made to be printed."""
    session, actor = db.session(), current_actor()
    paper = writable_paper(session, actor, key)
    if paper is None or paper.submitted is None:
        abort(404)
    version = session.scalars(
        select(PaperVersion)
        .where(PaperVersion.paper_id == paper.id, readable_by(actor, PaperVersion))
        .order_by(PaperVersion.number)
    ).first()
    return render_template("drafting/receipt.html", paper=paper, version=version, stops=stops_of(session, paper.id))


def _factions() -> list[tuple[int, str]]:
    actor = current_actor()
    rows = db.session.scalars(
        select(Organization).where(Organization.id.in_(actor.factions)).order_by(Organization.name)
    )
    return [(row.id, row.name or "ohne Namen") for row in rows]


def _own(key: str) -> DeskPage:
    actor = current_actor()
    paper = writable_paper(db.session(), actor, key)
    if paper is None or paper.department_id not in actor.factions:
        abort(404)
    return desk_page(db.session(), actor, paper, now=now_utc())
