"""The page on which the session office calls the items of a sitting, so that members' tablets know where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from ris.access.permissions import Permission
from ris.db import db, now_utc, transaction
from ris.meetings.queries.calling import calling_page
from ris.meetings.services.calling import NoSuchItem, NotToday, call_item, end_called, take_call_back
from ris.web.actor import current_actor
from ris.web.askable import row_number
from ris.web.doors import permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

blueprint = Blueprint("calling", __name__)
NOT_TODAY = "Punkte lassen sich nur am Tag der Sitzung aufrufen. Es ist nichts geändert."
CHANGED = "Das ging nicht mehr: Inzwischen ist ein anderer Punkt aufgerufen. Es ist nichts geändert."


@blueprint.get("/sitzung/<int:meeting_id>/aufruf")
@permitted(Permission.MEETING_RECORD)
def items(meeting_id: int) -> ResponseReturnValue:
    """All items, and which is called."""
    page = calling_page(db.session(), current_actor(), meeting_id, now=now_utc()) or abort(404)
    return render_template("meetings/office_calling.html", page=page)


@blueprint.post("/sitzung/<int:meeting_id>/aufruf")
@permitted(Permission.MEETING_RECORD)
def call(meeting_id: int) -> ResponseReturnValue:
    """Call an item, end the one that is called, or take a call back."""
    try:
        with transaction() as session:
            flash(_done(session, meeting_id, request.form.get("punkt", 0, type=row_number)))
    except NotToday:
        flash(NOT_TODAY, "warning")
    except NoSuchItem:
        flash(CHANGED, "warning")
    return redirect(url_for(".items", meeting_id=meeting_id), 303)


def _done(session: Session, meeting_id: int, item_id: int) -> str:
    actor, now = current_actor(), now_utc()
    page = calling_page(session, actor, meeting_id, now=now) or abort(404)
    act = request.form.get("tun")
    if act == "beenden":
        end_called(session, actor, page.meeting, now=now)
        return "Beendet. Zurzeit ist kein Punkt aufgerufen."
    if act == "zuruecknehmen":
        take_call_back(session, actor, page.meeting, item_id, now=now)
        return "Der Aufruf ist zurückgenommen."
    item = call_item(session, actor, page.meeting, item_id, now=now)
    return f"Aufgerufen: {item.number or ''} {item.name or ''}".strip()
