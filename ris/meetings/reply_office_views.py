"""Everybody's answers, for the session office and the chair; and the form for who called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from ris.access.permissions import Permission
from ris.db import db, now_utc, transaction
from ris.meetings.approval_views import plain_room
from ris.meetings.queries.desk import meeting_at_desk
from ris.meetings.queries.replies import replies_page
from ris.meetings.reply_forms import ReplyForm
from ris.meetings.reply_rules import Way
from ris.meetings.reply_words import consequence_of
from ris.meetings.services.replies import NotAsked, Said, TooLate, enter_reply
from ris.web.actor import current_actor
from ris.web.askable import row_number
from ris.web.doors import permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("reply_desk", __name__)
OVER = "Dafür ist es zu spät: Die Sitzung hat begonnen oder findet nicht statt. Es ist nichts eingetragen."


@blueprint.get("/sitzung/<int:meeting_id>/rueckmeldungen")
@permitted(Permission.AGENDA_EDIT, Permission.AGENDA_APPROVE)
def everybody(meeting_id: int) -> ResponseReturnValue:
    """Who comes, who does not, whose seat is taken by whom, and whether it is enough."""
    return _page(meeting_id, ReplyForm(), request.args.get("person", 0, type=row_number))


@blueprint.post("/sitzung/<int:meeting_id>/rueckmeldungen/<int:person_id>")
@permitted(Permission.REPLY_ENTER)
def enter(meeting_id: int, person_id: int) -> ResponseReturnValue:
    """Enter what somebody said on the telephone."""
    form = ReplyForm.parse(request.form)
    if form.errors:
        return _page(meeting_id, form, person_id)
    try:
        with transaction() as session:
            meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
            said = Said(form.answer, Way.OFFICE, form.bemerkung)
            done = enter_reply(session, current_actor(), meeting, person_id, said, plain_room(), now=now_utc())
    except NotAsked:
        abort(404)
    except TooLate:
        flash(OVER, "warning")
    else:
        flash(f"Eingetragen. {consequence_of(done)}".strip())
    return redirect(url_for(".everybody", meeting_id=meeting_id, _anchor=f"person-{person_id}"))


def _page(meeting_id: int, form: ReplyForm, chosen: int) -> ResponseReturnValue:
    page = replies_page(db.session(), current_actor(), meeting_id, now=now_utc()) or abort(404)
    shown = render_template("meetings/office_replies.html", page=page, chosen=chosen, form=form)
    return shown, 422 if form.errors else 200
