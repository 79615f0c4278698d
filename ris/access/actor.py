"""The actor: a snapshot of who is asking, cut loose from the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ris.access.circles import PUBLIC


class Role(StrEnum):
    """What somebody does for a Body beside reading."""

    CLERK = "clerk"
    """Sitzungsdienst: plans, invites, records, publishes."""
    ADMINISTRATOR = "administrator"
    """IT of the town: accounts, settings, imports."""
    MEMBER = "member"
    """Holds a mandate."""


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: everybody (``public``), a person with an account, or the machine itself."""

    body_id: int
    reads: frozenset[str] = frozenset({PUBLIC})
    """The circles this actor belongs to; a row is visible when its reader tokens meet this set."""
    roles: frozenset[Role] = field(default_factory=frozenset)
    user_id: int | None = None
    person_id: int | None = None
    chairs: frozenset[int] = field(default_factory=frozenset)
    """Ids of the organizations this actor chairs."""
    name: str = ""

    @classmethod
    def public(cls, body_id: int) -> Actor:
        """Everybody, without an account."""
        return cls(body_id=body_id)

    @classmethod
    def machine(cls, body_id: int, name: str) -> Actor:
        """The system itself, for imports, jobs and commands; ``name`` says which."""
        return cls(body_id=body_id, roles=frozenset({Role.CLERK, Role.ADMINISTRATOR}), name=name)

    @property
    def anonymous(self) -> bool:
        """Whether this is a visitor without an account."""
        return self.user_id is None and not self.roles
