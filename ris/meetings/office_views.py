"""The agenda desk (S2): one page, one small form per act, each of them works without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from ris.access.permissions import Permission
from ris.db import db, now_utc, transaction
from ris.meetings.agenda_rules import Direction
from ris.meetings.models import AgendaItem
from ris.meetings.office_forms import CONVENINGS, SUBJECTS, DemandForm, ItemForm, TermsForm
from ris.meetings.queries.desk import Desk, desk_for, meeting_at_desk
from ris.meetings.said_twice import item_of_form
from ris.meetings.services import agenda_editing as editing
from ris.meetings.services.agenda_editing import Stale
from ris.meetings.services.agenda_items import AlreadyPublic, AlreadySent, NotOnAgenda, rows_of
from ris.meetings.services.agenda_terms import set_terms
from ris.web.actor import current_actor
from ris.web.askable import row_number
from ris.web.autosave import not_saved, saved, saves_itself
from ris.web.doors import permitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    Verb = Callable[..., AgendaItem | None]
    """Takes session, actor, meeting, what the form says, the revision it was made over, and the time."""

blueprint = Blueprint("agenda_desk", __name__)
HERE = "/sitzung/<int:meeting_id>/bearbeiten"
BEGUN = "Die Tagesordnung ist begonnen. Die wiederkehrenden Punkte stehen schon da."
CARRIED_ON = "Die übernommene Tagesordnung wird hier weitergeführt."


@blueprint.get(HERE)
@permitted(Permission.AGENDA_EDIT)
def desk(meeting_id: int) -> ResponseReturnValue:
    """The agenda in the making, the papers that wait, and the checks."""
    return render_desk(meeting_id)


@blueprint.get(f"{HERE}/pruefung")
@permitted(Permission.AGENDA_EDIT)
def checks(meeting_id: int) -> ResponseReturnValue:
    """The check panel alone, for the page that asks again by itself."""
    shown = _desk_or_404(meeting_id)
    return render_template("meetings/office_checks.html", desk=shown, report=shown.report)


@blueprint.post(f"{HERE}/beginnen")
@permitted(Permission.AGENDA_EDIT)
def begin(meeting_id: int) -> ResponseReturnValue:
    """Start the agenda with its standing items."""
    with transaction() as session:
        meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
        taken_over = bool(rows_of(session, meeting))
        editing.begin_agenda(session, current_actor(), meeting, now=now_utc())
    flash(CARRIED_ON if taken_over else BEGUN)
    return redirect(url_for(".desk", meeting_id=meeting_id))


@blueprint.post(f"{HERE}/vorlage")
@permitted(Permission.AGENDA_EDIT)
def add_paper(meeting_id: int) -> ResponseReturnValue:
    """Put a waiting paper on the agenda: one click."""
    station = request.form.get("beratung", 0, type=row_number)
    item = _edit(meeting_id, editing.add_paper_item, station)
    return _back(meeting_id, item, "steht jetzt als TOP {number} auf der Tagesordnung.")


@blueprint.post(f"{HERE}/punkt")
@permitted(Permission.AGENDA_EDIT)
def add_item(meeting_id: int) -> ResponseReturnValue:
    """Put an item without a paper on the agenda."""
    form = ItemForm.parse(request.form)
    if form.errors:
        return render_desk(meeting_id, item_form=form)
    item = _edit(meeting_id, editing.add_own_item, form.words)
    return _back(meeting_id, item, "steht jetzt als TOP {number} auf der Tagesordnung.")


@blueprint.post(f"{HERE}/verschieben")
@permitted(Permission.AGENDA_EDIT)
def move(meeting_id: int) -> ResponseReturnValue:
    """Move an item up, down, or to a number."""
    item_id = request.form.get("punkt", 0, type=row_number)
    step, target = request.form.get("richtung", ""), request.form.get("ziel", 0, type=row_number)
    to: Direction | int = Direction(step) if step in set(Direction) else target
    item = _edit(meeting_id, editing.move_item, item_id, to)
    return _back(meeting_id, item, "ist jetzt TOP {number}.", focus=step if step in set(Direction) else "")


@blueprint.route(f"{HERE}/punkt/<int:item_id>", methods=["GET", "POST"])
@permitted(Permission.AGENDA_EDIT)
def edit_item(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Change an item's words, part and subject."""
    shown = _desk_or_404(meeting_id)
    item = next((row for row in shown.rows if row.id == item_id), None) or abort(404)
    form = ItemForm.parse(request.form) if request.method == "POST" else ItemForm.of(item)
    if form.errors and saves_itself():
        return not_saved(form.errors)
    if request.method != "POST" or form.errors:
        page = render_template("meetings/office_item.html", desk=shown, item=item, form=form, subjects=SUBJECTS)
        return page, 422 if form.errors else 200
    changed = _edit(meeting_id, editing.change_item, item_id, form.words)
    if saves_itself():
        return saved({"revision": _revision() + 1})
    return _back(meeting_id, changed, "ist gespeichert (TOP {number}).")


@blueprint.post(f"{HERE}/entfernen")
@permitted(Permission.AGENDA_EDIT)
def take_off(meeting_id: int) -> ResponseReturnValue:
    """Take an item off; the page offers to undo it."""
    item_id = request.form.get("punkt", 0, type=row_number)
    item = _edit(meeting_id, editing.take_off_item, item_id)
    flash(f"„{item.name}“ ist nicht mehr auf der Tagesordnung.")
    return redirect(url_for(".desk", meeting_id=meeting_id, entfernt=item.id))


