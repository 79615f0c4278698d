"""A browser client somebody is logged in with, for tests of pages behind a door."""

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ris.access.actor import Actor, Role
from ris.accounts.services import add_user
from ris.db import now_utc, transaction
from ris.scope.current import current_body_id

PASSWORD = "ein langes Passwort"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def signed_in(app: Flask, name: str, *roles: Role, person_id: int | None = None) -> FlaskClient:
    """A new account of the current Body with these roles, a person's or nobody's, and a client that has logged in."""
    email = f"{name.lower().replace('ü', 'ue')}@lindenau.example"
    with transaction() as session:
        machine = Actor.machine(current_body_id(), "test")
        facts = {"email": email, "name": name, "password": PASSWORD}
        add_user(session, machine, **facts, roles=roles, person_id=person_id, now=now_utc())
    client = app.test_client()
    answer = sent(client, "/anmelden", {"email": email, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


def sent(client: FlaskClient, address: str, fields: dict[str, object], *, page: str | None = None) -> TestResponse:
    """The answer to a form sent to an address, with the token of the page it stands on (the same address at first)."""
    found = TOKEN.search(client.get(page or address).text)
    assert found, f"{page or address} has no form"
    return client.post(address, data={**fields, "csrf_token": found[1]})
