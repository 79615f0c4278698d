"""After the invitation: supplements, papers handed out in the sitting, items taken off, and the public notice."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, flash, g, redirect, render_template, request, url_for

from ris.access.permissions import Permission
from ris.access.policy import may
from ris.db import db, now_utc, transaction
from ris.documents.services.files import NewFile, store_file
from ris.law.provisions import Medium
from ris.meetings.approval_views import CHANGED, post_room
from ris.meetings.invitation_models import SupplementKind
from ris.meetings.office_forms import SUBJECTS, ItemForm
from ris.meetings.queries.desk import Desk, desk_for, meeting_at_desk
from ris.meetings.queries.notices import notices_of
from ris.meetings.said_twice import item_of_form
from ris.meetings.services.agenda_editing import Stale
from ris.meetings.services.agenda_items import NotOnAgenda
from ris.meetings.services.agenda_notice import DayAhead, Made, NotInvitedYet, note_notice, notice_text
from ris.meetings.services.agenda_opening import invited_readers
from ris.meetings.services.agenda_supplement import (
    Late,
    NoReason,
    NotSentYet,
    add_late,
    begin_supplement,
    drop_late,
    remove_item,
    send_supplement,
)
from ris.meetings.services.invitation import Blocked
from ris.meetings.supplement_forms import KINDS, MEDIA, NoticeForm, SupplementForm, day_of
from ris.web.actor import current_actor
from ris.web.askable import row_number
from ris.web.doors import permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ris.documents.models import File

blueprint = Blueprint("supplements", __name__)
HERE = "/sitzung/<int:meeting_id>/nachtrag"
NOTICE = "/sitzung/<int:meeting_id>/bekanntmachung"
SENT_ALREADY = "Der Nachtrag ist schon festgehalten. Es ging keine weitere E-Mail hinaus."


@blueprint.get(HERE)
@permitted(Permission.AGENDA_EDIT, Permission.AGENDA_APPROVE)
def supplement(meeting_id: int) -> ResponseReturnValue:
    """What comes on or off an agenda that was sent out."""
    return _page(_desk_or_404(meeting_id))


@blueprint.post(f"{HERE}/beginnen")
@permitted(Permission.AGENDA_EDIT)
def begin(meeting_id: int) -> ResponseReturnValue:
    """Start a supplement, or change its reason."""
    form = SupplementForm.parse(request.form)
    if form.errors:
        return _page(_desk_or_404(meeting_id), form=form)
    with transaction() as session:
        meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
        begin_supplement(session, current_actor(), meeting, SupplementKind(form.kind), form.reason, now=now_utc())
    flash("Der Nachtrag ist angelegt. Nehmen Sie jetzt die Punkte auf.")
    return redirect(url_for(".supplement", meeting_id=meeting_id))


@blueprint.post(f"{HERE}/aufnehmen")
@permitted(Permission.AGENDA_EDIT)
def add(meeting_id: int) -> ResponseReturnValue:
    """Put a waiting paper or an item of the office's own into the supplement."""
    after, station = request.form.get("nach", 0, type=row_number), request.form.get("beratung", 0, type=row_number)
    form = None if station else ItemForm.parse(request.form)
    if form is not None and form.errors:
        return _page(_desk_or_404(meeting_id), item_form=form)
    late = Late(after, station, form.words if form else None)
    with transaction() as session:
        meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
        item = add_late(session, current_actor(), meeting, late, revision=_revision(), now=now_utc())
        said = f"„{item.name}“ kommt als TOP {item.number} in den Nachtrag."
    flash(said)
    return redirect(url_for(".supplement", meeting_id=meeting_id))


@blueprint.post(f"{HERE}/entfernen")
@permitted(Permission.AGENDA_EDIT)
def drop(meeting_id: int) -> ResponseReturnValue:
    """Take something out of the supplement again."""
    with transaction() as session:
        meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
        drop_late(session, current_actor(), meeting, _item(), revision=_revision(), now=now_utc())
    flash("Der Punkt ist nicht mehr im Nachtrag.")
    return redirect(url_for(".supplement", meeting_id=meeting_id))


@blueprint.post(f"{HERE}/senden")
@permitted(Permission.AGENDA_APPROVE)
def send(meeting_id: int) -> ResponseReturnValue:
    """Freeze the supplement and send it, or note that it was handed out."""
    room = post_room(_desk_or_404(meeting_id))
    try:
        with transaction() as session:
            meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
            sent = send_supplement(session, current_actor(), meeting, room, revision=_revision(), now=now_utc())
    except Blocked:
        return _page(_desk_or_404(meeting_id), status=409)
    flash(
        "Der Nachtrag ist festgehalten und geht an alle Eingeladenen." if sent else "Die Tischvorlage ist festgehalten."
    )
    where = "invitations.receipts" if sent else ".supplement"
    return redirect(url_for(where, meeting_id=meeting_id))


@blueprint.post(f"{HERE}/absetzen")
@permitted(Permission.AGENDA_EDIT)
def remove(meeting_id: int) -> ResponseReturnValue:
    """Take an item off that was sent out."""
    try:
        with transaction() as session:
            meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
            reason = request.form.get("grund", "")
            item = remove_item(session, current_actor(), meeting, _item(), reason, revision=_revision(), now=now_utc())
            said = f"TOP {item.number} ist abgesetzt. Alle sehen das auf der Seite der Sitzung."
    except NoReason:
        flash("Bitte schreiben Sie, warum der Punkt abgesetzt wird. Es ist nichts geändert.", "warning")
        return redirect(url_for(".supplement", meeting_id=meeting_id, _anchor="absetzen"))
    flash(said)
    return redirect(url_for(".supplement", meeting_id=meeting_id, _anchor="absetzen"))


