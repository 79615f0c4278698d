"""The policy table: no empty row, and each permission only for those it names."""

import pytest

from ris.access.actor import Actor, Role
from ris.access.permissions import Permission
from ris.access.policy import POLICY, Forbidden, may, require

CLERK = Actor(body_id=1, user_id=1, roles=frozenset({Role.CLERK}))
ADMINISTRATOR = Actor(body_id=1, user_id=2, roles=frozenset({Role.ADMINISTRATOR}))
MEMBER = Actor(body_id=1, user_id=3, roles=frozenset({Role.MEMBER}))
GRANTED = {
    Permission.BODY_ADD: {ADMINISTRATOR},
    Permission.COUNCIL_EDIT: {CLERK, ADMINISTRATOR},
    Permission.FILE_STORE: {CLERK},
    Permission.MEETING_PLAN: {CLERK},
    Permission.MEETING_RECORD: {CLERK},
    Permission.PAPER_WRITE: {CLERK},
    Permission.CONTENT_IMPORT: {ADMINISTRATOR},
    Permission.CONTENT_WITHDRAW: {CLERK},
    Permission.USER_ADD: {ADMINISTRATOR},
    Permission.LOG_READ: {CLERK, ADMINISTRATOR},
}


class Thing:
    def __init__(self, body_id: int) -> None:
        self.body_id = body_id


@pytest.mark.parametrize("permission", GRANTED)
@pytest.mark.parametrize("actor", [CLERK, ADMINISTRATOR, MEMBER, Actor.public(1)], ids=str)
def test_each_permission_is_for_those_it_names(actor: Actor, permission: Permission) -> None:
    assert may(actor, permission, Thing(1)) is (actor in GRANTED[permission])


@pytest.mark.parametrize("permission", [p for p in POLICY if p is not Permission.BODY_ADD])
def test_nobody_may_do_anything_with_a_thing_of_another_body(permission: Permission) -> None:
    everything = Actor(body_id=1, user_id=4, roles=frozenset(Role))
    assert not may(everything, permission, Thing(2))


def test_no_row_is_empty_and_no_permission_is_without_a_row() -> None:
    assert set(POLICY) == set(Permission)
    assert all(rows and all(rows) for rows in POLICY.values())


def test_requiring_what_one_may_not_names_the_permission() -> None:
    with pytest.raises(Forbidden, match="content:withdraw"):
        require(MEMBER, Permission.CONTENT_WITHDRAW, Thing(1))
