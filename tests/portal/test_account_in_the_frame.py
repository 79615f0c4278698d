"""What the frame of every page says of who is reading."""

import re

from flask.testing import FlaskClient

from ris.access.actor import Actor, Role
from ris.accounts.services import add_user
from ris.council.models import Body
from ris.db import now_utc, transaction

EMAIL, PASSWORD = "clerk@lindenau.example", "ein langes Passwort"


def token_on(client: FlaskClient, address: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).get_data(as_text=True))
    assert found, f"{address} has no form"
    return found[1]


def test_who_logs_in_is_named_and_can_leave_on_every_page(client: FlaskClient, body: Body) -> None:
    with transaction() as session:
        machine = Actor.machine(body.id, "test")
        add_user(session, machine, email=EMAIL, name="Kim Kern", password=PASSWORD, roles=[Role.CLERK], now=now_utc())
    before = client.get("/sitzungen")
    sent = {"csrf_token": token_on(client, "/anmelden"), "email": EMAIL, "password": PASSWORD}

    client.post("/anmelden", data=sent)
    inside = client.get("/sitzungen")
    client.post("/abmelden", data={"csrf_token": token_on(client, "/sitzungen")})
    after = client.get("/sitzungen")

    assert "Anmelden" in before.get_data(as_text=True)
    assert "Abmelden" not in before.get_data(as_text=True)
    assert "Kim Kern" in inside.get_data(as_text=True)
    assert "private" in inside.headers["Cache-Control"]
    assert after.get_data() == before.get_data()


def test_a_reader_without_an_account_gets_no_cookie(client: FlaskClient) -> None:
    for address in ("/", "/sitzungen", "/vorlagen", "/gremien", "/impressum", "/gibt-es-nicht"):
        assert "Set-Cookie" not in client.get(address).headers, address