@blueprint.route(NOTICE, methods=["GET", "POST"])
@permitted(Permission.AGENDA_EDIT)
def notice(meeting_id: int) -> ResponseReturnValue:
    """The text for the medium of the Hauptsatzung, and the proof that it appeared."""
    shown = _desk_or_404(meeting_id)
    orders = g.body.settings.standing_orders
    form = NoticeForm(orders.medium.value if orders.medium else Medium.GAZETTE.value, orders.medium_name)
    if request.method != "POST":
        return _notice(shown, form)
    form = NoticeForm.parse(request.form)
    completed = day_of(form.completed_on)
    if form.errors or completed is None:
        return _notice(shown, form)
    text = notice_text(shown, g.body.name)
    try:
        with transaction() as session:
            fresh = desk_for(session, current_actor(), meeting_id, now=now_utc()) or abort(404)
            made = Made(Medium(form.medium), form.medium_name, completed, _proof(fresh))
            note_notice(session, current_actor(), fresh, made, text, now=now_utc())
    except NotInvitedYet:
        flash("Bekannt gemacht wird die Tagesordnung, zu der eingeladen ist. Es ist nichts vermerkt.", "warning")
        return redirect(url_for(".notice", meeting_id=meeting_id))
    except DayAhead:
        ahead = {
            "completed_on": "Der Tag liegt in der Zukunft. Tragen Sie ein, wann die Bekanntmachung erschienen ist."
        }
        return _notice(shown, NoticeForm(form.medium, form.medium_name, form.completed_on, ahead))
    flash("Der Nachweis der Bekanntmachung ist vermerkt.")
    return redirect(url_for(".notice", meeting_id=meeting_id))


@blueprint.get(f"{NOTICE}.txt")
@permitted(Permission.AGENDA_EDIT)
def notice_file(meeting_id: int) -> ResponseReturnValue:
    """The text alone, for the newspaper."""
    text = notice_text(_desk_or_404(meeting_id), g.body.name)
    return Response(text, content_type="text/plain; charset=utf-8")


@blueprint.errorhandler(Stale)
@blueprint.errorhandler(NotOnAgenda)
@blueprint.errorhandler(NotSentYet)
def changed(error: Exception) -> ResponseReturnValue:
    """Sent twice, or somebody else was quicker; the page says how it stands."""
    del error
    meeting_id = (request.view_args or {})["meeting_id"]
    shown = _desk_or_404(meeting_id)
    open_one = shown.supplement
    if request.endpoint == f"{blueprint.name}.{send.__name__}" and open_one is None and shown.sent:
        flash(SENT_ALREADY)
    elif (
        request.endpoint == f"{blueprint.name}.{add.__name__}"
        and open_one is not None
        and (there := item_of_form(shown.rows, request.form, supplement_id=open_one.id)) is not None
    ):
        flash(f"„{there.name}“ steht schon im Nachtrag, als TOP {there.number}.")
    else:
        flash(CHANGED, "warning")
    return redirect(url_for(".supplement", meeting_id=meeting_id))


def _page(
    shown: Desk, *, form: SupplementForm | None = None, item_form: ItemForm | None = None, status: int = 200
) -> ResponseReturnValue:
    saved = SupplementForm.of(shown.supplement) if shown.supplement else SupplementForm()
    refused = form or item_form
    page = render_template(
        "meetings/office_supplement.html",
        desk=shown,
        report=shown.report,
        form=form or saved,
        item_form=item_form or ItemForm(),
        errors=refused.errors if refused else {},
        kinds=KINDS,
        subjects=SUBJECTS,
        allowed=may(current_actor(), Permission.AGENDA_APPROVE, shown.meeting),
        edits=may(current_actor(), Permission.AGENDA_EDIT, shown.meeting),
    )
    return page, 422 if refused else status


def _notice(shown: Desk, form: NoticeForm) -> ResponseReturnValue:
    page = render_template(
        "meetings/office_notice.html",
        desk=shown,
        form=form,
        media=MEDIA,
        text_of_notice=notice_text(shown, g.body.name),
        notices=notices_of(db.session(), shown.meeting.id),
    )
    return page, 422 if form.errors else 200


def _proof(shown: Desk) -> File | None:
    """The uploaded proof, where there is one."""
    upload = request.files.get("proof")
    if upload is None or not upload.filename:
        return None
    session = db.session()
    readers = invited_readers(session, shown.meeting, now=now_utc())
    new = NewFile("Nachweis der Bekanntmachung", "bekanntmachung.pdf", upload.mimetype or "application/pdf")
    storage = current_app.extensions["storage"]
    return store_file(session, current_actor(), storage, io.BytesIO(upload.read()), new, readers=readers, now=now_utc())


def _desk_or_404(meeting_id: int) -> Desk:
    return desk_for(db.session(), current_actor(), meeting_id, now=now_utc()) or abort(404)


def _revision() -> int:
    return request.form.get("revision", 0, type=row_number)


def _item() -> int:
    return request.form.get("punkt", 0, type=row_number)
