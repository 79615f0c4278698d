"""Small yes/no questions about an actor and a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.access.actor import Role

if TYPE_CHECKING:
    from ris.access.actor import Actor


def is_clerk(actor: Actor, thing: object) -> bool:
    """The actor works in the session office."""
    del thing
    return Role.CLERK in actor.roles


def is_administrator(actor: Actor, thing: object) -> bool:
    """The actor runs the installation for the Body."""
    del thing
    return Role.ADMINISTRATOR in actor.roles


def same_body(actor: Actor, thing: object) -> bool:
    """The thing belongs to the actor's Body, or to none."""
    return getattr(thing, "body_id", actor.body_id) == actor.body_id
