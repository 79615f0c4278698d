"""The actor of the current request, put there by ris/request.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import g

if TYPE_CHECKING:
    from ris.access.actor import Actor


def current_actor() -> Actor:
    """Who is asking; inside a request only."""
    return cast("Actor", g.actor)
