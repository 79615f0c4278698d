"""Every page, in a real browser: nothing to complain about for anybody, however they read."""

from typing import Literal

import pytest

from tests.browser.addresses import PAGES, addresses_of
from tests.browser.conftest import Visiting
from tests.browser.visit import DESKTOP, NARROWEST, PHONE, TABLET
from tests.demo_town import DemoTown

COLOURS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
VISIBLE_LIGHT = """() => {
  const colour = getComputedStyle(document.body).color.match(/[\\d.]+/g).map(Number);
  const page = getComputedStyle(document.documentElement).backgroundColor;
  return [colour.slice(0, 3), page];
}"""


@pytest.fixture(scope="session")
def addresses(demo_town: DemoTown) -> dict[str, str]:
    return addresses_of(demo_town)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", [DESKTOP, TABLET, PHONE], ids=["desktop", "tablet", "phone"])
def test_a_page_is_accessible_in_light_and_dark(
    visit: Visiting, addresses: dict[str, str], name: str, size: tuple[int, int]
) -> None:
    with visit(size=size) as window:
        window.open(addresses[name])
        for colours in COLOURS:
            window.page.emulate_media(color_scheme=colours)

            assert window.axe_findings() == [], colours
            assert window.sideways_scroll()[0] <= 0, colours
        assert window.complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_the_narrowest_window_with_wide_letters(
    visit: Visiting, addresses: dict[str, str], name: str
) -> None:
    with visit(size=NARROWEST) as window:
        window.open(addresses[name])
        window.space_text()

        assert window.sideways_scroll() == (0, [])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_the_same_without_javascript(visit: Visiting, addresses: dict[str, str], name: str) -> None:
    with visit() as window:
        window.open(addresses[name])
        # Only the button for passkeys asks for a script, which they cannot do without.
        window.page.evaluate("() => document.querySelectorAll('[data-passkey]').forEach(part => part.remove())")
        with_script = window.page.locator("main").inner_text()
    with visit(script=False) as window:
        window.open(addresses[name])

        assert window.page.locator("main").inner_text() == with_script
        assert window.complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_in_high_contrast(visit: Visiting, addresses: dict[str, str], name: str) -> None:
    with visit(forced_colours=True) as window:
        window.open(addresses[name])

        assert window.axe_findings() == []


def test_icons_stay_visible_in_a_light_high_contrast_theme(visit: Visiting, addresses: dict[str, str]) -> None:
    with visit(forced_colours=True, colours="light") as window:
        window.open(addresses["meeting_to_come"])
        icon = window.page.locator("main .kern-icon").first
        page = window.page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")

        assert icon.evaluate("icon => getComputedStyle(icon).backgroundColor") != page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_heading_a_language_and_one_address(
    visit: Visiting, addresses: dict[str, str], name: str
) -> None:
    with visit() as window:
        window.open(addresses[name])
        page = window.page

        assert page.locator("h1").count() == 1
        assert page.locator("html").get_attribute("lang") == "de"
        assert page.locator("link[rel=canonical]").count() == 1
        assert page.title().endswith("Stadt Lindenau")


def test_every_page_has_a_title_of_its_own(visit: Visiting, addresses: dict[str, str]) -> None:
    same_page = {"barriere-melden-with-page"}
    titles: dict[str, str] = {}
    with visit() as window:
        for name in PAGES:
            if name in same_page:
                continue
            window.open(addresses[name])
            title = window.page.title()
            assert title not in titles, f"{name} and {titles.get(title)}"
            titles[title] = name


@pytest.mark.parametrize("name", ["meeting_to_come", "meeting_held", "paper", "meeting_list"])
def test_paper_is_white_even_for_people_who_read_in_the_dark(
    visit: Visiting, addresses: dict[str, str], name: str
) -> None:
    with visit(colours="dark") as window:
        window.open(addresses[name])
        window.page.emulate_media(media="print", color_scheme="dark")

        text, ground = window.page.evaluate(VISIBLE_LIGHT)
        assert ground == "rgb(255, 255, 255)"
        assert max(text) <= 0.3 or text == [0, 0, 0]
        assert window.page.locator(".ris-header").is_hidden()
        assert window.page.locator(".ris-print-foot").is_visible()


def test_the_menu_of_a_phone_opens_by_keyboard_and_closes_with_escape(visit: Visiting) -> None:
    with visit(size=PHONE) as window:
        window.open("/")
        page = window.page
        page.get_by_text("Menü", exact=True).focus()
        page.keyboard.press("Enter")
        link = page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Sitzungen")

        assert link.is_visible()

        page.keyboard.press("Escape")

        assert link.is_hidden()
        assert page.evaluate("() => document.activeElement.textContent.trim()") == "Menü"


def test_the_first_stop_of_the_keyboard_leads_to_the_content(visit: Visiting) -> None:
    with visit() as window:
        window.open("/sitzungen")
        window.page.keyboard.press("Tab")
        window.page.keyboard.press("Enter")

        assert window.page.evaluate("() => document.activeElement.id") == "inhalt"


def test_links_of_the_same_words_lead_to_the_same_place(visit: Visiting, addresses: dict[str, str]) -> None:
    with visit() as window:
        window.open(addresses["meeting_held"])
        links = window.page.locator("main a").evaluate_all(
            "links => links.map(link => [link.textContent.trim(), link.getAttribute('href')])"
        )
        targets: dict[str, set[str]] = {}
        for words, address in links:
            targets.setdefault(words, set()).add(address)

        assert {words: found for words, found in targets.items() if len(found) > 1} == {}
