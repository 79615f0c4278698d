"""Every route × every role: who may not come in gets 403, or the login page; who may is not sent away."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import BaseConverter, Rule
from werkzeug.routing.converters import AnyConverter, NumberConverter

from ris.access.actor import Actor, Role
from ris.accounts.models import User
from ris.accounts.queries import actor_for
from ris.accounts.services.users import add_user
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.web.doors import Door, door_of
from tests.factories.council import membership, organization, person

PASSWORD = "ein langes Passwort"
NOBODY = 987_654_321
"""An id no row has."""
VISITORS = ("anonymous", *Role)
LEAVING = {"accounts.logout"}
"""Would end the session the test is in."""

OpenAs = Callable[[str], tuple[FlaskClient, Actor]]


def value_for(converter: BaseConverter) -> object:
    """Something an address may hold in this place, and nothing does."""
    if isinstance(converter, NumberConverter):
        return NOBODY
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return "gibt-es-nicht"


def address_of(app: Flask, rule: Rule) -> str:
    values = {name: value_for(converter) for name, converter in rule._converters.items()}
    return app.url_map.bind("localhost").build(rule.endpoint, values, method=next(iter(rule.methods or {"GET"})))


def rules_of(app: Flask) -> list[tuple[Rule, Door, str]]:
    found = []
    for rule in app.url_map.iter_rules():
        door = door_of(app.view_functions[rule.endpoint])
        if door is None or rule.endpoint in LEAVING:
            continue
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        found += [(rule, door, method) for method in sorted(methods)]
    return found


@pytest.fixture
def open_as(app: Flask, body: Body) -> OpenAs:
    """A browser in which somebody of a role has logged in, and who they are."""
    app.config["WTF_CSRF_ENABLED"] = False

    def logged_in(visitor: str) -> tuple[FlaskClient, Actor]:
        client = app.test_client()
        if visitor == "anonymous":
            return client, Actor.public(body.id)
        where = organization(
            name="Eine Fraktion" if visitor == Role.FACTION_STAFF else "Bauausschuss",
            organization_type="Fraktion" if visitor == Role.FACTION_STAFF else "Gremium",
        )
        somebody = person()
        membership(
            person_id=somebody.id,
            organization_id=where.id,
            role="Vorsitz" if visitor == Role.CHAIR else "Mitglied",
        )
        seated = visitor in {Role.MEMBER, Role.CHAIR, Role.FACTION_STAFF}
        email = f"{visitor}@lindenau.example"
        with transaction() as session:
            user = add_user(
                session,
                Actor.machine(body.id, "test"),
                email=email,
                name=visitor,
                password=PASSWORD,
                roles=[Role(visitor)],
                person_id=somebody.id if seated else None,
                now=now_utc(),
            )
            user_id = user.id
        assert client.post("/anmelden", data={"email": email, "password": PASSWORD}).status_code == 302
        return client, actor_for(db.session(), db.session.get_one(User, user_id))

    return logged_in


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_door_keeps_its_word(app: Flask, open_as: OpenAs, visitor: str) -> None:
    client, actor = open_as(visitor)
    wrong = []
    for rule, door, method in rules_of(app):
        answer = client.open(address_of(app, rule), method=method)
        sent_to_login = answer.status_code == 302 and answer.location.partition("?")[0] == "/anmelden"
        if answer.status_code >= 500:
            wrong.append(f"{method} {rule.rule}: {answer.status_code}")
        elif door.opens_for(actor):
            refused = answer.status_code == 403 and method == "GET"
            if refused or (sent_to_login and rule.endpoint != "accounts.second_factor"):
                wrong.append(f"{method} {rule.rule}: {answer.status_code}, and the door is open")
        elif not (sent_to_login if visitor == "anonymous" else answer.status_code == 403):
            wrong.append(f"{method} {rule.rule}: {answer.status_code}, and the door is shut")
    assert wrong == []


def test_the_roles_are_what_they_say(open_as: OpenAs) -> None:
    assert {visitor: visitor in open_as(visitor)[1].roles for visitor in Role} == dict.fromkeys(Role, True)
