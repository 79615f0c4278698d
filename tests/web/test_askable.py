"""Addresses no database can be asked for."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ris.council.models import Body
from ris.web.askable import row_number


@pytest.mark.parametrize(
    "address",
    [
        "/sitzung/2147483648",
        "/sitzung/99999999999999999999",
        "/top/9223372036854775808",
        "/datei/340282366920938463463374607431768211456",
        "/sitzung/1/stand/4294967296",
        "/vorlage/99999999999999999999",
    ],
)
def test_a_number_beyond_any_id_leads_nowhere(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/vorlage/a%00b", "/gibt%00es-nicht", "/vorlagen?art=%00", "/gremien?nach=%00_1", "/suche?q=%00"]
)
def test_a_nul_is_refused_before_anybody_is_asked(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400


def test_a_nul_in_a_form_is_refused(app: Flask, body: Body) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    assert app.test_client().post("/anmelden", data={"email": "a\0b", "password": "ein Passwort"}).status_code == 400


@pytest.mark.parametrize("text", ["2147483648", "-99999999999999999999", "9" * 5_000, "²", "1.5", ""])
def test_what_no_row_can_have_is_no_number_of_a_row(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        row_number(text)


def test_a_number_of_a_row_is_one() -> None:
    assert (row_number("2147483647"), row_number(" 7 ")) == (2_147_483_647, 7)
