"""How a request finds its Body (by host name) and its Actor (by login, else the public)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g, request, session
from sqlalchemy import select

from ris.access.actor import Actor, Role
from ris.access.permissions import Permission
from ris.access.policy import Forbidden, may
from ris.access.viewing import Standpoint, seen_as
from ris.accounts.queries import actor_for
from ris.accounts.rules import needs_second_factor
from ris.accounts.sessions import current_login
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import db
from ris.record.replies import concerns_record
from ris.scope.current import working_for
from ris.web.addresses import town_address
from ris.web.doors import NeedsSecondFactor, pass_through, reads_as_everybody
from ris.web.viewing import KEY as VIEW_AS

if TYPE_CHECKING:
    from flask import Flask

BODIES_FRESH_SECONDS = 2.0
"""For how long a process may use what it knows about Bodies; a new town appears after this time."""


OWN_EYES = frozenset({"administration.end_view_as", "accounts.logout"})
"""What one does as oneself, whoever's eyes one has borrowed."""
ENROLMENT = frozenset({"accounts", "own_account", "passkeys"})
"""Blueprints one may use before the second factor is set up."""


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


def half_known(actor: Actor) -> Actor:
    """Somebody who still has to set up the second factor the town asks for: an account that reads what everybody reads."""
    return Actor(body_id=actor.body_id, user_id=actor.user_id, name=actor.name)


def look_with_other_eyes() -> None:
    """Put the actor somebody wants to look as in the place of their own, for reading only (``/verwaltung/ansicht``)."""
    chosen = session.get(VIEW_AS) if VIEW_AS in session and g.actor.user_id is not None else None
    if chosen is None or request.endpoint in OWN_EYES or not may(g.actor, Permission.ROLE_VIEW_AS):
        return
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        raise Forbidden(Permission.ROLE_VIEW_AS)
    role = Role(chosen["role"]) if chosen["role"] in set(Role) else None
    council = g.body.settings.council_organization_id
    organization = chosen["organization"]
    g.viewing = chosen["words"]
    g.actor = seen_as(g.actor, Standpoint(role, organization, of_council=organization == council is not None))


def _town_asked(bodies: Bodies) -> CurrentBody | None:
    """The town whose host was asked; ``None`` for what is the installation's. Raises :class:`UnknownHost`."""
    if request.endpoint == "static":
        return None
    try:
        return bodies.for_host(request.host.partition(":")[0])
    except UnknownHost:
        if concerns_record(request.path):
            return None  # the record finds the town by the thing asked for
        raise


def use_requests(app: Flask) -> None:
    """Every request works for one Body and has one Actor."""
    bodies = Bodies()
    app.extensions["bodies"] = bodies

    @app.before_request
    def enter_body() -> None:
        body = _town_asked(bodies)
        if body is None:
            return
        g.body = body
        g.public_url = town_address(body.host, app.config["RIS"].public_url)
        g.scope = working_for(body.id)
        g.scope.__enter__()
        view = app.view_functions.get(request.endpoint) if request.endpoint is not None else None
        if reads_as_everybody(view):
            g.actor = Actor.public(body.id)
            return
        login = current_login()
        g.actor = actor_for(db.session(), login.user) if login is not None else Actor.public(body.id)
        asked_for = body.settings.second_factor_for_office
        if login is not None and not login.second_factor and needs_second_factor(g.actor.roles, asked_for=asked_for):
            g.actor = half_known(g.actor)
            if request.blueprint not in ENROLMENT:
                raise NeedsSecondFactor
        if request.endpoint is not None:
            pass_through(view, g.actor)
            look_with_other_eyes()
            pass_through(view, g.actor)

    @app.teardown_request
    def leave_body(_error: BaseException | None) -> None:
        scope = g.pop("scope", None)
        if scope is not None:
            scope.__exit__(None, None, None)
