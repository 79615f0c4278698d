"""Approval (V1 before the sitting), the receipts of an invitation, and the link that confirms one."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for

from ris.access.permissions import Permission
from ris.access.policy import may
from ris.db import db, now_utc, transaction
from ris.mail.services import NothingToDecide
from ris.meetings.invitation_models import Recipient
from ris.meetings.letters import invitation_pdf
from ris.meetings.models import Meeting
from ris.meetings.queries.desk import desk_for, meeting_at_desk
from ris.meetings.queries.receipts import invitation_page, is_invited
from ris.meetings.reply_rules import ReplySeal
from ris.meetings.rules import StepRefused
from ris.meetings.services.agenda_editing import Stale
from ris.meetings.services.agenda_items import AlreadySent, NotOnAgenda
from ris.meetings.services.invitation import Blocked, PostRoom, approve_and_invite
from ris.meetings.services.invitation_receipts import (
    Note,
    NotePast,
    confirm_receipt,
    note_opened_by,
    note_way,
    recipient_by_word,
)
from ris.meetings.services.invitation_resending import NoAddress, send_again
from ris.web.actor import current_actor, current_public_url
from ris.web.askable import row_number
from ris.web.doors import open_to_all, permitted
from ris.web.viewing import viewing_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from ris.meetings.queries.desk import Desk

blueprint = Blueprint("invitations", __name__)
CHANGED = "Die Tagesordnung wurde inzwischen geändert. Bitte sehen Sie sie noch einmal an."
INVITED_ALREADY = "Zu dieser Sitzung ist schon eingeladen. Es ging keine weitere E-Mail hinaus."
NO_PDF = "Das PDF konnte auf diesem Server nicht erzeugt werden; die Einladung steht als Seite bereit."


@blueprint.route("/sitzung/<int:meeting_id>/freigeben", methods=["GET", "POST"])
@permitted(Permission.AGENDA_APPROVE, Permission.AGENDA_EDIT)
def approve(meeting_id: int) -> ResponseReturnValue:
    """The agenda as members will see it, the checks, and one button of consequence."""
    shown = desk_for(db.session(), current_actor(), meeting_id, now=now_utc()) or abort(404)
    if request.method != "POST":
        return _approval(shown)
    room = post_room(shown)
    revision = request.form.get("revision", 0, type=row_number)
    try:
        with transaction() as session:
            meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
            approve_and_invite(session, current_actor(), meeting, room, revision=revision, now=now_utc())
    except (Stale, AlreadySent):
        return _too_late(meeting_id)
    except (Blocked, StepRefused):
        return _approval(desk_for(db.session(), current_actor(), meeting_id, now=now_utc()) or abort(404), 409)
    flash(f"{len(shown.invitees)} Personen sind eingeladen. Die E-Mails gehen jetzt hinaus.")
    if room.pdf is None:
        flash(NO_PDF, "warning")
    return redirect(url_for(".receipts", meeting_id=meeting_id))


@blueprint.get("/sitzung/<int:meeting_id>/einladung")
@permitted(Permission.AGENDA_EDIT, Permission.AGENDA_APPROVE)
def receipts(meeting_id: int) -> ResponseReturnValue:
    """Who was invited, what arrived when, and who came too late."""
    version = request.args.get("fassung", type=row_number)
    page = invitation_page(db.session(), current_actor(), meeting_id, version, now=now_utc()) or abort(404)
    chosen = request.args.get("person", 0, type=row_number)
    return render_template("meetings/office_receipts.html", page=page, chosen=chosen, today=now_utc(), errors={})


@blueprint.get("/sitzung/<int:meeting_id>/einladung/post")
@permitted(Permission.AGENDA_EDIT)
def post_list(meeting_id: int) -> ResponseReturnValue:
    """The envelopes: who gets the letter by post."""
    version = request.args.get("fassung", type=row_number)
    page = invitation_page(db.session(), current_actor(), meeting_id, version, now=now_utc()) or abort(404)
    return render_template("meetings/office_envelopes.html", page=page)


@blueprint.post("/sitzung/<int:meeting_id>/einladung/<int:recipient_id>")
@permitted(Permission.INVITATION_PROVE)
def note(meeting_id: int, recipient_id: int) -> ResponseReturnValue:
    """Note what happened to one letter."""
    said, day = request.form.get("vermerk", ""), _day(request.form.get("tag", ""))
    version = request.form.get("fassung", type=row_number)
    back = url_for(".receipts", meeting_id=meeting_id, fassung=version, _anchor=f"person-{recipient_id}")
    if said not in set(Note) or day is None:
        flash("Bitte geben Sie den Tag so an: 2026-12-01. Es ist nichts vermerkt.", "warning")
        return redirect(back)
    try:
        with transaction() as session:
            meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
            recipient = session.get(Recipient, recipient_id) or abort(404)
            note_way(session, current_actor(), meeting, recipient, Note(said), day, now=now_utc())
            name = recipient.name
    except NotOnAgenda:
        abort(404)
    except NotePast:
        flash("Der Tag liegt vor der Einladung oder in der Zukunft. Es ist nichts vermerkt.", "warning")
        return redirect(back)
    flash(f"Vermerkt für {name}.")
    return redirect(back)


@blueprint.post("/sitzung/<int:meeting_id>/einladung/<int:recipient_id>/erneut")
@permitted(Permission.INVITATION_PROVE)
def resend(meeting_id: int, recipient_id: int) -> ResponseReturnValue:
    """Send a letter that did not arrive once more."""
    version = request.form.get("fassung", type=row_number)
    back = url_for(".receipts", meeting_id=meeting_id, fassung=version, _anchor=f"person-{recipient_id}")
    try:
        with transaction() as session:
            meeting = meeting_at_desk(session, current_actor(), meeting_id) or abort(404)
            recipient = session.get(Recipient, recipient_id) or abort(404)
            address = send_again(session, current_actor(), meeting, recipient, now=now_utc())
        flash(f"Die Einladung geht noch einmal an {address}.")
    except NotOnAgenda:
        abort(404)
    except NothingToDecide:
        flash("Diese E-Mail wartet noch oder ist angekommen. Es wird nichts noch einmal gesendet.", "warning")
    except NoAddress:
        flash("Bei dieser Person steht keine E-Mail-Adresse. Tragen Sie eine ein, oder geben Sie den Brief.", "warning")
    return redirect(back)


@blueprint.route("/einladung/<word>", methods=["GET", "POST"])
@open_to_all
def confirm(word: str) -> ResponseReturnValue:
    """A link from an e-mail: only a click confirms, since mail scanners open links by themselves."""
    if request.method == "POST":
        with transaction() as session:
            opened = confirm_receipt(session, current_actor(), word, now=now_utc()) or abort(404)
        return redirect(f"/sitzung/{opened.meeting_id}")
    _, meeting = recipient_by_word(db.session(), word) or abort(404)
    return render_template("meetings/invitation_confirm.html", meeting=meeting, word=word)


@blueprint.before_app_request
def note_opening() -> None:
    """Who was invited and opens the meeting while logged in has the invitation; noted once, with the person's own eyes."""
    if request.endpoint != "meetings.meeting_detail" or request.method != "GET" or viewing_words():
        return
    actor, meeting_id = current_actor(), (request.view_args or {})["meeting_id"]
    if actor.person_id is None or not is_invited(db.session(), actor, meeting_id):
        return
    with transaction() as session:
        note_opened_by(session, actor, session.get_one(Meeting, meeting_id), now=now_utc())


