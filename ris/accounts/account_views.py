"""Pages of one's own account: devices, password, second factor."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ris.access.actor import Role
from ris.access.permissions import Permission
from ris.access.policy import may
from ris.accounts.device_queries import reader_devices_of
from ris.accounts.entrance import TooManyTries, WrongProof, prove_password
from ris.accounts.forms import TOO_MANY, WRONG_CODE, CodeForm, NewPasswordForm
from ris.accounts.models import LoginSession, User
from ris.accounts.queries import account_page, login_for, totp_secret
from ris.accounts.rules import needs_second_factor
from ris.accounts.services.factors import (
    WrongCode,
    begin_totp,
    confirm_totp,
    remove_totp,
    renew_recovery_codes,
)
from ris.accounts.services.links import WrongPassword, change_password
from ris.accounts.services.logins import end_all_logins, end_login
from ris.accounts.services.passkeys import remove_passkey
from ris.accounts.sessions import current_account, current_login
from ris.accounts.totp import address_of, picture_of
from ris.accounts.visits import freshly_confirmed, key_ring, own_page, visitor
from ris.db import db, now_utc, transaction
from ris.web.actor import current_actor
from ris.web.doors import for_anybody_signed_in

blueprint = Blueprint("own_account", __name__)
WRONG_PASSWORD = "Dieses Passwort ist nicht richtig."  # noqa: S105 - a sentence


@blueprint.get("/mein/konto")
@for_anybody_signed_in
def account() -> ResponseReturnValue:
    """What one's account is, where one is logged in, and how one proves it."""
    readers = reader_devices_of(db.session(), current_account())
    page = account_page(db.session(), current_account(), readers, here=_login_id(), now=now_utc())
    roles = [Role(role) for role in current_account().roles]
    asked_for = needs_second_factor(roles, asked_for=g.body.settings.second_factor_for_office)
    wanted = asked_for and not page.second_factor
    is_member = may(current_actor(), Permission.OWN_AREA)
    return render_template("accounts/account.html", page=page, wanted=wanted, is_member=is_member)


@blueprint.post("/mein/konto/geraete/<int:login_id>/abmelden")
@for_anybody_signed_in
def end_device(login_id: int) -> ResponseReturnValue:
    """Log one device out."""
    with transaction() as session:
        login = login_for(session, current_actor(), login_id)
        if login is None:
            abort(404)
        end_login(session, current_actor(), login, now=now_utc())
    flash("Das Gerät ist abgemeldet.")
    return redirect(url_for("own_account.account"))


@blueprint.post("/mein/konto/ueberall-abmelden")
@for_anybody_signed_in
def end_devices() -> ResponseReturnValue:
    """Log out everywhere but here."""
    with transaction() as session:
        end_all_logins(session, current_actor(), _account(), but=_login_id(), now=now_utc())
    flash("Alle anderen Geräte sind abgemeldet.")
    return redirect(url_for("own_account.account"))


@blueprint.route("/mein/konto/passwort", methods=["GET", "POST"])
@for_anybody_signed_in
def password() -> ResponseReturnValue:
    """Change the password."""
    if request.method != "POST":
        return render_template("accounts/password.html", form=NewPasswordForm())
    form = NewPasswordForm.parse(request.form, asks_old=True)
    if form.errors:
        return render_template("accounts/password.html", form=form), 422
    try:
        prove_password(visitor(), current_account().email, form.old)
        with transaction() as session:
            change_password(session, _account(), old=form.old, new=form.password, but=_login_id(), now=now_utc())
    except (WrongProof, WrongPassword):
        return render_template("accounts/password.html", form=NewPasswordForm(errors={"old": WRONG_PASSWORD})), 422
    except TooManyTries:
        return render_template("accounts/password.html", form=NewPasswordForm(errors={"old": TOO_MANY})), 429
    flash("Ihr Passwort ist geändert. Alle anderen Geräte sind abgemeldet.")
    return redirect(url_for("own_account.account"))


