"""What the page's script asks about passkeys: a question for the browser, and whether its answer proves something."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, flash, jsonify, request, session, url_for
from flask.typing import ResponseReturnValue

from ris.accounts.entrance import let_in, prove_passkey
from ris.accounts.models import User
from ris.accounts.queries import recovery_codes_left
from ris.accounts.services.passkeys import add_passkey, ask_to_add, ask_to_prove
from ris.accounts.sessions import begin_session, current_account, current_login
from ris.accounts.visits import CHALLENGE, device, first_page, freshly_confirmed, remembered_half, site
from ris.accounts.webauthn_door import BadPasskey
from ris.db import db, now_utc, transaction
from ris.web.doors import for_anybody_signed_in, open_to_all

blueprint = Blueprint("passkeys", __name__)
CREDENTIAL_ID = re.compile(r"[A-Za-z0-9_-]{1,1400}={0,2}")
REFUSED = "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal oder melden Sie sich mit dem Passwort an."


@blueprint.post("/anmelden/passkey/frage")
@open_to_all
def ask_login() -> ResponseReturnValue:
    """What a passkey is to sign for logging in; whoever gave the password is asked for one of their own."""
    half = remembered_half()
    user = db.session.get(User, half["user"]) if half is not None else None
    question = ask_to_prove(db.session(), user, site())
    session[CHALLENGE] = question.challenge
    return jsonify(question.options)


@blueprint.post("/anmelden/passkey")
@open_to_all
def login() -> ResponseReturnValue:
    """Log in with a passkey: device and fingerprint or PIN are two proofs."""
    half, sent = remembered_half(), _sent()
    try:
        user_id = prove_passkey(site(), _answer(sent), session.pop(CHALLENGE, ""))
    except BadPasskey:
        return jsonify(error=REFUSED), 422
    if half is not None and half["user"] != user_id:
        return jsonify(error=REFUSED), 422
    stay = half["stay"] if half is not None else bool(sent.get("stay"))
    begin_session(let_in(user_id, device(stay=stay), second_factor=True), stay=stay)
    return jsonify(next=first_page(sent.get("next"), user_id))


@blueprint.post("/mein/konto/passkeys/frage")
@for_anybody_signed_in
@freshly_confirmed
def ask_new() -> ResponseReturnValue:
    """What the browser needs to make a passkey."""
    question = ask_to_add(db.session(), current_account(), site())
    session[CHALLENGE] = question.challenge
    return jsonify(question.options)


@blueprint.post("/mein/konto/passkeys")
@for_anybody_signed_in
@freshly_confirmed
def add() -> ResponseReturnValue:
    """Keep the public half of the passkey the browser made."""
    sent, login = _sent(), current_login()
    name, login_id = str(sent.get("name") or ""), login.id if login is not None else None
    try:
        with transaction() as writing:
            user = current_account()
            answer, challenge = _answer(sent), session.pop(CHALLENGE, "")
            add_passkey(writing, user, site(), answer, challenge, name=name, login_id=login_id, now=now_utc())
            alone = not recovery_codes_left(writing, user)
    except BadPasskey:
        return jsonify(error=REFUSED), 422
    flash("Der Passkey ist eingerichtet.")
    if alone:
        flash("Bitte erzeugen Sie jetzt Wiederherstellungs-Codes, falls das Gerät verloren geht.", "warning")
    return jsonify(next=url_for("own_account.account"))


def _sent() -> dict[str, Any]:
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # a hundred thousand brackets
        return {}
    return sent if isinstance(sent, dict) else {}


def _answer(sent: dict[str, Any]) -> dict[str, Any]:
    """The browser's answer; {} where it names no passkey in the letters of base64url, which nobody can be asked for."""
    answer = sent.get("answer")
    if not isinstance(answer, dict) or not CREDENTIAL_ID.fullmatch(str(answer.get("id", ""))):
        return {}
    return answer
