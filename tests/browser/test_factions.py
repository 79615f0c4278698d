"""A Fraktion prepares an agenda together on desktop and phone; what is written saves itself."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visiting
from tests.browser.test_drafting import working
from tests.browser.visit import DESKTOP, PHONE
from tests.browser.working import FACTION, sound


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_fraktion_prepares_an_agenda(visit: Visiting, size: tuple[int, int]) -> None:
    with working(visit, FACTION, size=size) as window:
        page = window.page
        window.open("/fraktion")
        sound(window)
        page.click("a:has-text('Ansehen')")
        sound(window)
        page.fill("input[name=unsettled]", f"Offen bei {size[0]} Punkten Breite")
        expect(page.locator("[data-autosave-status]")).to_contain_text("Gespeichert um")
        sound(window)
        page.click("button:has-text('Speichern')")
        assert "/fraktion?fraktion=" in page.url
        assert f"Offen bei {size[0]} Punkten Breite" in page.locator("main").inner_text()
        sound(window)
