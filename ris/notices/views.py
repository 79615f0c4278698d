"""Pages where somebody says how they want to hear of news, and which browsers take pushes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for

from ris.access.permissions import Permission
from ris.accounts.models import LoginSession, User
from ris.accounts.sessions import current_account, current_login
from ris.accounts.visits import key_ring
from ris.council.delivery import delivery_of
from ris.db import db, now_utc, transaction
from ris.notices.forms import ChoicesForm, name_of
from ris.notices.push_line import NoEndpoint
from ris.notices.push_sealing import BadKeys
from ris.notices.queries.choices import known_town_key, rules_of, subscriptions_of
from ris.notices.rules import Channel, NoticeKind, Pace
from ris.notices.services.choices import choose
from ris.notices.services.pushing import Endpoint, TooMany, register, take_out, town_key
from ris.web.actor import current_actor
from ris.web.doors import for_anybody_signed_in, permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("notices", __name__)
NO_BROWSER = "Dieser Browser lässt sich nicht für Mitteilungen eintragen."
FULL = "Es sind schon zehn Geräte eingetragen. Bitte entfernen Sie zuerst eines."


@blueprint.route("/mein/konto/benachrichtigungen", methods=["GET", "POST"])
@permitted(Permission.OWN_AREA)
def choices() -> ResponseReturnValue:
    """How soon, and by which way, for each kind of news."""
    rules = rules_of(db.session(), current_account().id)
    if request.method != "POST":
        return _page(ChoicesForm.of(rules))
    form = ChoicesForm.parse(request.form, rules)
    if form.errors:
        return _page(form), 422
    with transaction() as session:
        user = session.get_one(User, current_actor().user_id)
        choose(session, current_actor(), user, form.wanted, now=now_utc())
    flash("Gespeichert.")
    return redirect(url_for(".choices"), 303)


@blueprint.post("/mein/konto/benachrichtigungen/geraete")
@permitted(Permission.OWN_AREA)
def enter_browser() -> ResponseReturnValue:
    """Enter the browser that asks; a script sends what it got from its maker."""
    login = current_login() or abort(404)
    endpoint = _endpoint()
    try:
        with transaction() as session:
            here = session.get_one(LoginSession, login.id)
            register(session, current_actor(), here, endpoint, current_app.extensions["push"], now=now_utc())
    except (NoEndpoint, BadKeys):
        return {"error": NO_BROWSER}, 422
    except TooMany:
        return {"error": FULL}, 422
    return {"next": url_for(".choices")}


@blueprint.post("/mein/konto/benachrichtigungen/geraete/<int:subscription_id>/entfernen")
@for_anybody_signed_in
def remove_browser(subscription_id: int) -> ResponseReturnValue:
    """No more pushes to one browser; also for who has left."""
    with transaction() as session:
        if not take_out(session, session.get_one(User, current_account().id), subscription_id):
            abort(404)
    flash("Das Gerät bekommt keine Mitteilungen mehr.")
    return redirect(url_for(".choices"), 303)


def _endpoint() -> Endpoint:
    """What the script sent; empty where it sent something else."""
    try:
        given: Any = request.get_json(silent=True)
    except RecursionError:  # a hundred thousand brackets
        given = None
    given = given if isinstance(given, dict) else {}
    keys = given.get("keys")
    keys = keys if isinstance(keys, dict) else {}
    return Endpoint(str(given.get("endpoint", "")), str(keys.get("p256dh", "")), str(keys.get("auth", "")))


def _page(form: ChoicesForm) -> str:
    login = current_login()
    return render_template(
        "notices/choices.html",
        form=form,
        kinds=[(kind, name_of(kind, Channel.MAIL), name_of(kind, Channel.PUSH)) for kind in NoticeKind],
        paces=[(pace.value, pace.label) for pace in Pace],
        browsers=subscriptions_of(db.session(), current_account().id, now=now_utc()),
        here=login.id if login is not None else None,
        push_key=_public_key(),
        delivery=delivery_of(db.session(), current_actor()),
    )


def _public_key() -> str:
    """What browsers subscribe to; made when it is asked for first."""
    known = known_town_key(db.session())
    if known is None:
        with transaction() as session:
            known = town_key(session, key_ring(), now=now_utc()).public
    return known
