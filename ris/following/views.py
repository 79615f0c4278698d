"""Asking to hear of something by e-mail. Everything is read as the public, whoever is logged in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from ris.access.actor import Actor
from ris.accounts.services.attempts import take_attempt
from ris.accounts.visits import visitor
from ris.db import db, now_utc, transaction
from ris.following.forms import PACES, FollowForm
from ris.following.letters import Letterhead
from ris.following.queries.subjects import Wish, subjects_of, wanted_from
from ris.following.rules import (
    WISHES_FOR_ADDRESS,
    WISHES_FROM_NETWORK,
    WISHES_IN_TOWN,
    network_of,
)
from ris.following.services.asking import ask
from ris.notices.rules import Pace
from ris.web.actor import current_actor, current_public_url
from ris.web.doors import open_to_all

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ris.following.queries.subjects import Subject

blueprint = Blueprint("following", __name__)
TOO_MANY = "Gerade kommen sehr viele Anfragen. Bitte versuchen Sie es in einer Stunde noch einmal."


@blueprint.route("/folgen", methods=["GET", "POST"])
@open_to_all
def follow() -> ResponseReturnValue:
    """Name an address; the letter to it asks whether this is wanted."""
    subject = _asked_for() or abort(404)
    if request.method != "POST":
        return _page(subject, FollowForm())
    form = FollowForm.parse(request.form)
    if form.errors:
        return _page(subject, form, 422)
    if not _allowed():
        form.errors["email"] = TOO_MANY
        return _page(subject, form, 429)
    _ask(Wish(form.email, subject.wanted, subject.address, Pace(form.pace)))
    return redirect(url_for(".sent"), 303)


@blueprint.get("/folgen/unterwegs")
@open_to_all
def sent() -> ResponseReturnValue:
    """The same for everybody, whether the address was known or not."""
    return render_template("following/sent.html", most=WISHES_FOR_ADDRESS.most)


def _asked_for() -> Subject | None:
    public = Actor.public(current_actor().body_id)
    wanted = wanted_from(db.session(), public, request.args)
    return subjects_of(db.session(), public, [wanted])[wanted] if wanted is not None else None


def _allowed() -> bool:
    """Counted by network and by town; nobody is told here how often an address was asked for."""
    counted = ((WISHES_FROM_NETWORK, network_of(visitor().address)), (WISHES_IN_TOWN, str(current_actor().body_id)))
    with transaction() as session:
        return all(take_attempt(session, limit, whom, key=visitor().key, now=now_utc()) for limit, whom in counted)


def _ask(wish: Wish) -> None:
    """Write the letter, unless the address got its share today: then it gets none, and the page says what it always says."""
    head = Letterhead(g.body.name, current_public_url(), current_app.extensions["following"])
    whom = f"{current_actor().body_id}:{wish.address.lower()}"
    for last in (False, True):
        try:
            with transaction() as session:
                if take_attempt(session, WISHES_FOR_ADDRESS, whom, key=visitor().key, now=now_utc()):
                    ask(session, wish, head, now=now_utc())
        except IntegrityError:  # the same address twice at once: the first made the row
            if last:
                raise
        else:
            return


def _page(subject: Subject, form: FollowForm, status: int = 200) -> ResponseReturnValue:
    return render_template("following/follow.html", subject=subject, form=form, paces=PACES), status
