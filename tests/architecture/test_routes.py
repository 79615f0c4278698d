"""Every route says who may use it, and the door keeps its word."""

import pytest
from flask import Flask

from config import Config
from ris.access.actor import Actor, Role
from ris.access.permissions import Permission
from ris.access.policy import could
from ris.app import create_app
from ris.web.doors import UndeclaredView, door_of, open_to_all, pass_through, permitted

OPEN = "static"
"""Style sheets and scripts: the same for everybody, before anybody is known."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("house")
    return create_app(
        Config(data_dir=folder, database_url="sqlite://", secret_key="-", public_url="http://localhost", testing=True)
    )


def test_every_route_declares_who_may_use_it(house: Flask) -> None:
    endpoints = {rule.endpoint for rule in house.url_map.iter_rules()} - {OPEN}
    silent = sorted(name for name in endpoints if door_of(house.view_functions[name]) is None)
    assert len(endpoints) > 20
    assert silent == [], "@permitted(…), @for_anybody_signed_in or @open_to_all from ris.web.doors"


def test_what_changes_something_is_open_to_all_in_a_few_places_only(house: Flask) -> None:
    changing = {
        rule.endpoint
        for rule in house.url_map.iter_rules()
        if rule.methods and rule.methods & {"POST", "PUT", "PATCH", "DELETE"}
        if (door := door_of(house.view_functions[rule.endpoint])) and not door.shuts_out
    }
    assert changing == {
        "accounts.check_login",
        "accounts.second_factor",
        "accounts.forgotten",
        "accounts.set_password",
        "passkeys.ask_login",
        "passkeys.login",
        "invitations.confirm",
        "replies.by_link",
        "following.follow",
        "following_links.confirmation",
        "following_links.change",
        "following_links.ended",
        "reader_data.sync",  # asks for the login itself, in JSON
        "reader_data.wiped",
    }


def test_an_undeclared_view_stays_shut() -> None:
    with pytest.raises(UndeclaredView):
        pass_through(lambda: "", Actor.public(1))


def test_a_door_needs_a_permission() -> None:
    with pytest.raises(ValueError, match="name a permission"):
        permitted()


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_opens_its_door_for_somebody_and_not_for_the_public(permission: Permission) -> None:
    somebody = Actor(
        body_id=1,
        user_id=1,
        person_id=1,
        roles=frozenset(Role),
        chairs=frozenset({1}),
        factions=frozenset({2}),
    )
    assert could(somebody, permission)
    assert not could(Actor.public(1), permission)


def test_an_open_door_asks_nobody() -> None:
    pass_through(open_to_all(lambda: ""), Actor.public(1))
