"""A paper becomes public by two people and is taken back by one, while a visitor without an account looks on."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from ris.demo import PASSWORD
from ris.documents.models import Paper
from tests.browser.server import served
from tests.browser.visit import Visit, visiting
from tests.demo_town import DemoTown, demo_town_in

FIRST, SECOND = "sitzungsdienst@lindenau.example", "vertretung@lindenau.example"
NAME = "Zuschuss für das Jugendorchester"


class Clicks:
    """Clicks on links and buttons by their name, counted; each page they lead to is looked at."""

    def __init__(self, window: Visit) -> None:
        self.window, self.count = window, 0

    def link(self, name: str) -> None:
        self.count += 1
        self.window.page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
        sound(self.window)

    def button(self, name: str) -> None:
        self.count += 1
        self.window.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
        self.window.page.wait_for_load_state()
        sound(self.window)


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoTown]:
    """A copy of the demo town to be written in."""
    with demo_town_in(tmp_path_factory.mktemp("publication") / "data", tmp_path_factory) as town:
        yield town


@pytest.fixture(scope="module")
def own_site(own_town: DemoTown) -> Iterator[str]:
    with served(own_town.app) as address:
        yield address


@contextmanager
def logged_in(browser: Browser, site: str, who: str, path: str) -> Iterator[Clicks]:
    """Somebody's window, logged in and on a page."""
    with visiting(browser, site) as window:
        window.open(f"/anmelden?weiter={path}")
        window.page.fill("input[name=email]", who)
        window.page.fill("input[name=password]", PASSWORD)
        window.page.locator("main button[type=submit]").first.click()
        window.page.wait_for_url(f"**{path}")
        yield Clicks(window)


def sound(window: Visit) -> None:
    assert window.axe_findings() == []
    assert window.sideways_scroll()[0] <= 0
    assert window.complaints == []


def public_status(browser: Browser, site: str, path: str) -> int:
    """What a visitor without an account gets; where it is not the paper, its name stands nowhere on the page."""
    with visiting(browser, site) as window:
        status = window.open(path).status
        assert (NAME in window.page.content()) == (status == 200)
        sound(window)
        return status


def test_two_people_publish_a_paper_and_one_takes_it_back(browser: Browser, own_town: DemoTown, own_site: str) -> None:
    with own_town.at_work() as session:
        path = f"/vorlage/{session.scalars(select(Paper.slug).where(Paper.name == NAME)).one()}"
    assert public_status(browser, own_site, path) == 404
    with logged_in(browser, own_site, FIRST, path) as clicks:
        clicks.link("Veröffentlichen")
        clicks.button("Zur Bestätigung vorlegen")
        assert clicks.count <= 2
        expect(clicks.window.page.get_by_text("Wartet auf eine zweite Person.")).to_be_visible()
        expect(clicks.window.page.get_by_role("button", name="1 Eintrag veröffentlichen")).to_have_count(0)
    assert public_status(browser, own_site, path) == 404
    with logged_in(browser, own_site, SECOND, path) as clicks:
        clicks.link("Veröffentlichen")
        clicks.button("1 Eintrag veröffentlichen")
        assert clicks.count <= 2
    assert public_status(browser, own_site, path) == 200
    with logged_in(browser, own_site, FIRST, path) as clicks:
        clicks.link("Zurückziehen")
        clicks.window.page.get_by_label("Grund").fill("Die Zahlen waren falsch.")
        clicks.button("Zurückziehen")
    assert public_status(browser, own_site, path) == 410
