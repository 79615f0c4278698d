"""An agenda from the desk to the members, in a real browser: the clerk builds, the chair approves in three clicks."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from ris.meetings.models import Meeting
from tests.browser.server import served
from tests.browser.visit import visiting
from tests.browser.working import CLERK, logged_in, sound
from tests.browser.working import COMMITTEE_CHAIR as CHAIR
from tests.demo_town import DemoTown, demo_town_in


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoTown]:
    """A copy of the demo town to be written in."""
    with demo_town_in(tmp_path_factory.mktemp("agenda") / "data", tmp_path_factory) as town:
        yield town


@pytest.fixture(scope="module")
def own_site(own_town: DemoTown) -> Iterator[str]:
    with served(own_town.app) as address:
        yield address


def meeting_of(town: DemoTown, words: str) -> int:
    with town.at_work() as session:
        wanted = select(Meeting.id).where(Meeting.name.contains("Sondersitzung"), Meeting.name.contains(words))
        return session.scalars(wanted).one()


def tops(page: Page) -> list[str]:
    return [" ".join(name.split()) for name in page.locator(".ris-desk__name").all_inner_texts()]


def test_a_meeting_is_built_checked_approved_and_read(browser: Browser, own_town: DemoTown, own_site: str) -> None:
    meeting = meeting_of(own_town, "Jugend")
    desk = f"/sitzung/{meeting}/bearbeiten"
    with logged_in(browser, own_site, CLERK, desk) as window:
        page = window.page
        sound(window)
        page.get_by_role("button", name=re.compile("Aufnehmen.*Jugendorchester")).click()
        expect(page.get_by_role("status").first).to_contain_text("steht jetzt als TOP")
        up = page.get_by_role("button", name=re.compile("Zuschuss für das Jugendorchester nach oben"))
        up.click()
        expect(page.locator(":focus")).to_have_attribute("value", "hoch")
        names = tops(page)
        assert names.index("Zuschuss für das Jugendorchester") < names.index("Bericht aus dem Jugendzentrum")
        page.get_by_role("button", name=re.compile("Aufnehmen.*Personalwechsel")).click()
        expect(page.get_by_text("Nichtöffentlich: Personalangelegenheit")).to_be_visible()
        page.fill("input[name=agreed_on]", page.evaluate("new Date().toISOString().slice(0, 10)"))
        page.get_by_role("button", name="Angaben speichern").click()
        expect(page.get_by_text("Die Angaben zur Einladung sind gespeichert.")).to_be_visible()
        sound(window)
    with logged_in(browser, own_site, CHAIR, f"/sitzung/{meeting}/freigeben") as window:
        page = window.page
        sound(window)
        page.get_by_role("link", name="Freigeben und einladen").click()
        sound(window)
        page.get_by_role("button", name=re.compile("Personen einladen")).click()
        page.wait_for_url("**/einladung", timeout=60_000)
        expect(page.get_by_text("Personen sind eingeladen.")).to_be_visible()
        assert page.get_by_role("link", name="Einladung als PDF").count() <= 1
        sound(window)
        window.open(f"/sitzung/{meeting}")
        expect(page.get_by_text("Personalwechsel in der Musikschule").first).to_be_visible()
        sound(window)
    with visiting(browser, own_site) as window:
        window.open(f"/sitzung/{meeting}")
        assert "Jugendorchester" not in window.page.content()
        sound(window)
