"""The actor: a snapshot of who is asking, cut loose from the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ris.access.circles import PUBLIC


class Role(StrEnum):
    """What somebody does for a Body beside reading."""

    READER = "reader"
    """Has an account and reads what everybody reads."""
    MEMBER = "member"
    """Holds a seat today; follows from the memberships, never from the account."""
    FACTION_STAFF = "faction_staff"
    """Works for a Fraktion; which one says the membership."""
    AUTHOR = "author"
    """Writes papers for a department of the administration."""
    CLERK = "clerk"
    """Sitzungsdienst: plans, invites, records, publishes."""
    CHAIR = "chair"
    """Chairs an organization today; follows from the words of the membership's role."""
    ADMINISTRATOR = "administrator"
    """IT of the town: accounts, settings, imports."""


FOLLOWING: Final = frozenset({Role.MEMBER, Role.CHAIR})
"""Roles nobody is given: they follow from the seats of the day."""
OFFICE: Final = frozenset({Role.AUTHOR, Role.CLERK, Role.ADMINISTRATOR})
"""Roles of the administration; a Body may ask a second factor of them."""


class BodyRule(StrEnum):
    """What a Body's own settings add to the policy."""

    CLERK_APPROVES = "clerk_approves"
    """The session office approves agendas where the chair has asked it to."""


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: everybody (``public``), a person with an account, or the machine itself."""

    body_id: int
    reads: frozenset[str] = frozenset({PUBLIC})
    """The circles this actor belongs to; a row is visible when its reader tokens meet this set."""
    roles: frozenset[Role] = field(default_factory=frozenset)
    user_id: int | None = None
    person_id: int | None = None
    organizations: frozenset[int] = field(default_factory=frozenset)
    """Ids of all organizations this actor belongs to today: Gremien, Fraktionen and offices."""
    chairs: frozenset[int] = field(default_factory=frozenset)
    """Ids of the organizations this actor chairs today."""
    factions: frozenset[int] = field(default_factory=frozenset)
    """Ids of the Fraktionen this actor belongs to or works for today."""
    body_rules: frozenset[BodyRule] = field(default_factory=frozenset)
    """What the Body's settings add to the policy."""
    name: str = ""

    @classmethod
    def public(cls, body_id: int) -> Actor:
        """Everybody, without an account."""
        return cls(body_id=body_id)

    @classmethod
    def machine(cls, body_id: int, name: str) -> Actor:
        """The system itself, for imports, jobs and commands; ``name`` says which."""
        return cls(
            body_id=body_id,
            roles=frozenset({Role.CLERK, Role.ADMINISTRATOR}),
            body_rules=frozenset(BodyRule),
            name=name,
        )

    @property
    def anonymous(self) -> bool:
        """Whether this is a visitor without an account."""
        return self.user_id is None and not self.roles

    @property
    def in_office(self) -> bool:
        """Whether this actor works in the session office or runs the installation."""
        return bool(self.roles & {Role.CLERK, Role.ADMINISTRATOR})
