"""Who asks whom in the current request: the actor and the town's own address, put there by ris/request.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import g

if TYPE_CHECKING:
    from ris.access.actor import Actor


def current_actor() -> Actor:
    """Who is asking; inside a request only."""
    return cast("Actor", g.actor)


def current_public_url() -> str:
    """The address people reach the current town under, without a slash at the end; inside a request only."""
    return cast("str", g.public_url)
