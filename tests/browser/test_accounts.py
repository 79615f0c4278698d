"""Accounts in a real browser: passkeys by Chromium's own authenticator, and every page without a finding."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, CDPSession

from ris.demo import ACCOUNTS, PASSWORD
from tests.browser.server import served
from tests.browser.visit import Visit, visiting
from tests.browser.working import CLERK, log_in
from tests.demo_town import DemoTown, demo_town_in


@pytest.fixture(scope="module")
def written_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoTown]:
    """A demo town of one's own, to be written in."""
    with demo_town_in(tmp_path_factory.mktemp("accounts") / "data", tmp_path_factory) as town:
        yield town


@pytest.fixture(scope="module")
def site(written_town: DemoTown) -> Iterator[str]:
    """Its address; passkeys want a name, not a number."""
    with served(written_town.app) as address:
        yield address.replace("127.0.0.1", "localhost")


@contextmanager
def authenticator(window: Visit) -> Iterator[CDPSession]:
    """A key with a fingerprint, inside of Chromium."""
    protocol = window.page.context.new_cdp_session(window.page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield protocol


def log_out(window: Visit) -> None:
    window.open("/mein/konto")
    window.page.get_by_role("banner").get_by_role("button", name="Abmelden").click()
    window.page.wait_for_url("**/")
    window.page.wait_for_load_state("networkidle")


def test_a_passkey_is_made_and_opens_the_account_without_password(browser: Browser, site: str) -> None:
    with visiting(browser, site) as window, authenticator(window):
        page = window.page
        log_in(window, "nadine.ohlig@lindenau.example")
        window.open("/mein/konto")
        page.get_by_label("Name für den neuen Passkey").fill("Mein Tablet")
        page.get_by_role("button", name="Passkey einrichten").click()
        page.get_by_role("status").filter(has_text="Der Passkey ist eingerichtet.").wait_for()

        assert page.get_by_text("Mein Tablet", exact=True).is_visible()
        assert window.axe_findings() == []

        log_out(window)
        window.open("/anmelden?weiter=/mein/konto")
        page.get_by_role("button", name="Mit Passkey anmelden").click()
        page.wait_for_url(lambda address: address.endswith("/mein/konto") and "/anmelden" not in address)

        assert page.get_by_text("Nadine Ohlig").first.is_visible()
        assert window.complaints == []

        log_out(window)
        window.open("/anmelden")
        page.get_by_label("E-Mail-Adresse").fill("nadine.ohlig@lindenau.example")
        page.get_by_label("Passwort", exact=True).fill(PASSWORD)
        page.locator("main form").first.get_by_role("button", name="Anmelden", exact=True).click()
        page.wait_for_url("**/anmelden/code*")
        assert window.axe_findings() == []
        page.get_by_role("button", name="Mit Passkey bestätigen").click()
        page.wait_for_url(lambda address: "/anmelden" not in address)
        page.wait_for_load_state("networkidle")
        window.open("/mein/konto")
        assert page.get_by_text("Ihr Konto ist mit einem zweiten Faktor geschützt.").is_visible()
        page.get_by_role("button", name="Entfernen").click()
        page.get_by_role("status").filter(has_text="Der Passkey ist entfernt.").wait_for()


def test_a_key_that_is_not_ours_is_told_so(browser: Browser, site: str) -> None:
    with visiting(browser, site) as window, authenticator(window) as protocol:
        page = window.page
        log_in(window, "sabine.krollmann@lindenau.example")
        window.open("/mein/konto")
        page.get_by_role("button", name="Passkey einrichten").click()
        page.get_by_role("status").filter(has_text="Der Passkey ist eingerichtet.").wait_for()
        page.get_by_role("button", name="Entfernen").click()
        page.get_by_role("status").filter(has_text="Der Passkey ist entfernt.").wait_for()
        log_out(window)
        window.open("/anmelden")
        page.get_by_role("button", name="Mit Passkey anmelden").click()

        page.get_by_text("Das hat nicht geklappt.").wait_for()
        assert protocol is not None


def test_without_script_there_is_no_button_that_does_nothing(browser: Browser, site: str) -> None:
    with visiting(browser, site, script=False) as window:
        log_in(window, CLERK)
        window.open("/mein/konto")

        assert window.page.get_by_role("button", name="Passkey einrichten").count() == 0
        assert window.page.get_by_text("Für Passkeys braucht Ihr Browser JavaScript.").is_visible()


def test_setting_up_an_app_is_accessible(browser: Browser, site: str) -> None:
    with visiting(browser, site) as window:
        log_in(window, "leser@lindenau.example")
        window.open("/mein/konto")
        window.page.get_by_role("button", name="App einrichten").click()
        window.page.wait_for_url("**/mein/konto/app")

        assert window.page.get_by_alt_text("Bild mit dem Schlüssel").evaluate("image => image.naturalWidth") > 0
        assert window.axe_findings() == []
        window.page.get_by_role("button", name="Fertig einrichten").click()
        window.page.get_by_role("alert").wait_for()

        assert window.page.title().startswith("Fehler: ")
        assert window.page.evaluate("() => document.activeElement.id") == "fehler"
        assert window.axe_findings() == []
        assert window.complaints == []


def test_looking_with_other_eyes_is_said_on_every_page(browser: Browser, site: str) -> None:
    with visiting(browser, site) as window:
        log_in(window, CLERK)
        window.open("/verwaltung/ansicht")
        window.page.get_by_role("button", name="Ansicht beginnen").click()
        window.page.get_by_role("alert").wait_for()
        assert window.axe_findings() == []
        window.page.get_by_label("Ohne Konto (alle)").check()
        window.page.get_by_role("button", name="Ansicht beginnen").click()
        for address in ("/", "/sitzungen", "/vorlagen", "/gibt-es-nicht"):
            window.open(address)
            assert window.axe_findings() == []
        window.open("/sitzungen")
        assert window.page.get_by_text("Sie sehen diese Seite als: Ohne Konto.").is_visible()
        window.page.get_by_role("button", name="Ansicht beenden").click()
        window.page.wait_for_url("**/verwaltung/ansicht")


def test_the_demo_town_offers_a_login_for_every_role(browser: Browser, site: str) -> None:
    with visiting(browser, site) as window:
        for account in ACCOUNTS:
            window.open("/anmelden")
            window.page.get_by_role("button", name=account.what, exact=True).click()
            window.page.wait_for_url(lambda address: "/anmelden" not in address)
            window.page.wait_for_load_state("networkidle")
            log_out(window)
        assert window.complaints == []
