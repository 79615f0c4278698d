"""The policy on one page: permission → any of [all of predicates]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.access.permissions import Permission
from ris.access.predicates import is_administrator, is_clerk, same_body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ris.access.actor import Actor

    Predicate = Callable[[Actor, object], bool]

POLICY: Mapping[Permission, Sequence[Sequence[Predicate]]] = {
    Permission.BODY_ADD: [[is_administrator]],
    Permission.COUNCIL_EDIT: [[is_clerk, same_body], [is_administrator, same_body]],
    Permission.FILE_STORE: [[is_clerk, same_body]],
    Permission.MEETING_PLAN: [[is_clerk, same_body]],
    Permission.MEETING_RECORD: [[is_clerk, same_body]],
    Permission.PAPER_WRITE: [[is_clerk, same_body]],
    Permission.CONTENT_IMPORT: [[is_administrator, same_body]],
    Permission.CONTENT_WITHDRAW: [[is_clerk, same_body]],
    Permission.CONTENT_PUBLISH: [[is_clerk, same_body]],
    Permission.USER_ADD: [[is_administrator, same_body]],
    Permission.LOG_READ: [[is_clerk, same_body], [is_administrator, same_body]],
}


class Forbidden(Exception):
    """The actor sees the thing but may not do this with it."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(permission.value)
        self.permission = permission


def may(actor: Actor, permission: Permission, thing: object = None) -> bool:
    """Whether the actor may do this; used by views and templates to hide a button."""
    return any(all(predicate(actor, thing) for predicate in row) for row in POLICY[permission])


def require(actor: Actor, permission: Permission, thing: object = None) -> None:
    """First line of every service; raises :class:`Forbidden`."""
    if not may(actor, permission, thing):
        raise Forbidden(permission)