@blueprint.route("/mein/konto/bestaetigen", methods=["GET", "POST"])
@for_anybody_signed_in
def confirm() -> ResponseReturnValue:
    """Give the password once more before something dangerous."""
    if request.method != "POST":
        return render_template("accounts/confirm.html", form=NewPasswordForm())
    try:
        prove_password(visitor(), current_account().email, request.form.get("old", ""))
    except WrongProof:
        return render_template("accounts/confirm.html", form=NewPasswordForm(errors={"old": WRONG_PASSWORD})), 422
    except TooManyTries:
        return render_template("accounts/confirm.html", form=NewPasswordForm(errors={"old": TOO_MANY})), 429
    with transaction() as session:
        session.get_one(LoginSession, _login_id()).confirmed = now_utc()
    return redirect(own_page(request.args.get("weiter")))


@blueprint.get("/mein/konto/app")
@for_anybody_signed_in
@freshly_confirmed
def app() -> ResponseReturnValue:
    """Set up an authenticator app: the picture, and a field for its first code."""
    return _app_page(CodeForm())


@blueprint.post("/mein/konto/app/beginnen")
@for_anybody_signed_in
@freshly_confirmed
def begin_app() -> ResponseReturnValue:
    """Make the key the app is to keep."""
    with transaction() as session:
        begin_totp(session, _account(), key_ring())
    return redirect(url_for("own_account.app"))


@blueprint.post("/mein/konto/app")
@for_anybody_signed_in
@freshly_confirmed
def confirm_app() -> ResponseReturnValue:
    """The first code proves that the app has the key; recovery codes follow at once."""
    form = CodeForm.parse(request.form)
    if form.errors:
        return _app_page(form, 422)
    try:
        with transaction() as session:
            confirm_totp(session, _account(), form.code, key_ring(), login_id=_login_id(), now=now_utc())
            codes = renew_recovery_codes(session, _account(), now=now_utc())
    except WrongCode:
        return _app_page(CodeForm(errors={"code": WRONG_CODE}), 422)
    return render_template("accounts/recovery_codes.html", codes=codes)


def _app_page(form: CodeForm, status: int = 200) -> ResponseReturnValue:
    user = current_account()
    secret = totp_secret(db.session(), user, key_ring())
    if secret is None:
        return redirect(url_for("own_account.account"))
    picture = picture_of(address_of(secret, user.email, g.body.name))
    return render_template("accounts/app.html", form=form, secret=secret, picture=picture), status


@blueprint.post("/mein/konto/app/entfernen")
@for_anybody_signed_in
@freshly_confirmed
def remove_app() -> ResponseReturnValue:
    """Do without the app."""
    with transaction() as session:
        remove_totp(session, _account(), now=now_utc())
    flash("Die App ist entfernt.")
    return redirect(url_for("own_account.account"))


@blueprint.post("/mein/konto/codes")
@for_anybody_signed_in
@freshly_confirmed
def renew_codes() -> ResponseReturnValue:
    """New recovery codes; shown once."""
    with transaction() as session:
        codes = renew_recovery_codes(session, _account(), now=now_utc())
    return render_template("accounts/recovery_codes.html", codes=codes)


@blueprint.post("/mein/konto/passkeys/<int:passkey_id>/entfernen")
@for_anybody_signed_in
@freshly_confirmed
def forget_passkey(passkey_id: int) -> ResponseReturnValue:
    """Do without a passkey."""
    with transaction() as session:
        if not remove_passkey(session, _account(), passkey_id, now=now_utc()):
            abort(404)
    flash("Der Passkey ist entfernt.")
    return redirect(url_for("own_account.account"))


def _account() -> User:
    """The account, inside a transaction."""
    return db.session.get_one(User, current_actor().user_id)


def _login_id() -> int:
    login = current_login()
    if login is None:
        abort(404)
    return login.id
