"""An agenda from the desk to the members, in a real browser: the clerk builds, the chair approves in three clicks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from ris.demo import PASSWORD
from ris.meetings.models import Meeting
from tests.browser.server import served
from tests.browser.visit import DESKTOP, NARROWEST, PHONE, Visit, visiting
from tests.demo_town import DemoTown, demo_town_in

CLERK = "sitzungsdienst@lindenau.example"
CHAIR = "nadine.ohlig@lindenau.example"


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoTown]:
    """A copy of the demo town to be written in."""
    with demo_town_in(tmp_path_factory.mktemp("agenda") / "data", tmp_path_factory) as town:
        yield town


@pytest.fixture(scope="module")
def own_site(own_town: DemoTown) -> Iterator[str]:
    with served(own_town.app) as address:
        yield address


@contextmanager
def logged_in(browser: Browser, site: str, who: str, path: str, size: tuple[int, int] = DESKTOP) -> Iterator[Visit]:
    """Somebody's window, logged in and on a page."""
    with visiting(browser, site, size=size) as window:
        window.open(f"/anmelden?weiter={path}")
        window.page.fill("input[name=email]", who)
        window.page.fill("input[name=password]", PASSWORD)
        window.page.locator("main button[type=submit]").first.click()
        window.page.wait_for_url(f"**{path}")
        yield window


def meeting_of(town: DemoTown, words: str) -> int:
    with town.at_work() as session:
        wanted = select(Meeting.id).where(Meeting.name.contains("Sondersitzung"), Meeting.name.contains(words))
        return session.scalars(wanted).one()


def sound(window: Visit) -> None:
    assert window.axe_findings() == []
    assert window.sideways_scroll()[0] <= 0
    assert window.complaints == []


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


@pytest.mark.parametrize("size", [DESKTOP, PHONE, NARROWEST], ids=["desktop", "phone", "narrowest"])
def test_the_pages_of_the_desk_have_nothing_to_complain_about(
    browser: Browser, own_town: DemoTown, own_site: str, size: tuple[int, int]
) -> None:
    prepared, invited = meeting_of(own_town, "Jugend"), meeting_of(own_town, "Finanz")
    pages = [
        f"/sitzung/{prepared}/bearbeiten",
        f"/sitzung/{prepared}/freigeben",
        f"/sitzung/{invited}/einladung",
        f"/sitzung/{invited}/einladung/post",
        f"/sitzung/{invited}/nachtrag",
        f"/sitzung/{invited}/bekanntmachung",
        f"/sitzung/{invited}",
        f"/sitzung/{invited}/stand/1",
    ]
    with logged_in(browser, own_site, CLERK, pages[0], size) as window:
        for page in pages:
            window.open(page)
            assert window.sideways_scroll()[0] <= 0, page
            assert window.axe_findings() == [], page
        assert window.complaints == []
