"""Pages on which the office publishes: choose, look at it as everybody will, have somebody else confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, g, make_response, redirect, render_template, request, url_for
from sqlalchemy import select

from ris.access.actor import Actor
from ris.access.permissions import Permission
from ris.db import db, now_utc, rehearsal, transaction
from ris.documents.models import Paper
from ris.publication.forms import ChoiceForm
from ris.publication.models import PublicationProposal
from ris.publication.proposals import PublicationRefused, open_proposal
from ris.publication.publishing import (
    confirm_publication,
    discard_publication,
    plan_of,
    prepare_publication,
    rehearse_publication,
)
from ris.publication.queries import proposal_for, settled_count, settled_proposals, waiting_proposals
from ris.publication.rules import OUTCOME_WORDS, Outcome, Subject, consequence
from ris.web.actor import current_actor
from ris.web.addresses import number_from
from ris.web.doors import permitted
from ris.web.paging import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response
    from flask.typing import ResponseReturnValue

    from ris.publication.plans import Plan

blueprint = Blueprint("publishing", __name__)
PREVIEW_NOTICE = "Vorschau: So sehen es alle nach der Veröffentlichung. Noch ist nichts davon öffentlich."


@blueprint.route("/sitzung/<int:meeting_id>/veroeffentlichen", methods=["GET", "POST"])
@permitted(Permission.CONTENT_PREPARE)
def publish_meeting(meeting_id: int) -> ResponseReturnValue:
    """What of a meeting becomes public, what stays closed."""
    return _choose(Subject.MEETING, meeting_id)


@blueprint.route("/vorlage/<slug>/veroeffentlichen", methods=["GET", "POST"])
@permitted(Permission.CONTENT_PREPARE)
def publish_paper(slug: str) -> ResponseReturnValue:
    """What of a paper becomes public, what stays closed."""
    paper_id = db.session.scalar(select(Paper.id).where(Paper.slug == slug))
    if paper_id is None:
        abort(404)
    return _choose(Subject.PAPER, paper_id)


def _choose(subject: Subject, subject_id: int) -> ResponseReturnValue:
    plan = plan_of(db.session(), current_actor(), subject, subject_id)
    if plan is None:
        abort(404)
    if request.method != "POST":
        return _page(plan, ChoiceForm.preset(plan))
    form = ChoiceForm.parse(request.form)
    try:
        with transaction() as session:
            fresh = plan_of(session, current_actor(), subject, subject_id)
            if fresh is None:
                abort(404)
            prepare_publication(session, current_actor(), fresh, form.chosen, looked=form.looked, now=now_utc())
    except PublicationRefused as refused:
        return _page(plan, ChoiceForm(form.chosen, looked=form.looked, errors={"auswahl": str(refused)})), 422
    flash("Vorbereitet. Jetzt muss eine zweite Person bestätigen.", "success")
    return redirect(request.path, 303)


def _page(plan: Plan, form: ChoiceForm) -> str:
    proposal = open_proposal(db.session(), plan.subject, plan.subject_id)
    kinds = [key.partition(":")[0] for key in (proposal.chosen if proposal else form.chosen)]
    return render_template(
        "publication/publish.html",
        plan=plan,
        form=form,
        proposal=proposal,
        consequence=consequence(kinds),
        own=proposal is not None and proposal.prepared_by_id == current_actor().user_id,
    )


@blueprint.get("/buero/veroeffentlichungen")
@permitted(Permission.CONTENT_PREPARE)
def publication_list() -> ResponseReturnValue:
    """What waits for the second person, and what was settled."""
    session, actor = db.session(), current_actor()
    before = number_from(request.args.get("vor"))
    settled = settled_proposals(session, actor, before)
    return render_template(
        "publication/publication_list.html",
        waiting=waiting_proposals(session, actor) if before is None else (),
        settled=settled[:PAGE_SIZE],
        total=settled_count(session, actor),
        before=before,
        following=f"{request.path}?vor={settled[PAGE_SIZE - 1].id}" if len(settled) > PAGE_SIZE else "",
        address_of_proposal=_address,
        words=OUTCOME_WORDS,
        outcome=Outcome,
    )


@blueprint.post("/veroeffentlichung/<int:proposal_id>/bestaetigen")
@permitted(Permission.CONTENT_PUBLISH)
def confirm(proposal_id: int) -> ResponseReturnValue:
    """The second person's act: from now on everybody may read it."""
    told = "Veröffentlicht. Alle können es jetzt lesen; das öffentliche Protokoll nennt es."
    page = _settled(proposal_id, confirm_publication, told)
    return redirect(page.removesuffix("/veroeffentlichen"), 303)


@blueprint.post("/veroeffentlichung/<int:proposal_id>/verwerfen")
@permitted(Permission.CONTENT_PREPARE)
def discard(proposal_id: int) -> ResponseReturnValue:
    """Give it up; nothing becomes public."""
    told = "Verworfen. Es ist nichts öffentlich geworden."
    return redirect(_settled(proposal_id, discard_publication, told), 303)


def _settled(proposal_id: int, act: Callable[..., None], told: str) -> str:
    """Do it and say so, or say why not; the page to go on with."""
    try:
        with transaction() as session:
            proposal = _known(proposal_id)
            act(session, current_actor(), proposal, now=now_utc())
            page = _address(proposal)
    except PublicationRefused as refused:
        flash(str(refused), "warning")
        return url_for("publishing.publication_list")
    flash(told, "success")
    return page


@blueprint.get("/veroeffentlichung/<int:proposal_id>/vorschau")
@permitted(Permission.CONTENT_PREPARE)
def preview(proposal_id: int) -> ResponseReturnValue:
    """The page itself as everybody will see it: published, shown to the public, and taken back again."""
    with rehearsal() as session:
        proposal = _known(proposal_id)
        if proposal.settled is not None or proposal.kind == Subject.FILE:
            abort(404)
        rehearse_publication(session, current_actor(), proposal, now=now_utc())
        return _as_everybody_sees(_address(proposal).removesuffix("/veroeffentlichen"))


def _as_everybody_sees(address: str) -> Response:
    """The answer of the page at an address to a visitor without an account, for this reader only."""
    g.actor = Actor.public(g.body.id)
    g.notice = PREVIEW_NOTICE
    endpoint, values = current_app.url_map.bind("").match(address)
    response = make_response(current_app.view_functions[endpoint](**values))
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    for name in ("ETag", "Last-Modified"):
        response.headers.pop(name, None)
    return response


def _known(proposal_id: int) -> PublicationProposal:
    proposal = proposal_for(db.session(), current_actor(), proposal_id)
    if proposal is None:
        abort(404)
    return proposal


def _address(proposal: PublicationProposal) -> str:
    """The page on which a proposal is looked at."""
    if proposal.kind == Subject.FILE:
        return url_for("replacing.replace_page", file_id=proposal.subject_id)
    if proposal.kind == Subject.MEETING:
        return url_for("publishing.publish_meeting", meeting_id=proposal.subject_id)
    paper = db.session.get_one(Paper, proposal.subject_id)
    return url_for("publishing.publish_paper", slug=paper.slug)
