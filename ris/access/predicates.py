"""Small yes/no questions about an actor and a thing.

A thing is any row; what a predicate needs of it is one attribute, named in its docstring. At the door of a page there
is no thing yet: it is then :data:`ANYTHING`, and the question becomes whether there could be one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ris.access.actor import BodyRule, Role

if TYPE_CHECKING:
    from ris.access.actor import Actor

ANYTHING: Final = object()
"""Stands for a thing not known yet; never given to :func:`ris.access.policy.require` by a service."""


def is_clerk(actor: Actor, thing: object) -> bool:
    """The actor works in the session office."""
    del thing
    return Role.CLERK in actor.roles


def is_administrator(actor: Actor, thing: object) -> bool:
    """The actor runs the installation for the Body."""
    del thing
    return Role.ADMINISTRATOR in actor.roles


def is_author(actor: Actor, thing: object) -> bool:
    """The actor writes papers for a department."""
    del thing
    return Role.AUTHOR in actor.roles


def is_member(actor: Actor, thing: object) -> bool:
    """The actor holds a seat today."""
    del thing
    return Role.MEMBER in actor.roles


def has_account(actor: Actor, thing: object) -> bool:
    """The actor is somebody with an account."""
    del thing
    return actor.user_id is not None


def is_faction_staff(actor: Actor, thing: object) -> bool:
    """The actor works for a Fraktion today."""
    del thing
    return Role.FACTION_STAFF in actor.roles and bool(actor.factions)


def is_of_faction(actor: Actor, thing: object) -> bool:
    """The actor belongs to the Fraktion or works for it today (``thing.faction_id``)."""
    if thing is ANYTHING:
        return bool(actor.factions)
    return getattr(thing, "faction_id", None) in actor.factions


def clerk_approves(actor: Actor, thing: object) -> bool:
    """The Body lets its session office approve agendas."""
    del thing
    return BodyRule.CLERK_APPROVES in actor.body_rules


def chairs_it(actor: Actor, thing: object) -> bool:
    """The actor chairs one of the thing's organizations (``thing.organization_ids``)."""
    if thing is ANYTHING:
        return bool(actor.chairs)
    return not actor.chairs.isdisjoint(getattr(thing, "organization_ids", ()))


def is_theirs(actor: Actor, thing: object) -> bool:
    """The actor or the actor's department wrote it (``author_user_id``, ``department_id``); a new thing becomes theirs."""
    if thing is None or thing is ANYTHING:
        return True
    written_by, department = getattr(thing, "author_user_id", None), getattr(thing, "department_id", None)
    return (written_by is not None and written_by == actor.user_id) or department in actor.organizations


def signs_it(actor: Actor, thing: object) -> bool:
    """The actor is the one asked to sign, or the deputy (``thing.signatory_ids``: ids of persons)."""
    if actor.person_id is None:
        return False
    return thing is ANYTHING or actor.person_id in getattr(thing, "signatory_ids", ())


def is_asked(actor: Actor, thing: object) -> bool:
    """The actor is one of those who are to come (``thing.asked_ids``: ids of persons)."""
    if actor.person_id is None:
        return False
    return thing is ANYTHING or actor.person_id in getattr(thing, "asked_ids", ())


def is_themselves(actor: Actor, thing: object) -> bool:
    """The thing is the person the actor is (``thing.id``, of a person)."""
    if actor.person_id is None:
        return False
    return thing is ANYTHING or actor.person_id == getattr(thing, "id", None)


def did_not_prepare(actor: Actor, thing: object) -> bool:
    """Somebody else prepared it (``thing.prepared_by_id``: id of a user); nobody did where no person is at work."""
    return (
        thing is ANYTHING or actor.user_id is None or actor.user_id != getattr(thing, "prepared_by_id", actor.user_id)
    )


def same_body(actor: Actor, thing: object) -> bool:
    """The thing belongs to the actor's Body, or to none."""
    return getattr(thing, "body_id", actor.body_id) == actor.body_id
