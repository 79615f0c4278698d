"""Following by e-mail in a real browser: from the page of a paper to the last click, with and without script."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from ris.access.actor import Actor
from ris.documents.models import Paper
from ris.mail.models import OutgoingMail
from ris.scope.readers import readable_by
from tests.browser.server import served
from tests.browser.visit import DESKTOP, NARROWEST, Visit, visiting
from tests.browser.working import sound
from tests.demo_town import DemoTown, demo_town_in

LINK = re.compile(r"http://[^/\s]+(/folgen/bestaetigen/\w+)")


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoTown]:
    """A copy of the demo town to be written in; no worker sends its letters, so they can be read."""
    with demo_town_in(tmp_path_factory.mktemp("following") / "data", tmp_path_factory) as town:
        yield town


@pytest.fixture(scope="module")
def own_site(own_town: DemoTown) -> Iterator[str]:
    with served(own_town.app) as address:
        yield address


def paper_of(town: DemoTown) -> str:
    with town.at_work() as session:
        public = Actor.public(town.body_id)
        slug = session.scalars(select(Paper.slug).where(readable_by(public, Paper)).order_by(Paper.id)).first()
    return f"/vorlage/{slug}"


def link_for(town: DemoTown, address: str) -> str:
    """The link of the letter to this address."""
    with town.at_work() as session:
        text = session.scalars(select(OutgoingMail.text).where(OutgoingMail.recipient == address)).one()
    found = LINK.search(text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(("size", "script"), [(DESKTOP, True), (NARROWEST, False)], ids=["desktop", "narrow"])
def test_from_the_paper_to_the_letter_and_back_out(
    browser: Browser, own_town: DemoTown, own_site: str, size: tuple[int, int], *, script: bool
) -> None:
    address = f"ada{size[0]}@lindenau.example"
    check = sound if script else narrow
    with visiting(browser, own_site, size=size, script=script) as window:
        page = window.page
        window.open(paper_of(own_town))
        page.locator("summary", has_text="Abonnieren").click()
        page.get_by_role("link", name="Per E-Mail folgen").click()
        expect(page.get_by_role("heading", name="Per E-Mail folgen")).to_be_visible()
        check(window)
        page.get_by_label("E-Mail-Adresse").fill("ada")
        page.get_by_role("button", name="Weiter").click()
        expect(page.get_by_label("E-Mail-Adresse")).to_have_value("ada")
        expect(page.get_by_label("E-Mail-Adresse")).to_have_attribute("aria-invalid", "true")
        check(window)
        page.get_by_role("link", name="Bitte geben Sie Ihre E-Mail-Adresse ein").click()
        expect(page.get_by_label("E-Mail-Adresse")).to_be_focused()
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type(address)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Bitte sehen Sie in Ihr Postfach")).to_be_visible()
        check(window)
        window.open(link_for(own_town, address))
        check(window)
        page.get_by_role("button", name="Ja, bestätigen").click()
        expect(page.get_by_role("status")).to_contain_text("Bestätigt.")
        check(window)
        page.get_by_label("Wie oft?").select_option("sofort")
        page.get_by_role("button", name="Speichern").click()
        expect(page.get_by_role("status")).to_contain_text("Gespeichert.")
        expect(page.get_by_label("Wie oft?")).to_have_value("now")
        own = page.url
        page.get_by_role("button", name="Alles beenden").click()
        expect(page.get_by_role("heading", name="Sie bekommen keine E-Mails mehr")).to_be_visible()
        check(window)
        page.goto(own)
        expect(page.get_by_role("heading", name="Dieser Link gilt nicht mehr")).to_be_visible()


def narrow(window: Visit) -> None:
    """Without script axe cannot look; nothing stands out of the window."""
    assert window.sideways_scroll()[0] <= 0, window.page.url