def _too_late(meeting_id: int) -> ResponseReturnValue:
    """Sent twice, or over an agenda that has changed since."""
    shown = desk_for(db.session(), current_actor(), meeting_id, now=now_utc()) or abort(404)
    if shown.sent:
        flash(INVITED_ALREADY)
        return redirect(url_for(".receipts", meeting_id=meeting_id))
    flash(CHANGED, "warning")
    return redirect(url_for(".approve", meeting_id=meeting_id))


def post_room(shown: Desk) -> PostRoom:
    """Everything letters need; the PDF is drawn before any transaction begins."""
    signed_by, now = current_actor().name, now_utc()
    pdf = invitation_pdf(shown, town=g.body.name, public_url=current_public_url(), signed_by=signed_by, now=now)
    return replace(plain_room(), pdf=pdf)


def plain_room() -> PostRoom:
    """What letters need that take no PDF along."""
    secret = current_app.config["SECRET_KEY"]
    return PostRoom(
        town=g.body.name,
        office=g.body.settings.office_name,
        public_url=current_public_url(),
        storage=current_app.extensions["storage"],
        seal=seal_with(secret),
        replies=ReplySeal(secret),
    )


def seal_with(secret: str) -> Callable[[str], str]:
    """How words of links are made on this machine."""

    def seal(about: str) -> str:
        return hmac.new(secret.encode(), f"invitation:{about}".encode(), hashlib.sha256).hexdigest()[:40]

    return seal


def _approval(shown: Desk, status: int = 200) -> ResponseReturnValue:
    allowed = may(current_actor(), Permission.AGENDA_APPROVE, shown.meeting)
    sure = "bestaetigen" in request.args
    page = render_template("meetings/office_approval.html", desk=shown, report=shown.report, allowed=allowed, sure=sure)
    return page, status


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
