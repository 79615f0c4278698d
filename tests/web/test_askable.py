"""Addresses no database can be asked for."""

import pytest
from flask.testing import FlaskClient


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
