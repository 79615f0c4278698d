"""Logging in: the right person, for the right town, and nobody by guessing."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC, chair_token, organization_token, person_token
from ris.access.policy import Forbidden
from ris.accounts.models import User
from ris.accounts.queries import actor_for
from ris.accounts.services import BLOCK, FREE_ATTEMPTS, WeakPassword, add_user, log_in
from ris.audit.models import AuditEntry
from ris.council.models import Body, Membership, Organization, Person
from ris.council.settings import BodySettings
from ris.db import db, now_utc, transaction
from ris.scope.current import working_for
from ris.scope.readers import audience_for

EMAIL, PASSWORD = "clerk@lindenau.example", "ein langes Passwort"


@pytest.fixture
def user(body: Body) -> int:
    with transaction() as session:
        clerk = add_user(
            session,
            Actor.machine(body.id, "test"),
            email=" Clerk@Lindenau.example",
            name="Büro",
            password=PASSWORD,
            roles=[Role.CLERK],
            now=now_utc(),
        )
        return clerk.id


def attempt(email: str = EMAIL, password: str = PASSWORD, minutes: float = 0) -> bool:
    with transaction() as session:
        return log_in(session, email, password, now=now_utc() + timedelta(minutes=minutes)) is not None


def test_the_right_password_opens_and_is_not_kept_in_clear(user: int, session: Session) -> None:
    assert attempt()
    assert PASSWORD not in session.get_one(User, user).password_hash
    assert session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()[-1] == "user:logged-in"


def test_a_wrong_password_or_address_does_not_open(user: int) -> None:
    assert not attempt(password="falsch")
    assert not attempt(email="nobody@lindenau.example")


def test_five_wrong_passwords_block_for_five_minutes(user: int) -> None:
    for _ in range(FREE_ATTEMPTS):
        assert not attempt(password="falsch")
    assert not attempt()
    assert attempt(minutes=BLOCK.total_seconds() / 60 + 1)


def test_an_account_of_another_town_does_not_open_here(user: int) -> None:
    with transaction() as session:
        other = Body(name="Eschbach", created=now_utc(), modified=now_utc(), settings={})
        session.add(other)
        session.flush()
        identity = other.id
    with working_for(identity):
        assert not attempt()


def test_short_passwords_and_strangers_are_refused(body: Body) -> None:
    machine = Actor.machine(body.id, "test")
    with pytest.raises(WeakPassword), transaction() as session:
        add_user(session, machine, email=EMAIL, name="B", password="zu kurz", now=now_utc())
    with pytest.raises(Forbidden), transaction() as session:
        add_user(session, Actor.public(body.id), email=EMAIL, name="B", password=PASSWORD, now=now_utc())


def test_an_actor_reads_what_its_seats_of_today_allow(body: Body) -> None:
    today = now_utc().date()
    with transaction() as session:
        public = audience_for(session, {PUBLIC})
        stamps = {"created": now_utc(), "modified": now_utc(), "audience": public}
        council = Organization(name="Stadtverordnetenversammlung", **stamps)
        committee = Organization(name="Bauausschuss", **stamps)
        past = Organization(name="Alter Ausschuss", **stamps)
        person = Person(name="A", **stamps)
        session.add_all([council, committee, past, person])
        session.flush()
        session.add_all(
            [
                Membership(person_id=person.id, organization_id=council.id, **stamps),
                Membership(person_id=person.id, organization_id=committee.id, role="Vorsitz", **stamps),
                Membership(person_id=person.id, organization_id=past.id, end_date=today - timedelta(days=2), **stamps),
            ]
        )
        town = session.get_one(Body, body.id)
        town.settings = BodySettings(council_organization_id=council.id).to_json()
        member = add_user(
            session,
            Actor.machine(body.id, "test"),
            email=EMAIL,
            name="A",
            password=PASSWORD,
            person_id=person.id,
            now=now_utc(),
        )
        seats = {organization_token(council.id), organization_token(committee.id)}
        expected = {PUBLIC, COUNCIL, *seats, chair_token(committee.id), person_token(person.id)}
        chaired = committee.id
    actor = actor_for(db.session(), member)
    assert actor.reads == expected
    assert actor.chairs == {chaired}
    assert actor.roles == {Role.MEMBER, Role.CHAIR}
    assert ADMINISTRATION not in actor.reads


def test_looking_at_the_head_of_the_page_is_no_attempt(user: int, client: FlaskClient) -> None:
    assert client.head("/anmelden").status_code == 200


def test_the_page_logs_in_and_out(user: int, client: FlaskClient) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = False
    refused = client.post("/anmelden", data={"email": EMAIL, "password": "falsch"})
    assert refused.status_code == 422
    assert "E-Mail-Adresse oder Passwort ist falsch" in refused.text
    opened = client.post("/anmelden?weiter=/sitzungen", data={"email": EMAIL, "password": PASSWORD})
    assert (opened.status_code, opened.location) == (302, "/sitzungen")
    left = client.post("/abmelden")
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_logging_in_never_leads_to_a_foreign_site(user: int, client: FlaskClient, target: str) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = False
    answer = client.post("/anmelden", query_string={"weiter": target}, data={"email": EMAIL, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (302, "/")


def test_a_forged_form_is_refused(user: int, client: FlaskClient) -> None:
    assert client.post("/anmelden", data={"email": EMAIL, "password": PASSWORD}).status_code == 400
