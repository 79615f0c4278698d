"""Every page behind a door, opened by an account it is for: nothing to complain about, however it is read."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from ris.web.doors import door_of
from tests.browser.office_addresses import NO_PAGE, addresses_of, prepare
from tests.browser.server import served
from tests.browser.test_pages import VISIBLE_LIGHT
from tests.browser.visit import DESKTOP, NARROWEST, Visit
from tests.browser.working import (
    ADMINISTRATOR,
    AUTHOR,
    CLERK,
    COMMITTEE_CHAIR,
    FACTION,
    MAYOR,
    MEMBER,
    READER,
    SECOND_CLERK,
    logged_in,
)
from tests.demo_town import DemoTown, demo_town_in

ACCOUNTS = (CLERK, SECOND_CLERK, AUTHOR, MAYOR, COMMITTEE_CHAIR, MEMBER, FACTION, READER, ADMINISTRATOR)

SQUEEZED = """() => [...document.querySelectorAll('main button, main a, main td, main th')]
  .filter(element => element.innerText?.trim().length > 4 && element.checkVisibility())
  .filter(element => element.getBoundingClientRect().width < 56 && element.getBoundingClientRect().height > 112)
  .map(element => element.innerText)"""
"""Words of which hardly a letter fits into a line."""
LONGEST_IN_A_TITLE = 100
"""Characters; titles cut long names."""


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoTown]:
    """A copy of the demo town in which things wait that only forms make."""
    with demo_town_in(tmp_path_factory.mktemp("office") / "data", tmp_path_factory) as town:
        prepare(town)
        yield town


@pytest.fixture(scope="module")
def own_site(own_town: DemoTown) -> Iterator[str]:
    with served(own_town.app) as address:
        yield address


def test_every_page_behind_a_door_is_looked_at(own_town: DemoTown) -> None:
    app = own_town.app
    adapter = app.url_map.bind("localhost")
    behind_doors = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and (door := door_of(app.view_functions[rule.endpoint])) and door.shuts_out
    }
    found = addresses_of(own_town)
    looked_at = {adapter.match(address.partition("?")[0])[0] for own in found.values() for address in own}

    assert sorted(behind_doors - looked_at - set(NO_PAGE)) == [], "give it an address in office_addresses.py"
    assert sorted(set(NO_PAGE) - behind_doors) == []
    assert sorted(found) == sorted(ACCOUNTS)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_page_behind_a_door_is_sound_however_it_is_read(
    browser: Browser, own_town: DemoTown, own_site: str, account: str
) -> None:
    faults: list[str] = []
    with logged_in(browser, own_site, account) as window:
        for address in addresses_of(own_town)[account]:
            answer = window.open(address)
            if answer.status != 200:
                faults.append(f"{address}: {answer.status}")
                continue
            faults += [f"{address}: {fault}" for fault in (*by_eye(window), *by_keyboard(window), *on_paper(window))]
        faults += window.complaints
    assert not faults, "\n".join(faults)


def by_eye(window: Visit) -> Iterator[str]:
    """In light and in the dark; on the narrowest phone in the reader's own colours, and with letters set wide."""
    page = window.page
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    yield from (f"light {finding}" for finding in window.axe_findings())
    page.emulate_media(color_scheme="dark")
    yield from (f"dark {finding}" for finding in window.axe_findings())
    page.set_viewport_size({"width": NARROWEST[0], "height": NARROWEST[1]})
    page.emulate_media(color_scheme="light", forced_colors="active")
    yield from (f"own colours {finding}" for finding in window.axe_findings())
    page.emulate_media(forced_colors="none")
    yield from (f"squeezed: {words}" for words in page.evaluate(SQUEEZED))
    window.space_text()
    wider, elements = window.sideways_scroll()
    if wider > 0:
        yield f"{wider} pixels too wide: {elements}"


def by_keyboard(window: Visit) -> Iterator[str]:
    """One heading, which the title says as well; the first stop of the keyboard leads to it."""
    page = window.page
    headings = [plain(words) for words in page.locator("h1").all_text_contents()]
    if len(headings) != 1 or headings[0][:LONGEST_IN_A_TITLE] not in plain(page.title()):
        yield f"headings {headings}, title {page.title()!r}"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    if page.evaluate("() => document.activeElement.id") != "inhalt":
        yield f"the first stop of the keyboard is {page.evaluate('() => document.activeElement.outerHTML')[:120]}"


def on_paper(window: Visit) -> Iterator[str]:
    """Black on white, and no navigation, also for who reads in the dark."""
    page = window.page
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.emulate_media(media="print", color_scheme="dark")
    text, ground = page.evaluate(VISIBLE_LIGHT)
    if ground != "rgb(255, 255, 255)" or max(text) > 0.3:
        yield f"on paper: {text} on {ground}"
    shown = [nav for nav in page.locator("nav, .ris-header, .ris-footer").all() if nav.is_visible()]
    yield from (f"on paper: {nav.evaluate('nav => nav.outerHTML')[:120]}" for nav in shown)
    page.emulate_media(media="screen", color_scheme="light")


def plain(words: str) -> str:
    """Words without soft hyphens and folded blanks."""
    return re.sub(r"\s+", " ", words.replace("\xad", "").replace("\u200b", "")).strip()
