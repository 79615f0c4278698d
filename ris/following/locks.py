"""What opens and closes here: words of links, and addresses as they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ris.accounts.sealing import KeyRing
from ris.following.rules import FollowSeal

if TYPE_CHECKING:
    from ris.following.models import Follower

PURPOSE: Final = b"ris: addresses of followers, 1"


@dataclass(frozen=True)
class Locks:
    """Made once for the machine; older secrets still open what they closed."""

    seal: FollowSeal
    keys: KeyRing

    @classmethod
    def of(cls, secrets: tuple[str, ...]) -> Locks:
        """With these secrets of the machine, the present one first."""
        return cls(FollowSeal(secrets), KeyRing(secrets, PURPOSE))

    def address_of(self, follower: Follower) -> str:
        """Where letters go; raises ``CannotOpen`` where the machine's secret is another by now."""
        return self.keys.open(follower.address, about=owner(follower.name))

    def closed(self, address: str, name: str) -> str:
        """The address as it is kept."""
        return self.keys.seal(address, about=owner(name))


def owner(name: str) -> str:
    """What a sealed address is bound to, so that no row opens with another's."""
    return f"follower:{name}"
