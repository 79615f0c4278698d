"""Pages of accounts, read by a parser that forgives nothing; every link within a page has its anchor."""

import html5lib
import pytest

from ris.access.actor import Role
from tests.accounts.conftest import EMAIL, AddUser, LogIn

PAGES = (
    "/mein/konto",
    "/mein/konto/passwort",
    "/mein/konto/bestaetigen",
    "/mein/konto/app",
    "/passwort-vergessen",
    "/konto/passwort/weg",
    "/anmelden",
    "/anmelden/code",
    "/verwaltung",
    "/verwaltung/benutzer",
    "/verwaltung/benutzer/neu",
    "/verwaltung/benutzer/1",
    "/verwaltung/rechte",
    "/verwaltung/ansicht",
    "/verwaltung/email",
)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_pages_and_their_refusals_are_html5_without_a_fault(add_account: AddUser, log_in: LogIn, method: str) -> None:
    add_account(EMAIL, Role.CLERK, Role.ADMINISTRATOR)
    client = log_in()
    client.post("/mein/konto/app/beginnen")
    for address in PAGES:
        answer = client.open(address, method=method, data={"x": "y"} if method == "POST" else None)
        if answer.status_code in {302, 405}:
            continue
        html5lib.HTMLParser(strict=True).parse(answer.text)
        document = html5lib.parse(answer.text, namespaceHTMLElements=False)
        anchors = [element.get("id") for element in document.iter() if element.get("id")]
        targets = {str(link.get("href")) for link in document.iter("a")}
        assert len(anchors) == len(set(anchors)), f"{address}: an id stands twice"
        assert {target for target in targets if target.startswith("#")} <= {f"#{anchor}" for anchor in anchors}, address
