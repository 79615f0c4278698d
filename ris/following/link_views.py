"""Pages behind the links of letters: confirm, see and change, end.

Opening a link changes nothing, since mail scanners open links; a click does. Only the one click of RFC 8058 comes without
a page before it, and so without a token: its word is all it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for

from ris.access.actor import Actor
from ris.accounts.services.attempts import take_attempt
from ris.accounts.visits import visitor
from ris.db import db, now_utc, transaction
from ris.following.forms import NO_PACE, PACES, chosen_pace
from ris.following.queries.followers import follower_named, subscription_to_confirm
from ris.following.queries.subjects import Wanted, subjects_of
from ris.following.rules import GUESSES, Followed, Purpose, network_of
from ris.following.services.choosing import change_pace, confirm, end, end_all
from ris.web.actor import current_actor
from ris.web.doors import open_to_all

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ris.following.locks import Locks
    from ris.following.models import Follower, Subscription
    from ris.following.queries.subjects import Subject

blueprint = Blueprint("following_links", __name__)
NO_STORE = {"Cache-Control": "no-store"}


@blueprint.route("/folgen/bestaetigen/<word>", methods=["GET", "POST"])
@open_to_all
def confirmation(word: str) -> ResponseReturnValue:
    """The link of the first letter: what it is about, and the button that begins it."""
    name = _name_in(Purpose.CONFIRM, word)
    row = subscription_to_confirm(db.session(), name, now=now_utc())
    if row is None:
        return _dead_link()
    if request.method != "POST":
        if row.confirmed is not None:
            return redirect(_own_address(row))  # nothing is left to be asked
        shown = render_template("following/confirm.html", row=row, subject=_subject(row), word=word)
        return shown, 200, NO_STORE
    with transaction() as session:
        row = subscription_to_confirm(session, name, now=now_utc()) or abort(404)
        confirm(session, row, now=now_utc())
        address = _own_address(row)
    flash("Bestätigt. Sie bekommen eine E-Mail, wenn es Neues gibt.")
    return redirect(address, 303)


@blueprint.get("/folgen/meine/<word>")
@open_to_all
def own(word: str) -> ResponseReturnValue:
    """Everything an address follows."""
    follower = follower_named(db.session(), _name_in(Purpose.MANAGE, word))
    return _dead_link() if follower is None else _own_page(follower, word)


@blueprint.post("/folgen/meine/<word>/<name>")
@open_to_all
def change(word: str, name: str) -> ResponseReturnValue:
    """Another pace for one thing, or no more letters about it."""
    known = _name_in(Purpose.MANAGE, word)
    pace, ends = chosen_pace(request.form.get("wie-oft", "")), "beenden" in request.form
    with transaction() as session:
        follower = follower_named(session, known, locked=True)
        row = next((row for row in follower.subscriptions if row.name == name), None) if follower else None
        if row is None:
            return _dead_link()
        if ends:
            end(session, row)
        elif pace is not None:
            change_pace(session, row, pace, now=now_utc())
    follower = follower_named(db.session(), known)
    if follower is None:
        return _ended()
    flash(*(("Beendet.",) if ends else ("Gespeichert.",) if pace else (NO_PACE, "warning")))
    return redirect(url_for(".own", word=word), 303)


@blueprint.get("/folgen/ende/<word>")
@open_to_all
def ending(word: str) -> ResponseReturnValue:
    """The link of a letter that ends all: the button that does."""
    name = _name_in(Purpose.END, word)
    if name is None:
        return _dead_link()
    if follower_named(db.session(), name) is None:
        return _ended()
    return render_template("following/end.html", word=word), 200, NO_STORE


@blueprint.post("/folgen/ende/<word>")
@open_to_all
def ended(word: str) -> ResponseReturnValue:
    """End all, by the button or by the mail program (RFC 8058); a second time it is as true as the first."""
    name = _name_in(Purpose.END, word)
    if name is None:
        return _dead_link()
    with transaction() as session:
        follower = follower_named(session, name, locked=True)
        if follower is not None:
            end_all(session, follower)
    return _ended()


def _own_page(follower: Follower, word: str) -> ResponseReturnValue:
    rows = {row: Wanted(Followed(row.kind), row.about) for row in follower.subscriptions}
    subjects = subjects_of(db.session(), Actor.public(follower.body_id), rows.values())
    end_word = _locks().seal.word(Purpose.END, follower.body_id, follower.name)
    shown = render_template(
        "following/own.html",
        followed=[(row, subjects[wanted]) for row, wanted in rows.items()],
        paces=PACES,
        word=word,
        end_word=end_word,
    )
    return shown, 200, NO_STORE


def _own_address(row: Subscription) -> str:
    return url_for(".own", word=_locks().seal.word(Purpose.MANAGE, row.body_id, row.follower.name))


def _subject(row: Subscription) -> Subject:
    wanted = Wanted(Followed(row.kind), row.about)
    return subjects_of(db.session(), Actor.public(row.body_id), [wanted])[wanted]


def _locks() -> Locks:
    locks: Locks = current_app.extensions["following"]
    return locks


def _name_in(purpose: Purpose, word: str) -> str | None:
    """Whose name a word was made for; guessing is counted."""
    name = _locks().seal.read(purpose, current_actor().body_id, word)
    if name is None:
        with transaction() as session:
            whom = network_of(visitor().address)
            if not take_attempt(session, GUESSES, whom, key=visitor().key, now=now_utc()):
                abort(429)
    return name


def _ended() -> ResponseReturnValue:
    return render_template("following/ended.html"), 200, NO_STORE


def _dead_link() -> ResponseReturnValue:
    return render_template("following/dead_link.html"), 404, NO_STORE
