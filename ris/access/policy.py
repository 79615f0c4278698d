"""The policy on one page: permission → any of [all of predicates].

Read a row aloud with words.py: "Eine Tagesordnung freigeben: wer den Vorsitz des Gremiums hat, oder …".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.access.permissions import Permission
from ris.access.predicates import (
    ANYTHING,
    chairs_it,
    clerk_approves,
    did_not_prepare,
    has_account,
    is_administrator,
    is_asked,
    is_author,
    is_clerk,
    is_faction_staff,
    is_member,
    is_of_faction,
    is_theirs,
    is_themselves,
    same_body,
    signs_it,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ris.access.actor import Actor

    Predicate = Callable[[Actor, object], bool]

POLICY: Mapping[Permission, Sequence[Sequence[Predicate]]] = {
    Permission.BODY_ADD: [[is_administrator]],
    Permission.BODY_EDIT: [[is_clerk, same_body], [is_administrator, same_body]],
    Permission.COUNCIL_EDIT: [[is_clerk, same_body], [is_administrator, same_body]],
    Permission.COUNCIL_IMPORT: [[is_clerk, same_body], [is_administrator, same_body]],
    Permission.MEETING_PLAN: [[is_clerk, same_body]],
    Permission.MEETING_MOVE: [[is_clerk, same_body]],
    Permission.MEETING_INVITE: [[is_clerk, same_body], [chairs_it, same_body]],
    Permission.OWN_AREA: [[is_member, same_body]],
    Permission.NOTE_KEEP: [[has_account, same_body]],
    Permission.DELIVERY_CHOOSE: [[is_themselves, same_body]],
    Permission.MEETING_REPLY: [[is_asked, same_body]],
    Permission.REPLY_ENTER: [[is_clerk, same_body]],
    Permission.MEETING_RECORD: [[is_clerk, same_body]],
    Permission.AGENDA_EDIT: [[is_clerk, same_body]],
    Permission.AGENDA_APPROVE: [[chairs_it, same_body], [is_clerk, clerk_approves, same_body]],
    Permission.INVITATION_PROVE: [[is_clerk, same_body]],
    Permission.PAPER_WRITE: [[is_clerk, same_body], [is_author, is_theirs, same_body]],
    Permission.PAPER_COSIGN: [[signs_it, same_body]],
    Permission.PAPER_RELEASE: [[is_clerk, same_body]],
    Permission.PAPER_NUMBER: [[is_clerk, same_body]],
    Permission.PAPER_SUBMIT: [[is_member, is_theirs, same_body], [is_faction_staff, is_theirs, same_body]],
    Permission.FACTION_PREPARE: [[is_of_faction, same_body]],
    Permission.FILE_STORE: [
        [is_clerk, same_body],
        [is_author, same_body],
        [is_member, same_body],
        [is_faction_staff, same_body],
    ],
    Permission.CONTENT_IMPORT: [[is_administrator, same_body]],
    Permission.CONTENT_PREPARE: [[is_clerk, same_body]],
    Permission.CONTENT_PUBLISH: [[is_clerk, did_not_prepare, same_body]],
    Permission.CONTENT_WITHDRAW: [[is_clerk, same_body]],
    Permission.MAIL_SETTLE: [[is_clerk, same_body]],
    Permission.USER_ADD: [[is_administrator, same_body]],
    Permission.USER_EDIT: [[is_administrator, same_body]],
    Permission.RIGHTS_READ: [[is_clerk, same_body], [is_administrator, same_body]],
    Permission.ROLE_VIEW_AS: [[is_clerk, same_body], [is_administrator, same_body]],
    Permission.LOG_READ: [[is_clerk, same_body], [is_administrator, same_body]],
}


class Forbidden(Exception):
    """The actor sees the thing but may not do this with it."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(permission.value)
        self.permission = permission


def may(actor: Actor, permission: Permission, thing: object = None) -> bool:
    """Whether the actor may do this with the thing; used by views and templates to hide a button."""
    return any(all(predicate(actor, thing) for predicate in row) for row in POLICY[permission])


def could(actor: Actor, permission: Permission) -> bool:
    """Whether there could be a thing the actor may do this with: the question at the door of a page."""
    return may(actor, permission, ANYTHING)


def require(actor: Actor, permission: Permission, thing: object = None) -> None:
    """First line of every service; raises :class:`Forbidden`."""
    if not may(actor, permission, thing):
        raise Forbidden(permission)
