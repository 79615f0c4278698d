"""Personal deputies: named for a member from day to day; the name alone opens nothing."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import organization_token
from ris.accounts.queries import actor_for
from ris.accounts.services.users import add_user
from ris.council.mandates import SeatRefused, Tenure
from ris.council.models import Body, Membership, Person
from ris.council.organization_settings import OrganizationSettings
from ris.council.services.seats import name_deputy
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.law.sitting import Chamber
from tests.factories import council
from tests.signing_in import sent, signed_in

FIRST = date(2026, 4, 1)
LAST = date(2031, 3, 31)


def seated(name: str = "Ada Sitzt") -> tuple[int, int]:
    """Ids of a committee and of a seat in it."""
    settings = OrganizationSettings(chamber=Chamber.COMMITTEE).to_json()
    committee = council.organization(name="Bauausschuss", settings=settings)
    holder = council.person(name=name)
    seat = council.membership(
        person_id=holder.id, organization_id=committee.id, start_date=FIRST, end_date=LAST, voting_right=True
    )
    return committee.id, seat.id


def named(body: Body, seat_id: int, person_id: int, tenure: Tenure | None = None) -> int:
    with transaction() as session:
        seat, person = session.get_one(Membership, seat_id), session.get_one(Person, person_id)
        days = tenure or Tenure(FIRST, LAST)
        return name_deputy(session, Actor.machine(body.id, "test"), seat, person, days, now=now_utc()).id


def test_a_deputy_has_the_seat_of_a_member_and_their_days(body: Body, session: Session) -> None:
    committee, seat = seated()
    row = session.get_one(Membership, named(body, seat, council.person(name="Bo Springt Ein").id))
    assert (row.organization_id, row.deputy_for_id, row.role) == (committee, seat, "Stellvertretendes Mitglied")
    assert row.voting_right


@pytest.mark.parametrize(
    "tenure", [Tenure(date(2026, 3, 31), LAST), Tenure(FIRST, None), Tenure(FIRST, LAST + timedelta(days=1))]
)
def test_no_deputy_outlasts_the_member(body: Body, tenure: Tenure) -> None:
    _, seat = seated()
    with pytest.raises(SeatRefused, match="solange das Mandat dauert"):
        named(body, seat, council.person().id, tenure)


def test_who_sits_there_is_nobodys_deputy_and_a_deputy_has_none(body: Body, session: Session) -> None:
    committee, seat = seated()
    other = council.person(name="Cy Sitzt Auch")
    council.membership(person_id=other.id, organization_id=committee)
    with pytest.raises(SeatRefused, match="sitzt in dieser Zeit selbst"):
        named(body, seat, other.id)
    deputy = named(body, seat, council.person().id)
    with pytest.raises(SeatRefused, match="nicht selbst vertreten"):
        named(body, deputy, council.person().id)


def test_one_person_is_the_deputy_of_several_but_of_each_only_once(body: Body, session: Session) -> None:
    committee, seat = seated()
    second = council.membership(
        person_id=council.person().id, organization_id=committee, start_date=FIRST, end_date=LAST
    )
    bo = council.person(name="Bo").id
    named(body, seat, bo)
    named(body, second.id, bo)
    with pytest.raises(SeatRefused, match="schon"):
        named(body, seat, bo)


def test_being_a_deputy_opens_nothing(body: Body, session: Session) -> None:
    committee, seat = seated()
    bo = council.person(name="Bo").id
    named(body, seat, bo, Tenure(FIRST, LAST))
    with transaction() as writing:
        user = add_user(
            writing, Actor.machine(body.id, "test"), email="bo@lindenau.example", name="Bo", person_id=bo, now=now_utc()
        )
        actor = actor_for(writing, user)
    assert organization_token(committee) not in actor.reads
    assert committee not in actor.organizations
    assert Role.MEMBER not in actor.roles


def test_the_office_names_a_deputy_on_the_page_of_a_seat(app: Flask, body: Body, session: Session) -> None:
    committee, seat = seated()
    bo = council.person(name="Bo Springt Ein").id
    plenary = council.organization(name="Stadtverordnetenversammlung")
    with transaction() as writing:
        writing.get_one(Body, body.id).settings = BodySettings(council_organization_id=plenary.id).to_json()
    clerk = signed_in(app, "Kerstin", Role.CLERK)
    page = f"/verwaltung/mandate/{seat}/vertretung"
    assert f'href="{page}"' in clerk.get(f"/verwaltung/gremien/{committee}").text
    assert 'value="2031-03-31"' in clerk.get(page).text
    answer = sent(clerk, page, {"person": f"Bo (Nr. {bo})", "beginn": "2026-04-01", "ende": ""})
    assert answer.location == page
    assert session.scalars(select(Membership.end_date).where(Membership.deputy_for_id == seat)).all() == [LAST]
    shown = clerk.get(page).text
    assert "Bo Springt Ein" in shown
    assert "§ 62 Abs. 2 HGO" in shown, "nobody outside the Vertretung stands in for a committee member"
    assert "vertritt Ada Sitzt" in clerk.get(f"/verwaltung/gremien/{committee}").text
    assert "Bo Springt Ein" not in app.test_client().get(f"/gremium/{committee}").text, "a deputy is no member"
    wrong = sent(clerk, page, {"person": "Niemand", "beginn": "gestern"})
    assert wrong.status_code == 422
    assert "Fehler: " in wrong.text
    assert "gestern" in wrong.text
    too_long = sent(clerk, page, {"person": f"Bo (Nr. {bo})", "beginn": "2026-04-01", "ende": "2040-01-01"})
    assert too_long.status_code == 422
    assert session.scalars(select(Membership.id).where(Membership.deputy_for_id == seat)).all() != []