@blueprint.post(f"{HERE}/zurueckholen")
@permitted(Permission.AGENDA_EDIT)
def put_back(meeting_id: int) -> ResponseReturnValue:
    """Undo taking an item off."""
    item_id = request.form.get("punkt", 0, type=row_number)
    item = _edit(meeting_id, editing.put_back_item, item_id)
    return _back(meeting_id, item, "ist wieder da, als TOP {number}.")


@blueprint.post(f"{HERE}/ladung")
@permitted(Permission.AGENDA_EDIT)
def terms(meeting_id: int) -> ResponseReturnValue:
    """Save how the meeting is convened."""
    form = TermsForm.parse(request.form)
    if form.errors:
        return render_desk(meeting_id, terms_form=form)
    with transaction() as session:
        meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
        set_terms(session, current_actor(), meeting, form.terms, revision=_revision(), now=now_utc())
    flash("Die Angaben zur Einladung sind gespeichert.")
    return redirect(url_for(".desk", meeting_id=meeting_id, _anchor="ladung"))


@blueprint.errorhandler(Stale)
def conflict(error: Stale) -> ResponseReturnValue:
    """Somebody else was quicker: both versions side by side, and nothing of what was typed is lost."""
    args = request.view_args or {}
    shown = _desk_or_404(args["meeting_id"])
    if shown.sent:  # the page was open since before the invitation; there is nothing to choose
        return gone(AlreadySent(args["meeting_id"]))
    adds = request.endpoint in {f"{blueprint.name}.{add_item.__name__}", f"{blueprint.name}.{add_paper.__name__}"}
    if adds and (there := item_of_form(shown.rows, request.form, supplement_id=None)) is not None:
        return _back(args["meeting_id"], there, "steht schon auf der Tagesordnung, als TOP {number}.")
    wanted = args.get("item_id") or request.form.get("punkt", 0, type=row_number)
    item = next((row for row in shown.rows if row.id == wanted), None)
    mine = {name: value for name, value in request.form.items() if name not in {"csrf_token", "revision"}}
    page = render_template("meetings/office_conflict.html", desk=shown, stale=error, mine=mine, item=item)
    return page, 409


@blueprint.errorhandler(AlreadyPublic)
def read_by_all(error: AlreadyPublic) -> ResponseReturnValue:
    """An item everybody reads is closed on a page of its own, which says what goes with it."""
    flash("Der Punkt ist schon veröffentlicht. Hier nehmen Sie ihn aus dem öffentlichen Teil heraus.", "warning")
    return redirect(f"/top/{error.args[0]}/nichtoeffentlich")


@blueprint.errorhandler(NotOnAgenda)
@blueprint.errorhandler(AlreadySent)
def gone(error: Exception) -> ResponseReturnValue:
    """The item or paper is not there any more, or the agenda is out; the page says how it stands."""
    sent = isinstance(error, AlreadySent)
    flash(
        "Zu dieser Sitzung ist schon eingeladen. Ändern Sie die Tagesordnung mit einem Nachtrag."
        if sent
        else "Das hat inzwischen jemand anderes erledigt. Hier steht der neue Stand.",
        "warning",
    )
    return redirect(url_for("agenda_desk.desk", **(request.view_args or {}) | {"item_id": None}))


def render_desk(
    meeting_id: int,
    *,
    item_form: ItemForm | None = None,
    terms_form: TermsForm | None = None,
    demand_form: DemandForm | None = None,
) -> ResponseReturnValue:
    """The desk, with a refused form where there is one."""
    shown = _desk_or_404(meeting_id)
    saved = TermsForm.of(shown.draft) if shown.draft else TermsForm()
    refused = item_form or terms_form or demand_form
    page = render_template(
        "meetings/office_agenda.html",
        desk=shown,
        report=shown.report,
        item_form=item_form or ItemForm(),
        terms_form=terms_form or saved,
        demand_form=demand_form or DemandForm(),
        convenings=CONVENINGS,
        subjects=SUBJECTS,
        removed=request.args.get("entfernt", 0, type=row_number),
        errors=refused.errors if refused else {},
    )
    return page, 422 if refused else 200


def _desk_or_404(meeting_id: int) -> Desk:
    return desk_for(db.session(), current_actor(), meeting_id, now=now_utc()) or abort(404)


def _revision() -> int:
    return request.form.get("revision", 0, type=row_number)


def _edit(meeting_id: int, verb: Verb, *said: object) -> AgendaItem:
    """Do one act in its own transaction."""
    with transaction() as session:
        meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
        item = verb(session, current_actor(), meeting, *said, revision=_revision(), now=now_utc()) or abort(404)
        session.flush()  # its number and name are told after the commit
        session.refresh(item)
    return item


def _back(meeting_id: int, item: AgendaItem, said: str, *, focus: str = "") -> ResponseReturnValue:
    """To the desk, to the item: the browser's focus goes where the fragment is, with and without JavaScript."""
    flash(f"„{item.name}“ {said.format(number=item.number)}")
    return redirect(url_for(".desk", meeting_id=meeting_id, _anchor=f"{focus or 'punkt'}-{item.id}"))
