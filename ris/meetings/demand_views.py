"""Acts on what somebody may demand by law of an agenda; they stand on the agenda desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, request, url_for

from ris.access.permissions import Permission
from ris.db import now_utc, transaction
from ris.meetings.office_forms import DemandForm
from ris.meetings.office_views import conflict, gone, render_desk
from ris.meetings.queries.desk import meeting_at_desk
from ris.meetings.services.agenda_demands import give_up_demand, note_demand, place_demand
from ris.meetings.services.agenda_editing import Stale
from ris.meetings.services.agenda_items import AlreadySent, NotOnAgenda
from ris.web.actor import current_actor
from ris.web.askable import row_number
from ris.web.dates import local_day
from ris.web.doors import permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("demands", __name__)
HERE = "/sitzung/<int:meeting_id>/bearbeiten/verlangen"
blueprint.register_error_handler(Stale, conflict)
blueprint.register_error_handler(NotOnAgenda, gone)
blueprint.register_error_handler(AlreadySent, gone)


@blueprint.post(HERE)
@permitted(Permission.AGENDA_EDIT)
def note(meeting_id: int) -> ResponseReturnValue:
    """Note a demand."""
    form = DemandForm.parse(request.form, local_day(now_utc()))
    if form.errors:
        return render_desk(meeting_id, demand_form=form)
    with transaction() as session:
        meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
        note_demand(session, current_actor(), meeting, form.demand(), now=now_utc())
    flash(f"Vermerkt: „{form.demanded}“ ist verlangt.")
    return _back(meeting_id)


@blueprint.post(f"{HERE}/aufnehmen")
@permitted(Permission.AGENDA_EDIT)
def place(meeting_id: int) -> ResponseReturnValue:
    """Answer a demand by an item."""
    given = {name: request.form.get(name, 0, type=row_number) for name in ("verlangen", "punkt", "revision")}
    with transaction() as session:
        meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
        item = place_demand(
            session,
            current_actor(),
            meeting,
            given["verlangen"],
            item_id=given["punkt"],
            revision=given["revision"],
            now=now_utc(),
        )
        session.flush()  # its number is told after the commit
        session.refresh(item)
    flash(f"Das Verlangen steht als TOP {item.number} auf der Tagesordnung.")
    return _back(meeting_id)


@blueprint.post(f"{HERE}/zuruecknehmen")
@permitted(Permission.AGENDA_EDIT)
def give_up(meeting_id: int) -> ResponseReturnValue:
    """Note that it was taken back."""
    with transaction() as session:
        meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
        give_up_demand(
            session, current_actor(), meeting, request.form.get("verlangen", 0, type=row_number), now=now_utc()
        )
    flash("Vermerkt: Es wird nicht mehr verlangt.")
    return _back(meeting_id)


def _back(meeting_id: int) -> ResponseReturnValue:
    return redirect(url_for("agenda_desk.desk", meeting_id=meeting_id, _anchor="verlangt"))
