"""What every answer carries."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ris.access.actor import Role
from ris.council.models import Body
from ris.web.headers import HEADERS
from tests.signing_in import signed_in


@pytest.mark.parametrize("address", ["/buero", "/buero/vorlagen", "/vorlage/neu", "/verwaltung", "/gibt-es-nicht"])
def test_nothing_of_somebody_with_an_account_is_kept(app: Flask, body: Body, address: str) -> None:
    answer = signed_in(app, "Clerk", Role.CLERK).get(address)
    assert "no-store" in answer.headers["Cache-Control"]


def test_errors_carry_them_too(client: FlaskClient, body: Body) -> None:
    assert HEADERS.items() <= dict(client.get("/gibt-es-nicht").headers).items()
