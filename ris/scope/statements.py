"""Statements built once for each circle of readers instead of once per request.

Building a statement costs SQLAlchemy about as much as running it. What differs between two readers of the same
circles is only the values, so those are given when it is executed (``bindparam``).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from ris.access.actor import Actor

Built = TypeVar("Built")

CIRCLES = 64
"""For how many sets of circles a process remembers a statement; members of the same bodies share one."""


def for_readers(build: Callable[[Actor], Built]) -> Callable[[Actor], Built]:
    """Remember what ``build`` makes for an actor's circles; it must depend on nothing else."""

    @lru_cache(maxsize=CIRCLES)
    def built(reads: frozenset[str]) -> Built:
        return build(Actor(body_id=0, reads=reads))

    return lambda actor: built(actor.reads)
