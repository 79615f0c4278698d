"""The policy table: no empty row, and each permission only for those it names."""

import pytest

from ris.access.actor import Actor, BodyRule, Role
from ris.access.permissions import Permission
from ris.access.policy import POLICY, Forbidden, could, may, require
from ris.access.words import ACTS, CONDITIONS, ROLES, sentence_of

COMMITTEE, FACTION, DEPARTMENT = 5, 6, 7
ACTORS = {
    "public": Actor.public(1),
    "reader": Actor(body_id=1, user_id=1, roles=frozenset({Role.READER})),
    "member": Actor(body_id=1, user_id=2, person_id=2, roles=frozenset({Role.MEMBER})),
    "staff": Actor(body_id=1, user_id=3, roles=frozenset({Role.FACTION_STAFF}), factions=frozenset({FACTION})),
    "author": Actor(body_id=1, user_id=4, roles=frozenset({Role.AUTHOR}), organizations=frozenset({DEPARTMENT})),
    "clerk": Actor(body_id=1, user_id=5, roles=frozenset({Role.CLERK})),
    "chair": Actor(body_id=1, user_id=6, roles=frozenset({Role.MEMBER, Role.CHAIR}), chairs=frozenset({COMMITTEE})),
    "administrator": Actor(body_id=1, user_id=7, roles=frozenset({Role.ADMINISTRATOR})),
}


class Thing:
    """Somebody else's thing of the Body, prepared by a colleague."""

    organization_ids = (COMMITTEE,)
    author_user_id = 99
    department_id = 99
    signatory_ids = (99,)
    asked_ids = (99,)
    id = 99
    faction_id = 99
    prepared_by_id: int | None = 99

    def __init__(self, body_id: int = 1, **known: object) -> None:
        self.body_id = body_id
        vars(self).update(known)


GRANTED = {
    Permission.BODY_ADD: {"administrator"},
    Permission.BODY_EDIT: {"clerk", "administrator"},
    Permission.COUNCIL_EDIT: {"clerk", "administrator"},
    Permission.COUNCIL_IMPORT: {"clerk", "administrator"},
    Permission.MEETING_PLAN: {"clerk"},
    Permission.MEETING_MOVE: {"clerk"},
    Permission.MEETING_INVITE: {"clerk", "chair"},
    Permission.OWN_AREA: {"member", "chair"},
    Permission.NOTE_KEEP: set(ACTORS) - {"public"},
    Permission.DELIVERY_CHOOSE: set(),
    Permission.MEETING_REPLY: set(),
    Permission.REPLY_ENTER: {"clerk"},
    Permission.MEETING_RECORD: {"clerk"},
    Permission.AGENDA_EDIT: {"clerk"},
    Permission.AGENDA_APPROVE: {"chair"},
    Permission.INVITATION_PROVE: {"clerk"},
    Permission.PAPER_WRITE: {"clerk"},
    Permission.PAPER_COSIGN: set(),
    Permission.PAPER_RELEASE: {"clerk"},
    Permission.PAPER_NUMBER: {"clerk"},
    Permission.PAPER_SUBMIT: set(),
    Permission.FACTION_PREPARE: set(),
    Permission.FILE_STORE: {"clerk", "author", "member", "chair", "staff"},
    Permission.CONTENT_IMPORT: {"administrator"},
    Permission.CONTENT_PREPARE: {"clerk"},
    Permission.CONTENT_PUBLISH: {"clerk"},
    Permission.CONTENT_WITHDRAW: {"clerk"},
    Permission.MAIL_SETTLE: {"clerk"},
    Permission.USER_ADD: {"administrator"},
    Permission.USER_EDIT: {"administrator"},
    Permission.RIGHTS_READ: {"clerk", "administrator"},
    Permission.ROLE_VIEW_AS: {"clerk", "administrator"},
    Permission.LOG_READ: {"clerk", "administrator"},
}


@pytest.mark.parametrize("permission", Permission)
def test_each_permission_is_for_those_it_names(permission: Permission) -> None:
    assert {name for name, actor in ACTORS.items() if may(actor, permission, Thing())} == GRANTED[permission]


