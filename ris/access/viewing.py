"""Seeing pages as another role would: with that role's circles, and never with one the viewer does not have."""

from __future__ import annotations

from dataclasses import dataclass

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC, chair_token, organization_token


@dataclass(frozen=True)
class Standpoint:
    """Whose eyes to look with."""

    role: Role | None = None
    """None for somebody without an account."""
    organization_id: int | None = None
    """Of which Gremium, for members and chairs."""
    of_council: bool = False
    """Whether that Gremium is the representative body."""


def seen_as(viewer: Actor, standpoint: Standpoint) -> Actor:
    """The viewer as somebody else; what they read is cut down to what the viewer may read.

    The session office reads everything closed of every Gremium by its own circle, so it may borrow the circles of
    Gremien; of Fraktionen and offices nobody borrows anything.
    """
    wanted = {PUBLIC}
    organization = standpoint.organization_id
    if standpoint.role in {Role.MEMBER, Role.CHAIR} and organization is not None:
        wanted.add(organization_token(organization))
        if standpoint.of_council:
            wanted.add(COUNCIL)
        if standpoint.role is Role.CHAIR:
            wanted.add(chair_token(organization))
    if standpoint.role is Role.CLERK:
        wanted |= {ADMINISTRATION, COUNCIL}
    borrowed = wanted if ADMINISTRATION in viewer.reads else wanted & viewer.reads
    chairs = frozenset({organization}) if standpoint.role is Role.CHAIR and organization is not None else frozenset()
    if standpoint.role is None:
        return Actor(body_id=viewer.body_id)
    return Actor(
        body_id=viewer.body_id,
        reads=frozenset(borrowed),
        roles=frozenset({standpoint.role} | ({Role.MEMBER} if standpoint.role is Role.CHAIR else set())),
        user_id=viewer.user_id,
        organizations=frozenset({organization} if organization is not None else ()),
        chairs=chairs,
        name=viewer.name,
    )
