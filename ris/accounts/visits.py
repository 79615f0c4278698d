"""What views of accounts need of the request: who tries, on which device, for which site, and where to go afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast
from urllib.parse import urlsplit

from flask import current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from ris.access.actor import Role
from ris.accounts.entrance import Visitor
from ris.accounts.models import User
from ris.accounts.queries import actor_for
from ris.accounts.rules import FRESH, PENDING_LASTS, device_words
from ris.accounts.sealing import KeyRing
from ris.accounts.services.logins import Device
from ris.accounts.sessions import current_login
from ris.accounts.webauthn_door import Site
from ris.db import db, now_utc
from ris.web.actor import current_public_url

P = ParamSpec("P")
HALF = "half"
"""Key of the cookie: who has given the password and still owes the second factor."""
CHALLENGE = "challenge"
"""Key of the cookie: what a passkey is to sign."""


def visitor() -> Visitor:
    """Who tries."""
    return Visitor(request.remote_addr or "", current_app.config["SECRET_KEY"], key_ring())


def key_ring() -> KeyRing:
    """The keys that seal and open what must be read again."""
    keys: KeyRing = current_app.extensions["keys"]
    return keys


def device(*, stay: bool) -> Device:
    """Where they try."""
    return Device(device_words(request.user_agent.string), stay=stay)


def site() -> Site:
    """The place passkeys are good for: the town's address, or the one asked for where it is another (development)."""
    parts = urlsplit(current_public_url())
    if parts.hostname == request.host.partition(":")[0] and parts.netloc == request.host:
        origin = current_public_url()
    else:
        origin = f"{request.scheme}://{request.host}"
    return Site(host=urlsplit(origin).hostname or "", origin=origin, name=g.body.name)


def own_page(target: str | None) -> str:
    """Where to go next: a page of ours, never somebody else's."""
    if (
        target
        and target.startswith("/")
        and not target.startswith("//")
        and target.isprintable()
        and "\\" not in target
    ):
        return target  # browsers drop tabs and take a backslash for a slash
    return url_for("portal.home")


def first_page(target: str | None, user_id: int) -> str:
    """Where somebody goes who has just come in: what they wanted, else a member's own area, else the start page."""
    home = own_page(target)
    if target or Role.MEMBER not in actor_for(db.session(), db.session.get_one(User, user_id)).roles:
        return home
    return url_for("members.area")


def remember_half(user_id: int, *, stay: bool) -> None:
    """The password was right; ten minutes for the second factor."""
    session.clear()
    session[HALF] = {"user": user_id, "stay": stay, "until": (now_utc() + PENDING_LASTS).timestamp()}


def remembered_half() -> dict[str, Any] | None:
    """Who has given the password a moment ago."""
    half = cast("dict[str, Any] | None", session.get(HALF))
    return half if half is not None and half["until"] > now_utc().timestamp() else None


def freshly_confirmed(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Dangerous acts want a password or passkey given a moment ago; else one is asked for it first."""

    @wraps(view)
    def confirmed(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        login = current_login()
        if login is None or now_utc() - login.confirmed > FRESH:
            wanted = request.path if request.method == "GET" else url_for("own_account.account")
            return redirect(url_for("own_account.confirm", weiter=wanted))
        return view(*args, **kwargs)

    return confirmed
