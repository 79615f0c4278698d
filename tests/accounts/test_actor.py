"""Which Actor an account becomes: roles given, roles that follow from seats, circles of today."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from ris.access.actor import Actor, BodyRule, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC, chair_token, organization_token, person_token
from ris.accounts.models import User
from ris.accounts.queries import actor_for
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.web.dates import local_day
from tests.accounts.conftest import AddUser
from tests.factories.council import membership, organization, person

PAST, AHEAD = timedelta(days=-3), timedelta(days=3)


def actor_of(session: Session, user_id: int) -> Actor:
    session.rollback()
    return actor_for(session, session.get_one(User, user_id))


def test_a_member_and_chair_is_what_the_seats_of_today_say(body: Body, session: Session, add_account: AddUser) -> None:
    council, committee, left = organization(name="Stadtverordnetenversammlung"), organization(), organization()
    faction = organization(name="Fraktion Grünes Tal", organization_type="Fraktion")
    ada = person(name="Ada").id
    today = local_day(now_utc())
    membership(person_id=ada, organization_id=council.id)
    membership(person_id=ada, organization_id=committee.id, role="Vorsitzende")
    membership(person_id=ada, organization_id=faction.id)
    membership(person_id=ada, organization_id=left.id, role="Vorsitzende", end_date=today + PAST)
    with transaction() as writing:
        writing.get_one(Body, body.id).settings = BodySettings(council_organization_id=council.id).to_json()
    actor = actor_of(session, add_account("ada@lindenau.example", Role.READER, person_id=ada))

    seats = {council.id, committee.id, faction.id}
    assert actor.roles == {Role.READER, Role.MEMBER, Role.CHAIR}
    assert actor.chairs == {committee.id}
    assert actor.factions == {faction.id}
    assert actor.organizations == seats
    of_today = {PUBLIC, COUNCIL, person_token(ada), chair_token(committee.id), *map(organization_token, seats)}
    assert {word for word in actor.reads if "@" not in word} == of_today
    assert ADMINISTRATION not in actor.reads


@pytest.mark.parametrize(
    ("role", "chairs"),
    [
        ("Vorsitz", True),
        ("Stadtverordnetenvorsteherin", True),
        ("Stellvertretender Vorsitzender", False),
        ("Mitglied", False),
        (None, False),
    ],
)
def test_a_deputy_is_no_chair(session: Session, add_account: AddUser, role: str | None, chairs: bool) -> None:
    ada = person().id
    membership(person_id=ada, organization_id=organization().id, role=role)
    assert (Role.CHAIR in actor_of(session, add_account("ada@x.de", person_id=ada)).roles) is chairs


@pytest.mark.parametrize(("start", "end"), [(None, PAST), (AHEAD, None)])
def test_a_seat_of_another_day_makes_no_member(
    session: Session, add_account: AddUser, start: timedelta | None, end: timedelta | None
) -> None:
    today = local_day(now_utc())
    ada = person().id
    membership(
        person_id=ada,
        organization_id=organization().id,
        start_date=today + start if start else None,
        end_date=today + end if end else None,
    )
    actor = actor_of(session, add_account("ada@x.de", Role.MEMBER, person_id=ada))
    assert not actor.roles
    assert not actor.organizations


def test_who_works_for_a_fraktion_or_an_office_is_no_member(session: Session, add_account: AddUser) -> None:
    faction = organization(name="Fraktion Grünes Tal", organization_type="Fraktion")
    office = organization(name="Bauamt", organization_type="Verwaltungsbereich")
    ada = person().id
    membership(person_id=ada, organization_id=faction.id, role="Geschäftsführung")
    membership(person_id=ada, organization_id=office.id, role="Sachbearbeitung")
    actor = actor_of(session, add_account("ada@x.de", Role.FACTION_STAFF, Role.AUTHOR, person_id=ada))
    assert actor.roles == {Role.FACTION_STAFF, Role.AUTHOR}
    assert actor.factions == {faction.id}
    assert organization_token(office.id) in actor.reads


def test_the_session_office_reads_for_the_administration_and_the_council(session: Session, user: int) -> None:
    actor = actor_of(session, user)
    assert actor.reads == {PUBLIC, ADMINISTRATION, COUNCIL}
    assert actor.in_office


def test_an_administrator_reads_what_everybody_reads(session: Session, add_account: AddUser) -> None:
    actor = actor_of(session, add_account("it@x.de", Role.ADMINISTRATOR))
    assert actor.reads == {PUBLIC}
    assert actor.in_office


def test_the_settings_of_the_town_are_part_of_the_actor(body: Body, session: Session, user: int) -> None:
    assert actor_of(session, user).body_rules == frozenset()
    with transaction() as writing:
        writing.get_one(Body, body.id).settings = BodySettings(clerk_approves_agendas=True).to_json()
    assert actor_of(session, user).body_rules == {BodyRule.CLERK_APPROVES}
