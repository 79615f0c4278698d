"""Handing in motions and questions of a Fraktion: one form, number and receipt at once."""

from __future__ import annotations

from flask import Blueprint, abort, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ris.access.permissions import Permission
from ris.council.models import Organization
from ris.db import db, now_utc, transaction
from ris.documents.models import PaperVersion
from ris.documents.rules import KIND_WORDS, PaperKind, PaperState
from ris.drafting.forms import new_draft_from
from ris.drafting.pages import DeskPage, desk_page, writable_paper
from ris.drafting.queries.deadlines import motion_deadlines
from ris.drafting.queries.ways import stops_of
from ris.drafting.rules import StopRole
from ris.drafting.services.numbering import NotReady, submit
from ris.drafting.services.ways import NewStop, set_way
from ris.drafting.services.writing import begin_draft
from ris.scope.readers import readable_by
from ris.web.actor import current_actor
from ris.web.answers import Answers
from ris.web.doors import permitted

blueprint = Blueprint("motions", __name__)

FACTION_KINDS = (PaperKind.MOTION, PaperKind.QUESTION)
KINDS = tuple((kind.value, KIND_WORDS[kind]) for kind in FACTION_KINDS)


@blueprint.route("/fraktion/einreichen", methods=["GET", "POST"])
@permitted(Permission.PAPER_SUBMIT)
def motion_new() -> ResponseReturnValue:
    """Begin a motion or a question; only the Fraktion reads it until it is handed in."""
    own = _factions()
    if not own:
        abort(404)
    answers = Answers(request.form.to_dict() if request.method == "POST" else {"art": request.args.get("art", "")})
    if request.method == "POST":
        draft = new_draft_from(answers, FACTION_KINDS, [key for key, _ in own])
        if draft is not None:
            with transaction() as session:
                paper = begin_draft(session, current_actor(), draft, now=now_utc())
                council = g.body.settings.council_organization_id
                if council is not None:
                    role = StopRole.DECISION if draft.kind is PaperKind.MOTION else StopRole.NOTED
                    set_way(session, current_actor(), paper, [NewStop(council, role)], now=now_utc())
                identity = paper.id
            return redirect(f"/vorlage/{identity}/bearbeiten", 303)
    status = 422 if answers.errors else 200
    return render_template("drafting/motion_new.html", form=answers, kinds=KINDS, own=own), status


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
    deadlines = motion_deadlines(db.session(), current_actor(), g.body.settings, now=now_utc())
    shown = [each for each in deadlines if each.organization_id in {stop.organization_id for stop in page.stops}]
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
