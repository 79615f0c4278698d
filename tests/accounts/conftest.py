"""Fixtures of the account tests: a clerk, and how to log in as somebody."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ris.access.actor import Actor, Role
from ris.accounts.services.users import add_user
from ris.council.models import Body
from ris.db import now_utc, transaction

EMAIL, PASSWORD = "clerk@lindenau.example", "ein langes Passwort"
LogIn = Callable[..., FlaskClient]
AddUser = Callable[..., int]


@pytest.fixture(autouse=True)
def _forms_without_token(app: Flask) -> None:
    """The token against forged forms has a test of its own."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def add_account(body: Body) -> AddUser:
    """Open an account; its id."""

    def add(email: str = EMAIL, *roles: Role, person_id: int | None = None, password: str | None = PASSWORD) -> int:
        with transaction() as session:
            machine = Actor.machine(body.id, "test")
            return add_user(
                session,
                machine,
                email=email,
                name="Büro",
                password=password,
                roles=roles,
                person_id=person_id,
                now=now_utc(),
            ).id

    return add


@pytest.fixture
def user(add_account: AddUser) -> int:
    """Id of a clerk's account."""
    return add_account(EMAIL, Role.CLERK)


@pytest.fixture
def log_in(app: Flask, client: FlaskClient) -> LogIn:
    """A browser in which somebody has logged in; a fresh one for `fresh=True`."""

    def open_session(email: str = EMAIL, *, fresh: bool = False, stay: bool = False) -> FlaskClient:
        browser = app.test_client() if fresh else client
        data = {"email": email, "password": PASSWORD} | ({"stay": "1"} if stay else {})
        assert browser.post("/anmelden", data=data).status_code == 302
        return browser

    return open_session
