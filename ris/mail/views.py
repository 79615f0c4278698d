"""The session office's page of letters that wait, or that somebody has to decide on."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ris.access.permissions import Permission
from ris.db import db, now_utc, transaction
from ris.mail.queries import letter_for, postbox_for
from ris.mail.services import NothingToDecide, settle
from ris.web.actor import current_actor
from ris.web.doors import permitted

blueprint = Blueprint("mail", __name__)


@blueprint.get("/verwaltung/email")
@permitted(Permission.MAIL_SETTLE)
def postbox() -> ResponseReturnValue:
    """What waits, and what is to be decided."""
    page = postbox_for(db.session(), current_actor())
    return render_template("administration/postbox.html", page=page)


@blueprint.post("/verwaltung/email/<int:mail_id>")
@permitted(Permission.MAIL_SETTLE)
def decide(mail_id: int) -> ResponseReturnValue:
    """Send it again, or take it as done."""
    again = bool(request.form.get("again"))
    try:
        with transaction() as session:
            mail = letter_for(session, current_actor(), mail_id)
            if mail is None:
                abort(404)
            settle(session, current_actor(), mail, again=again, now=now_utc())
        flash("Die E-Mail wird noch einmal gesendet." if again else "Die E-Mail gilt als erledigt.")
    except NothingToDecide:
        flash("Über diese E-Mail ist schon entschieden.", "warning")
    return redirect(url_for("mail.postbox"))
