"""The box "Abonnieren": found, opened by the keyboard, read on the narrowest phone, and its links lead to feeds."""

import pytest

from tests.browser.conftest import Visiting
from tests.browser.visit import DESKTOP, NARROWEST
from tests.demo_town import DemoTown

PAGES = ("/sitzungen", "/vorlagen", "/gremien", "/gremium/1", "/person/1", "/suche?q=Radweg", "/protokoll")


@pytest.mark.parametrize("size", [NARROWEST, DESKTOP], ids=["narrowest", "desktop"])
def test_the_box_opens_by_keyboard_and_its_links_lead_to_feeds(
    visit: Visiting, demo_town: DemoTown, size: tuple[int, int]
) -> None:
    visitor = demo_town.app.test_client()
    with visit(size=size) as window:
        for page in PAGES:
            window.open(page)
            box = window.page.locator(".ris-subscribe").first
            box.locator("summary").focus()
            window.page.keyboard.press("Enter")
            links = box.locator("a[href^='/']").evaluate_all("links => links.map(link => link.getAttribute('href'))")

            assert box.locator("text=Neuigkeiten (Atom)").is_visible(), page
            assert window.axe_findings() == [], page
            assert window.sideways_scroll()[0] <= 0, page
            assert len(links) >= 4, page
            for address in links:
                assert visitor.get(address).status_code == 200, address
        assert window.complaints == []


def test_the_box_works_without_a_script_and_is_not_printed(visit: Visiting) -> None:
    with visit(script=False) as window:
        window.open("/sitzungen")
        window.page.locator(".ris-subscribe summary").click()

        assert window.page.get_by_text("Kalender abonnieren").is_visible()
        window.page.emulate_media(media="print")
        assert not window.page.locator(".ris-subscribe").is_visible()
