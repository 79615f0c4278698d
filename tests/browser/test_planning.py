"""The session office at its desk, in a real browser: a year from the form to the calendar, one meeting moved, one called off."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.server import served
from tests.browser.visit import visiting
from tests.browser.working import CLERK, logged_in, sound
from tests.demo_town import DemoTown, demo_town_in

TABLE = "Nachname;Vorname;Gremium;Rolle;Beginn\nWüst;Änne;HFA;Beratendes Mitglied;01.04.2026\n"


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoTown]:
    """A copy of the demo town to be written in."""
    with demo_town_in(tmp_path_factory.mktemp("planning") / "data", tmp_path_factory) as town:
        yield town


@pytest.fixture(scope="module")
def own_site(own_town: DemoTown) -> Iterator[str]:
    with served(own_town.app) as address:
        yield address


def test_a_year_is_planned_and_published_and_a_day_that_does_not_hold_is_moved(browser: Browser, own_site: str) -> None:
    with logged_in(browser, own_site, CLERK, "/buero") as window:
        page = window.page
        page.click("text=Jahresplan aufstellen")
        page.click("main >> text=Haupt- und Finanzausschuss")
        page.fill("#jahr", "2028")
        page.select_option("#wochentag", label="Donnerstag")
        page.select_option("#woche", label="zweiten")
        page.click("text=Vorschau zeigen")
        sound(window)
        assert page.locator("#vorschau li:has-text('Osterferien')").count() + page.locator(".ris-days__notes").count()
        days = page.locator("input[name=termin]:checked").count()
        page.click("text=Gewählte Sitzungen planen")
        assert f"{days} Sitzungen sind geplant" in page.inner_text(".ris-status").replace("\xa0", " ")
        sound(window)
        page.click("main button:has-text('veröffentlichen')")
        assert "im Kalender" in page.inner_text(".ris-status")
        sound(window)

    with visiting(browser, own_site) as visitor:
        visitor.open("/sitzungen?monat=2028-02")
        visitor.page.click("main >> text=Sitzung des Haupt- und Finanzausschusses")
        address = visitor.page.url.removeprefix(own_site)

    with logged_in(browser, own_site, CLERK, "/buero") as window:
        window.open(f"{address}/verlegen")
        window.page.fill("#tag", "2028-02-17")
        window.page.click("text=Verlegen und Mitglieder benachrichtigen")
        assert window.page.title().startswith("Fehler: ")
        assert window.page.evaluate("document.activeElement.id") == "fehler"
        sound(window)
        window.page.fill("#grund", "Der Saal ist belegt.")
        window.page.click("text=Verlegen und Mitglieder benachrichtigen")
        assert "verlegt auf Do., 17. Februar 2028" in window.page.inner_text(".ris-status").replace("\xa0", " ")
        moved = window.page.url.removeprefix(own_site)
        window.open(f"{moved}/absagen")
        sound(window)
        window.page.fill("#grund", "Kein Bedarf.")
        window.page.click("text=Absagen und Mitglieder benachrichtigen")
        sound(window)

    with visiting(browser, own_site) as visitor:
        visitor.open(address)
        assert "Der Saal ist belegt." in visitor.page.inner_text("main")
        visitor.page.click("main a:has-text('17.')")
        assert "Kein Bedarf." in visitor.page.inner_text("main")


def test_a_table_is_checked_and_taken_over(browser: Browser, own_site: str) -> None:
    with logged_in(browser, own_site, CLERK, "/verwaltung/import") as window:
        page = window.page
        for text, title in (("Nachname;Vorname\n=1+1;Kai\n", "Fehler: "), (TABLE, "Prüfung")):
            window.open("/verwaltung/import")
            page.set_input_files("#datei", {"name": "liste.csv", "mimeType": "text/csv", "buffer": text.encode()})
            page.click("text=Hochladen und prüfen")
            expect(page).to_have_title(re.compile(f"^{title}"))
            sound(window)
        page.check("input[name=sichtbar][value=alle]")
        page.click("text=Alles übernehmen")
        assert "1 Person, 1 Mandat" in page.inner_text(".ris-status").replace("\xa0", " ")
        page.fill("#q", "Wüst")
        page.press("#q", "Enter")
        page.click("main >> text=Änne Wüst")
        sound(window)