@pytest.mark.parametrize("permission", [p for p in POLICY if p is not Permission.BODY_ADD])
def test_nobody_may_do_anything_with_a_thing_of_another_body(permission: Permission) -> None:
    theirs = {"author_user_id": 4, "department_id": DEPARTMENT, "signatory_ids": (4,), "asked_ids": (4,)} | {
        "faction_id": FACTION,
        "id": 4,
    }
    everything = Actor(
        body_id=1,
        user_id=4,
        person_id=4,
        roles=frozenset(Role),
        chairs=frozenset({COMMITTEE}),
        factions=frozenset({FACTION}),
        organizations=frozenset({DEPARTMENT}),
        body_rules=frozenset(BodyRule),
    )
    assert may(everything, permission, Thing(1, **theirs))
    assert not may(everything, permission, Thing(2, **theirs))


def test_the_chair_of_another_organization_approves_nothing() -> None:
    assert not may(ACTORS["chair"], Permission.AGENDA_APPROVE, Thing(organization_ids=(8,)))
    assert may(ACTORS["chair"], Permission.AGENDA_APPROVE, Thing(organization_ids=(8, COMMITTEE)))


def test_the_session_office_approves_where_the_body_says_so() -> None:
    trusted = Actor(body_id=1, user_id=5, roles=frozenset({Role.CLERK}), body_rules=frozenset(BodyRule))
    assert may(trusted, Permission.AGENDA_APPROVE, Thing())


def test_nobody_confirms_what_they_prepared_themselves() -> None:
    assert not may(ACTORS["clerk"], Permission.CONTENT_PUBLISH, Thing(prepared_by_id=5))
    assert not may(ACTORS["clerk"], Permission.CONTENT_PUBLISH), "what nobody prepared cannot be confirmed"


def test_an_author_writes_new_papers_and_those_of_the_own_department() -> None:
    author = ACTORS["author"]
    assert may(author, Permission.PAPER_WRITE)
    assert may(author, Permission.PAPER_WRITE, Thing(author_user_id=4))
    assert may(author, Permission.PAPER_WRITE, Thing(department_id=DEPARTMENT))


@pytest.mark.parametrize("name", ACTORS)
def test_members_and_fraktionen_hand_in_what_is_their_own(name: str) -> None:
    assert may(ACTORS[name], Permission.PAPER_SUBMIT) is (name in {"member", "chair", "staff"})


def test_only_who_is_asked_to_sign_signs() -> None:
    assert may(ACTORS["member"], Permission.PAPER_COSIGN, Thing(signatory_ids=(1, 2)))
    assert not may(ACTORS["clerk"], Permission.PAPER_COSIGN, Thing(signatory_ids=(None, 2)))


def test_the_door_opens_for_who_could_and_the_service_asks_again() -> None:
    chair = ACTORS["chair"]
    assert could(chair, Permission.AGENDA_APPROVE)
    assert not may(chair, Permission.AGENDA_APPROVE), "a service that forgets its thing grants nothing"
    assert not could(ACTORS["member"], Permission.AGENDA_APPROVE)


def test_requiring_what_one_may_not_names_the_permission() -> None:
    with pytest.raises(Forbidden, match="content:withdraw"):
        require(ACTORS["member"], Permission.CONTENT_WITHDRAW, Thing())


def test_the_policy_can_be_read_aloud() -> None:
    predicates = {predicate for rows in POLICY.values() for row in rows for predicate in row}
    assert set(CONDITIONS) == predicates
    assert set(ACTS) == set(Permission)
    assert set(ROLES) == set(Role)
    assert sentence_of(Permission.AGENDA_APPROVE) == (
        "Eine Tagesordnung freigeben darf, wer heute den Vorsitz eines der beteiligten Gremien hat – oder "
        "wer im Sitzungsdienst arbeitet, wenn die Einstellungen der Kommune das vorsehen."
    )


@pytest.mark.parametrize("permission", Permission)
def test_every_rule_is_a_sentence(permission: Permission) -> None:
    assert " darf, wer " in sentence_of(permission)
    assert ", ," not in sentence_of(permission)
