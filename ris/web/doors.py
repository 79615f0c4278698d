"""Who may come through the door of a page: each view declares it, and ris/request.py asks before the view runs.

A door asks only whether there could be a thing the visitor may do this with; the service behind it still asks about
the thing at hand. An undeclared view stays shut (tests/architecture).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ris.access.permissions import Permission
from ris.access.policy import Forbidden, could

if TYPE_CHECKING:
    from ris.access.actor import Actor

MARK: Final = "ris_door"
View = TypeVar("View", bound=Callable[..., Any])


class NotLoggedIn(Exception):
    """The page is for people with an account; whoever asks may become one by logging in."""


class NeedsSecondFactor(Exception):
    """The town asks a second factor of this account, and it has none yet."""


class UndeclaredView(RuntimeError):
    """A view does not say who may use it."""


@dataclass(frozen=True)
class Door:
    """What a view declares: everybody, anybody with an account, or who holds one of these permissions."""

    permissions: tuple[Permission, ...] = ()
    account: bool = False
    everybody: bool = False
    """Whoever asks is answered as everybody is: nobody looks at the login, and the answer is the same for all."""

    @property
    def shuts_out(self) -> bool:
        """Whether somebody without an account stays outside."""
        return bool(self.permissions) or self.account

    def opens_for(self, actor: Actor) -> bool:
        """Whether the actor may come in."""
        if self.permissions:
            return any(could(actor, permission) for permission in self.permissions)
        return not (self.account and actor.user_id is None)


def permitted(*permissions: Permission) -> Callable[[View], View]:
    """The view is for actors who could use any one of these permissions."""
    if not permissions:
        message = "a door for nobody: name a permission"
        raise ValueError(message)
    return _declared(Door(permissions))


def open_to_all(view: View) -> View:
    """The view is for everybody; what it shows is narrowed to what the reader may see."""
    return _declared(Door())(view)


def as_everybody(view: View) -> View:
    """The view is for everybody and reads as the public, also for those who are logged in: for feeds and open data."""
    return _declared(Door(everybody=True))(view)


def for_anybody_signed_in(view: View) -> View:
    """The view is for everybody with an account."""
    return _declared(Door(account=True))(view)


def door_of(view: Callable[..., Any] | None) -> Door | None:
    """What a view declares; None when it says nothing."""
    door = getattr(view, MARK, None)
    return door if isinstance(door, Door) else None


def reads_as_everybody(view: Callable[..., Any] | None) -> bool:
    """Whether a view answers all alike."""
    door = door_of(view)
    return door is not None and door.everybody


def pass_through(view: Callable[..., Any] | None, actor: Actor) -> None:
    """Let the actor come to the view, or raise :class:`NotLoggedIn`, ``Forbidden`` or :class:`UndeclaredView`."""
    door = door_of(view)
    if door is None:
        raise UndeclaredView(getattr(view, "__qualname__", repr(view)))
    if door.opens_for(actor):
        return
    if actor.user_id is None:
        raise NotLoggedIn
    raise Forbidden(door.permissions[0])


def _declared(door: Door) -> Callable[[View], View]:
    def declare(view: View) -> View:
        setattr(view, MARK, door)
        return view

    return declare
