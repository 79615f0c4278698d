"""Statements built once for each circle of readers instead of once per request.

Building a statement costs SQLAlchemy about as much as running it. What differs between two readers of the same
circles is only the values, so those are given when it is executed (``bindparam``).
"""

from collections.abc import Callable, Hashable
from typing import Concatenate, ParamSpec, TypeVar

from ris.access.actor import Actor

Built = TypeVar("Built")
Rest = ParamSpec("Rest")

CIRCLES = 64
"""For how many sets of circles a process remembers a statement; members of the same bodies share one."""


def for_readers(build: Callable[Concatenate[Actor, Rest], Built]) -> Callable[Concatenate[Actor, Rest], Built]:
    """Remember what ``build`` makes for an actor's circles and further arguments; it must depend on nothing else."""
    known: dict[Hashable, Built] = {}

    def for_actor(actor: Actor, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Built:
        key = (actor.reads, args, tuple(kwargs.items()))
        if key not in known:
            if len(known) >= CIRCLES:
                known.clear()
            known[key] = build(Actor(body_id=0, reads=actor.reads), *args, **kwargs)
        return known[key]

    return for_actor
