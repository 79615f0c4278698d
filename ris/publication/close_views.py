"""The page on which the office moves an item into the closed part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request
from sqlalchemy import select

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import may
from ris.db import db, now_utc, transaction
from ris.documents.models import Paper
from ris.meetings.models import AgendaItem, Consultation
from ris.publication.closing import close_item
from ris.publication.forms import CloseForm
from ris.scope.readers import readable, readable_by
from ris.web.actor import current_actor
from ris.web.doors import permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

blueprint = Blueprint("closing", __name__)
CLOSED = "Der Punkt steht jetzt im nichtöffentlichen Teil. Außer den Eingeladenen liest ihn niemand mehr."

CLOSED_ALREADY = "Der Punkt steht schon im nichtöffentlichen Teil."


@blueprint.route("/top/<int:item_id>/nichtoeffentlich", methods=["GET", "POST"])
@permitted(Permission.CONTENT_WITHDRAW)
def close_page(item_id: int) -> ResponseReturnValue:
    """What everybody can read no longer, and why; then it is so at once."""
    if request.method == "POST" and _is_closed(item_id):
        flash(CLOSED_ALREADY, "success")
        return redirect(f"/top/{item_id}", 303)
    item = _found(db.session(), item_id)
    public = PUBLIC in item.reader_tokens
    form = CloseForm.parse(request.form, public=public) if request.method == "POST" else CloseForm()
    if request.method == "POST" and not form.errors:
        reasons = {"closed_reason": form.closed_reason, "reason": form.reason}
        with transaction() as session:
            fresh = None if _is_closed(item_id) else _found(session, item_id)
            if fresh is not None:
                close_item(session, current_actor(), fresh, **reasons, now=now_utc())
        flash(CLOSED if fresh is not None else CLOSED_ALREADY, "success")
        return redirect(f"/top/{item_id}", 303)
    papers = _public_papers(db.session(), item_id)
    page = render_template("publication/close.html", item=item, public=public, papers=papers, form=form)
    return (page, 422) if form.errors else page


def _is_closed(item_id: int) -> bool:
    """Whether the form was sent twice, or somebody else was quicker."""
    item = db.session.get(AgendaItem, item_id)
    if item is None or item.public or item.deleted or not readable(current_actor(), item):
        return False
    return may(current_actor(), Permission.CONTENT_WITHDRAW, item)


def _found(session: Session, item_id: int) -> AgendaItem:
    """The item of a public part that the actor may close; 404 else."""
    wanted = select(AgendaItem).where(
        AgendaItem.id == item_id, AgendaItem.deleted.is_(False), readable_by(current_actor(), AgendaItem)
    )
    item = session.scalars(wanted).first()
    if item is None or not item.public or not may(current_actor(), Permission.CONTENT_WITHDRAW, item):
        abort(404)
    return item


def _public_papers(session: Session, item_id: int) -> list[Paper]:
    """Papers of the item that stay readable for everybody under their own address."""
    tied = select(Consultation.paper_id).where(Consultation.agenda_item_id == item_id)
    papers = session.scalars(select(Paper).where(Paper.id.in_(tied), Paper.deleted.is_(False)))
    return [paper for paper in papers if PUBLIC in paper.reader_tokens]
