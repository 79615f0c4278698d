"""Saying whether one comes (M2): for who is logged in, and by the link of a letter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for

from ris.access.actor import Actor
from ris.access.permissions import Permission
from ris.access.policy import Forbidden
from ris.accounts.rules import Limit
from ris.accounts.services.attempts import take_attempt
from ris.accounts.visits import visitor
from ris.db import db, now_utc, transaction
from ris.meetings.approval_views import plain_room
from ris.meetings.models import Meeting
from ris.meetings.queries.replies import OwnReply, answer_of, own_reply
from ris.meetings.reply_forms import ReplyForm
from ris.meetings.reply_rules import Answer, ReplySeal, Way
from ris.meetings.reply_words import sentence_of
from ris.meetings.services.replies import Said, TooLate, reply
from ris.web.actor import current_actor
from ris.web.doors import open_to_all, permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("replies", __name__)
BY_LINK = Limit("reply", 30, timedelta(hours=1))
"""How often one person may change their mind by one link."""
GUESSED = Limit("reply-from", 60, timedelta(hours=1))
"""How many links that are none may be asked for from one place; a town hall is one address."""
TOO_OFTEN = "Das waren zu viele Antworten hintereinander. Bitte warten Sie eine Stunde oder rufen Sie uns an."
OVER = "Dafür ist es zu spät: Die Sitzung hat begonnen oder findet nicht statt."
NO_STORE = {"Cache-Control": "no-store"}


@blueprint.route("/sitzung/<int:meeting_id>/rueckmeldung", methods=["GET", "POST"])
@permitted(Permission.MEETING_REPLY)
def own(meeting_id: int) -> ResponseReturnValue:
    """One's own answer, for who is logged in."""
    actor = current_actor()
    if request.method != "POST":
        return _own_page(meeting_id, ReplyForm())
    form = ReplyForm.parse(request.form)
    if form.errors:
        return _own_page(meeting_id, form)
    try:
        with transaction() as session:
            meeting = (own_reply(session, actor, meeting_id, now=now_utc()) or abort(404)).meeting
            said = Said(form.answer, Way.PAGE, form.bemerkung)
            done = reply(session, actor, meeting, said, plain_room(), now=now_utc())
    except TooLate:
        flash(OVER, "warning")
    else:
        flash(sentence_of(done))
    if own_reply(db.session(), actor, meeting_id, now=now_utc()) is None:
        return redirect("/sitzungen")  # who does not stand in may not even know of the meeting any more
    back = ".own" if request.form.get("zurueck") != "sitzung" else "meetings.meeting_detail"
    return redirect(url_for(back, meeting_id=meeting_id))


@blueprint.route("/rueckmeldung/<word>", methods=["GET", "POST"])
@open_to_all
def by_link(word: str) -> ResponseReturnValue:
    """A link from an e-mail. Opening it changes nothing, since mail scanners open links; a click answers.

    It is good for this one answer, shows no more than the letter said, and ends when the sitting begins.
    """
    page = _behind(word)
    if page is None:
        return _noted() if _refused(word) else _dead_link()
    form = ReplyForm.parse(request.form) if request.method == "POST" else ReplyForm()
    if request.method != "POST" or form.errors:  # a robot's HEAD is no answer either
        return _link_page(page, form, word, 422 if form.errors else 200)
    meeting_id, actor = page.meeting.id, _only(current_actor().body_id, page.line.person_id)
    if not _within_limit(page):
        return _link_page(page, ReplyForm(errors={"antwort": TOO_OFTEN}), word, 429)
    try:
        with transaction() as session:
            meeting = session.get_one(Meeting, meeting_id)
            said = Said(form.answer, Way.LINK, form.bemerkung)
            reply(session, actor, meeting, said, plain_room(), now=now_utc())
    except (TooLate, Forbidden):  # the sitting has begun meanwhile, or somebody else stands in
        return _dead_link()
    return redirect(url_for(".by_link", word=word, gespeichert=1))


def _own_page(meeting_id: int, form: ReplyForm) -> ResponseReturnValue:
    page = own_reply(db.session(), current_actor(), meeting_id, now=now_utc()) or abort(404)
    return render_template("meetings/reply.html", page=page, form=form), 422 if form.errors else 200


def _behind(word: str) -> OwnReply | None:
    """What a link is about; None alike for one that is none, that was for another town, or whose time is over."""
    body_id = current_actor().body_id
    known = ReplySeal(current_app.config["SECRET_KEY"]).read(body_id, word)
    if known is None:
        _count_guess()
        return None
    meeting_id, person_id = known
    page = own_reply(db.session(), _only(body_id, person_id), meeting_id, now=now_utc(), by_link=True)
    return page if page is not None and page.open else None


def _refused(word: str) -> bool:
    """Whether the link is of somebody who was to stand in and said no: somebody else is asked by now."""
    known = ReplySeal(current_app.config["SECRET_KEY"]).read(current_actor().body_id, word)
    return known is not None and answer_of(db.session(), *known) is Answer.NO


def _only(body_id: int, person_id: int) -> Actor:
    """Who came by a link: that person, and nothing that person may do or read beside."""
    return Actor(body_id, person_id=person_id, name=f"person:{person_id}")


def _count_guess() -> None:
    with transaction() as session:
        allowed = take_attempt(session, GUESSED, visitor().address, key=visitor().key, now=now_utc())
    if not allowed:
        abort(429)


def _within_limit(page: OwnReply) -> bool:
    with transaction() as session:
        whom = f"{page.meeting.id}:{page.line.person_id}"
        return take_attempt(session, BY_LINK, whom, key=visitor().key, now=now_utc())


def _link_page(page: OwnReply, form: ReplyForm, word: str, status: int = 200) -> ResponseReturnValue:
    saved = "gespeichert" in request.args and page.answer is not None
    shown = render_template("meetings/reply_link.html", page=page, form=form, word=word, saved=saved)
    return shown, status, NO_STORE


def _noted() -> ResponseReturnValue:
    return render_template("meetings/reply_noted.html"), 200, NO_STORE


def _dead_link() -> ResponseReturnValue:
    return render_template("meetings/reply_dead_link.html"), 404, NO_STORE
