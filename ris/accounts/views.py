"""Pages of accounts: logging in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from ris.accounts.forms import LoginForm
from ris.accounts.services import log_in
from ris.accounts.sessions import SessionUser
from ris.db import now_utc, transaction
from ris.web.doors import open_to_all

blueprint = Blueprint("accounts", __name__)

WRONG = "E-Mail-Adresse oder Passwort ist falsch. Nach fünf Fehlversuchen wartet das Konto fünf Minuten."


@blueprint.route("/anmelden", methods=["GET", "POST"])
@open_to_all
def login() -> ResponseReturnValue:
    """Log in with address and password."""
    if request.method != "POST":
        return render_template("accounts/login.html", form=LoginForm())
    form = LoginForm.parse(request.form)
    if form.errors:
        return render_template("accounts/login.html", form=form), 422
    with transaction() as session:
        user = log_in(session, form.email, form.password, now=now_utc())
    if user is None:
        wrong = LoginForm(form.email, errors={"password": WRONG})
        return render_template("accounts/login.html", form=wrong), 422
    login_user(SessionUser(user))
    return redirect(_own_page(request.args.get("weiter")))


@blueprint.post("/abmelden")
@open_to_all
def logout() -> ResponseReturnValue:
    """End the session and empty what the browser kept."""
    logout_user()
    response = redirect(url_for("portal.home"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _own_page(target: str | None) -> str:
    """Where to go after logging in: a page of ours, never somebody else's."""
    parts = urlsplit(target or "")
    if target and target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc:
        return target
    return url_for("portal.home")
