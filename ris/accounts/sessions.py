"""Sessions: what flask-login needs to know of our accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g
from flask_login import LoginManager
from sqlalchemy import select

from ris.accounts.models import User
from ris.db import db

if TYPE_CHECKING:
    from flask import Flask


class SessionUser:
    """An account in a session; named by its key, so that a changed key ends all its sessions."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, user: User) -> None:
        self.user = user

    def get_id(self) -> str:
        """What the session cookie holds."""
        return self.user.session_key


def use_sessions(app: Flask) -> None:
    """Log in by session cookie; a session is good for the Body it was opened for only."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.login_view = "accounts.login"

    def load_user(session_key: str) -> SessionUser | None:
        body = getattr(g, "body", None)
        if body is None:
            return None
        user = db.session.scalars(select(User).where(User.session_key == session_key, User.active)).first()
        return SessionUser(user) if user else None

    manager.user_loader(load_user)
