"""The member's own page, and their calendar under a secret address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for

from ris.access.permissions import Permission
from ris.accounts.models import User
from ris.accounts.sessions import current_account
from ris.db import db, now_utc, transaction
from ris.feeds.answers import calendar_answer
from ris.meetings.events import events_of
from ris.members.elsewhere import in_one_list, meetings_elsewhere
from ris.members.packs import pack_sizes
from ris.members.queries import own_area, own_calendar
from ris.members.services import close_calendar, open_calendar
from ris.notices.queries.area import area_news
from ris.notices.rules import FIRST_LOOK, visit_at
from ris.notices.services.visits import is_worth_noting, known_visit, note_look
from ris.web.actor import current_actor, current_public_url
from ris.web.doors import for_anybody_signed_in, open_to_all, permitted

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from ris.members.elsewhere import Elsewhere

blueprint = Blueprint("members", __name__)


@blueprint.get("/mein")
@permitted(Permission.OWN_AREA)
def area() -> ResponseReturnValue:
    """What comes next, what waits for an answer, what is new since the last visit, and where one belongs."""
    now = now_utc()
    since = _new_since(now)
    page = own_area(db.session(), current_actor(), now=now)
    installation = current_app.config["RIS"].public_url
    elsewhere = _elsewhere(installation, now)
    news = area_news(db.session(), current_actor(), since, now=now)
    return render_template(
        "members/area.html",
        page=page,
        sizes=pack_sizes(db.session(), current_actor(), [each.line.id for each in page.coming]),
        entries=in_one_list(page.coming, elsewhere),
        elsewhere=elsewhere,
        news=news,
        since=since,
        all_news=_wants_all(),
        calendar=current_account().calendar_hash is not None,
    )


def _new_since(now: datetime) -> datetime:
    """Since when things are new; a look is written down, but not with borrowed eyes."""
    if _wants_all() or "viewing" in g:
        return now - FIRST_LOOK
    known = known_visit(db.session(), current_account().id)
    visit = visit_at(now, known)
    if is_worth_noting(known, visit):
        with transaction() as session:
            visit = note_look(session, current_actor(), current_account().id, now=now)
    return visit.since


def _elsewhere(installation: str, now: datetime) -> list[Elsewhere]:
    """Meetings of one's accounts in other towns; of nobody's with borrowed eyes."""
    if "viewing" in g:
        return []
    return meetings_elsewhere(db.session(), current_account(), installation=installation, now=now)


def _wants_all() -> bool:
    return request.args.get("seit") == "alles"


@blueprint.post("/mein/kalender")
@permitted(Permission.OWN_AREA)
def new_calendar() -> ResponseReturnValue:
    """A secret address for one's own calendar; it is shown this once."""
    with transaction() as session:
        user = session.get_one(User, current_account().id)
        word = open_calendar(session, current_actor(), user, now=now_utc())
    address = current_public_url() + url_for(".calendar", word=word)
    return render_template("members/calendar.html", address=address)


@blueprint.post("/mein/kalender/loeschen")
@for_anybody_signed_in
def no_calendar() -> ResponseReturnValue:
    """The address opens nothing any more."""
    with transaction() as session:
        close_calendar(session, current_actor(), session.get_one(User, current_account().id), now=now_utc())
    flash("Ihre Kalender-Adresse gilt nicht mehr.", "success")
    return redirect(url_for(".area"), 303)


@blueprint.get("/mein/kalender/<word>.ics")
@open_to_all
def calendar(word: str) -> ResponseReturnValue:
    """One's own meetings as a subscription; the address is the key."""
    lines = own_calendar(db.session(), word, now=now_utc())
    if lines is None:
        abort(404)
    response = calendar_answer(events_of(lines), f"Meine Sitzungen {g.body.name}")
    response.headers["Cache-Control"] = "private, no-store"
    return response
