"""Sessions: what flask-login needs to know of our accounts. The cookie holds a random token, the row everything else."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flask import g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import LoginManager, current_user, login_user
from sqlalchemy.exc import OperationalError

from ris.accounts.services.logins import login_of, see, wants_to_be_seen
from ris.db import db, now_utc, transaction
from ris.web.doors import reads_as_everybody

if TYPE_CHECKING:
    from flask import Flask, Request, Response
    from flask.sessions import SessionMixin

    from ris.accounts.models import LoginSession, User

log = logging.getLogger(__name__)


class Cookies(SecureCookieSessionInterface):
    """Flask's sessions, without preparing to check a signature where there is none to check."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie holds; an empty session without one."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing, where all are answered alike: such an answer sets no cookie and does not vary by one."""
        alike = g.get("as_everybody", False) or reads_as_everybody(app.view_functions.get(request.endpoint or ""))
        if not alike:
            super().save_session(app, session, response)


class SessionUser:
    """An account on a device, named by the device's token: without its row the cookie opens nothing."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str, login: LoginSession | None = None) -> None:
        self._token = token
        self.login = login

    def get_id(self) -> str:
        """What the session cookie holds."""
        return self._token


def begin_session(token: str, *, stay: bool) -> None:
    """Put a new session's token into the cookie; whatever the cookie held before is gone."""
    session.clear()
    session.permanent = stay
    login_user(SessionUser(token))


def current_login() -> LoginSession | None:
    """The session of the current request; None for visitors without an account."""
    if not request.cookies:  # most visitors; asking flask-login costs them a twentieth of an unchanged page
        return None
    user = current_user
    return user.login if user.is_authenticated else None


def current_account() -> User:
    """The account of the current request; only behind a door that wants one."""
    login = current_login()
    if login is None:
        message = "no account: declare the view with for_anybody_signed_in"
        raise RuntimeError(message)
    return login.user


def use_sessions(app: Flask) -> None:
    """Log in by session cookie; a session is good for the Body it was opened for only."""
    app.session_interface = Cookies()
    manager = LoginManager(app)
    manager.session_protection = None

    def load_user(token: str) -> SessionUser | None:
        if "body" not in g:
            return None
        login = login_of(db.session(), token, now=now_utc())
        if login is None:
            return None
        if wants_to_be_seen(login, now_utc()):
            login = _seen(token, login)
        return SessionUser(token, login)

    manager.user_loader(load_user)


def _seen(token: str, login: LoginSession) -> LoginSession:
    try:
        with transaction() as writing:
            see(writing, login.id, now=now_utc())
    except OperationalError:
        log.warning("nobody wrote down that a device was here: the database is busy")
    return login_of(db.session(), token, now=now_utc()) or login
