"""Pages where somebody links the accounts they have in several towns, and takes a link back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for

from ris.access.permissions import Permission
from ris.accounts.link_queries import linked_accounts, links_kept
from ris.accounts.models import User
from ris.accounts.rules import LINK_CODE
from ris.accounts.services.attempts import take_attempt
from ris.accounts.services.town_links import DeadCode, new_link_code, redeem, unlink
from ris.accounts.sessions import current_account
from ris.accounts.visits import freshly_confirmed, visitor
from ris.db import db, now_utc, transaction
from ris.web.actor import current_actor
from ris.web.answers import Answers
from ris.web.doors import for_anybody_signed_in, permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ris.storage import FileStorage

blueprint = Blueprint("towns", __name__)
DEAD = "Dieser Code gilt nicht oder nicht mehr. Bitte erzeugen Sie in der anderen Kommune einen neuen."
TOO_OFTEN = "Das waren zu viele Versuche. Bitte warten Sie eine Stunde."


@blueprint.get("/mein/konto/kommunen")
@permitted(Permission.OWN_AREA)
@freshly_confirmed
def towns() -> ResponseReturnValue:
    """The links that stand, and how to make one."""
    return _page(Answers())


@blueprint.post("/mein/konto/kommunen/code")
@permitted(Permission.OWN_AREA)
@freshly_confirmed
def make_code() -> ResponseReturnValue:
    """A code for the other town; shown this once."""
    with transaction() as session:
        user = session.get_one(User, current_account().id)
        code = new_link_code(session, current_actor(), user, now=now_utc())
    return render_template("members/town_code.html", code=code)


@blueprint.post("/mein/konto/kommunen")
@permitted(Permission.OWN_AREA)
@freshly_confirmed
def give_code() -> ResponseReturnValue:
    """The code of the other town proves that the same person is logged in there."""
    answers = Answers(request.form.to_dict())
    code = answers.typed("code")
    if not code:
        answers.refuse("code", "Bitte geben Sie den Code ein, den die andere Kommune Ihnen zeigt.")
        return _page(answers), 422
    user_id = current_account().id
    with transaction() as session:
        allowed = take_attempt(session, LINK_CODE, str(user_id), key=visitor().key, now=now_utc())
    if not allowed:
        answers.refuse("code", TOO_OFTEN)
        return _page(answers), 429
    try:
        with transaction() as session:
            town = redeem(session, current_actor(), session.get_one(User, user_id), code, now=now_utc())
    except DeadCode:
        answers.refuse("code", DEAD)
        return _page(answers), 422
    flash(f"Ihre Konten sind verbunden: {town}.")
    return redirect(url_for(".towns"), 303)


@blueprint.post("/mein/konto/kommunen/<int:link_id>/loesen")
@for_anybody_signed_in
def end_link(link_id: int) -> ResponseReturnValue:
    """Neither town shows anything of the other any more."""
    with transaction() as session:
        user = session.get_one(User, current_account().id)
        if not unlink(session, current_actor(), user, link_id, now=now_utc()):
            abort(404)
    flash("Die Verbindung ist gelöst. Keine der beiden Kommunen zeigt mehr Termine der anderen.")
    return redirect(url_for("own_account.account"), 303)


@blueprint.get("/mein/konto/kommunen/<int:link_id>/wappen")
@permitted(Permission.OWN_AREA)
def crest(link_id: int) -> ResponseReturnValue:
    """The coat of arms of a linked town; pages load pictures from their own host only."""
    account = next((each for each in linked_accounts(db.session(), current_account()) if each.link_id == link_id), None)
    storage: FileStorage = current_app.extensions["storage"]
    if account is None or not account.settings.crest or not storage.holds(account.settings.crest):
        abort(404)
    response = send_file(storage.path(account.settings.crest), mimetype=account.settings.crest_type)
    # Somebody else's drawing never runs as a page of ours.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _page(answers: Answers) -> str:
    kept = links_kept(db.session(), current_account())
    standing = {each.link_id for each in linked_accounts(db.session(), current_account())}
    return render_template("members/towns.html", form=answers, links=kept, standing=standing)
