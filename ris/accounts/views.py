"""Pages of coming in: logging in, the second factor, a forgotten password."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from ris.accounts.demo_logins import demo_logins
from ris.accounts.entrance import TooManyTries, WrongProof, ask_for_reset, let_in, prove_code, prove_password
from ris.accounts.forms import TOO_MANY, WRONG, WRONG_CODE, AddressForm, CodeForm, LoginForm, NewPasswordForm
from ris.accounts.models import User
from ris.accounts.services.factors import has_passkeys, has_second_factor
from ris.accounts.services.links import DeadLink, link_for, set_password_by_link
from ris.accounts.services.logins import end_login
from ris.accounts.sessions import begin_session, current_login
from ris.accounts.visits import device, first_page, remember_half, remembered_half, visitor
from ris.db import db, now_utc, transaction
from ris.web.actor import current_actor, current_public_url
from ris.web.doors import for_anybody_signed_in, open_to_all

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/anmelden")
@open_to_all
def login() -> ResponseReturnValue:
    """The form."""
    return _login_page(LoginForm())


@blueprint.post("/anmelden")
@open_to_all
def check_login() -> ResponseReturnValue:
    """Log in with address and password; who has a second factor is asked for it."""
    form = LoginForm.parse(request.form)
    if form.errors:
        return _login_page(form), 422
    try:
        user_id = prove_password(visitor(), form.email, form.password)
    except WrongProof:
        return _login_page(LoginForm(form.email, stay=form.stay, errors={"password": WRONG})), 422
    except TooManyTries:
        return _login_page(LoginForm(form.email, stay=form.stay, errors={"email": TOO_MANY})), 429
    if has_second_factor(db.session(), db.session.get_one(User, user_id)):
        remember_half(user_id, stay=form.stay)
        return redirect(url_for("accounts.second_factor", weiter=request.args.get("weiter")))
    begin_session(let_in(user_id, device(stay=form.stay), second_factor=False), stay=form.stay)
    return redirect(first_page(request.args.get("weiter"), user_id))


def _login_page(form: LoginForm) -> str:
    return render_template("accounts/login.html", form=form, demo=demo_logins(g.body))


@blueprint.route("/anmelden/code", methods=["GET", "POST"])
@open_to_all
def second_factor() -> ResponseReturnValue:
    """The second proof: a code of the app, from paper, or a passkey."""
    half = remembered_half()
    if half is None:
        return redirect(url_for("accounts.login", weiter=request.args.get("weiter")))
    form = CodeForm() if request.method != "POST" else CodeForm.parse(request.form)
    if request.method != "POST" or form.errors:
        return _code_page(form, half["user"]), 422 if form.errors else 200
    try:
        prove_code(visitor(), half["user"], form.code)
    except WrongProof:
        return _code_page(CodeForm(errors={"code": WRONG_CODE}), half["user"]), 422
    except TooManyTries:
        return _code_page(CodeForm(errors={"code": TOO_MANY}), half["user"]), 429
    begin_session(let_in(half["user"], device(stay=half["stay"]), second_factor=True), stay=half["stay"])
    return redirect(first_page(request.args.get("weiter"), half["user"]))


def _code_page(form: CodeForm, user_id: int) -> str:
    passkeys = has_passkeys(db.session(), db.session.get_one(User, user_id))
    return render_template("accounts/second_factor.html", form=form, passkeys=passkeys)


@blueprint.post("/abmelden")
@for_anybody_signed_in
def logout() -> ResponseReturnValue:
    """End the session and empty what the browser kept."""
    login = current_login()
    if login is not None:
        with transaction() as session:
            end_login(session, current_actor(), login, now=now_utc())
    logout_user()
    response = redirect(url_for("portal.home"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.route("/passwort-vergessen", methods=["GET", "POST"])
@open_to_all
def forgotten() -> ResponseReturnValue:
    """Ask for a link; the answer is the same whether or not there is such an account."""
    form = AddressForm() if request.method != "POST" else AddressForm.parse(request.form)
    if request.method != "POST" or form.errors:
        return render_template("accounts/forgotten.html", form=form), 422 if form.errors else 200
    ask_for_reset(visitor(), form.email, public_url=current_public_url(), town=g.body.name)
    return render_template("accounts/forgotten_sent.html", email=form.email)


@blueprint.route("/konto/passwort/<token>", methods=["GET", "POST"])
@open_to_all
def set_password(token: str) -> ResponseReturnValue:
    """Set a password by the link of a letter."""
    form = NewPasswordForm() if request.method != "POST" else NewPasswordForm.parse(request.form)
    try:
        if request.method != "POST" or form.errors:
            account = link_for(db.session(), token, now=now_utc()).user
            page = render_template("accounts/set_password.html", form=form, account=account)
            return page, 422 if form.errors else 200, {"Cache-Control": "no-store"}
        with transaction() as session:
            set_password_by_link(session, token, form.password, now=now_utc())
    except DeadLink:
        return render_template("accounts/dead_link.html"), 404
    return redirect(url_for("accounts.login", passwort="neu"))
