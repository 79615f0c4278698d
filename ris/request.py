"""How a request finds its Body (by host name) and its Actor (by login, else the public)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import g, request
from sqlalchemy import select

from ris.access.actor import Actor
from ris.accounts.queries import actor_for
from ris.accounts.rules import needs_second_factor
from ris.accounts.sessions import current_login
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import db
from ris.scope.current import working_for
from ris.web.doors import pass_through

if TYPE_CHECKING:
    from flask import Flask

BODIES_FRESH_SECONDS = 2.0
"""For how long a process may use what it knows about Bodies; a new town appears after this time."""


ENROLMENT = frozenset({"accounts", "own_account", "passkeys"})
"""Blueprints one may use before the second factor is set up."""


class NeedsSecondFactor(Exception):
    """The town asks a second factor of this account, and it has none yet."""


class UnknownHost(LookupError):
    """No Body of this installation answers under the requested host name."""


@dataclass(frozen=True)
class CurrentBody:
    """What pages need to know of the Body they belong to."""

    id: int
    name: str
    short_name: str
    host: str | None
    website: str | None
    settings: BodySettings


class Bodies:
    """The Bodies of the installation by host name; read at most every two seconds."""

    def __init__(self) -> None:
        self._by_host: dict[str | None, CurrentBody] = {}
        self._read_at = float("-inf")

    def for_host(self, host: str) -> CurrentBody:
        """The Body that answers under this host name; the only one answers under every name."""
        if time.monotonic() - self._read_at > BODIES_FRESH_SECONDS:
            self._read()
        if host in self._by_host:
            return self._by_host[host]
        if len(self._by_host) == 1:
            return next(iter(self._by_host.values()))
        if None in self._by_host:
            return self._by_host[None]
        raise UnknownHost(host)

    def _read(self) -> None:
        rows = db.session.scalars(select(Body).where(Body.deleted.is_(False)).order_by(Body.id.desc()))
        self._by_host = {
            row.host: CurrentBody(
                id=row.id,
                name=row.name,
                short_name=row.short_name or row.name,
                host=row.host,
                website=row.website,
                settings=BodySettings.from_json(row.settings),
            )
            for row in rows
        }
        self._read_at = time.monotonic()


def public_url_of(body: CurrentBody, installation: str) -> str:
    """A town with a host name of its own is reached there; every other under the installation's address."""
    if body.host is None:
        return installation
    parts = urlsplit(installation)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{body.host}{port}"


def half_known(actor: Actor) -> Actor:
    """Somebody who still has to set up the second factor the town asks for: an account that reads what everybody reads."""
    return Actor(body_id=actor.body_id, user_id=actor.user_id, name=actor.name)


def use_requests(app: Flask) -> None:
    """Every request works for one Body and has one Actor."""
    bodies = Bodies()
    app.extensions["bodies"] = bodies

    @app.before_request
    def enter_body() -> None:
        if request.endpoint == "static":
            return
        body = bodies.for_host(request.host.partition(":")[0])
        g.body = body
        g.public_url = public_url_of(body, app.config["RIS"].public_url)
        g.scope = working_for(body.id)
        g.scope.__enter__()
        login = current_login()
        g.actor = actor_for(db.session(), login.user) if login is not None else Actor.public(body.id)
        asked_for = body.settings.second_factor_for_office
        if login is not None and not login.second_factor and needs_second_factor(g.actor.roles, asked_for=asked_for):
            g.actor = half_known(g.actor)
            if request.blueprint not in ENROLMENT:
                raise NeedsSecondFactor
        if request.endpoint is not None:
            pass_through(app.view_functions.get(request.endpoint), g.actor)

    @app.teardown_request
    def leave_body(_error: BaseException | None) -> None:
        scope = g.pop("scope", None)
        if scope is not None:
            scope.__exit__(None, None, None)
