"""The ways people go most often stay short: clicks counted in the browser, form fields not counted."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from ris.documents.models import Paper
from ris.mail.models import OutgoingMail
from ris.meetings.models import Meeting
from tests.browser import steps
from tests.browser.clicks import counted
from tests.browser.server import served
from tests.browser.visit import PHONE, visiting
from tests.browser.working import CLERK, COMMITTEE_CHAIR, FACTION, SECOND_CLERK, logged_in, sound
from tests.demo_town import DemoTown, demo_town_in

CLOSED, OPEN = "Personalwechsel in der Musikschule", "Zuschuss für das Jugendorchester"
REPLY = re.compile(r"http://[^/\s]+(/rueckmeldung/\S+)")


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoTown]:
    """A copy of the demo town to be written in."""
    with demo_town_in(tmp_path_factory.mktemp("budgets") / "data", tmp_path_factory) as town:
        yield town


@pytest.fixture(scope="module")
def own_site(own_town: DemoTown) -> Iterator[str]:
    with served(own_town.app) as address:
        yield address


def test_a_member_calls_off_with_two_clicks_from_the_letter(
    browser: Browser, own_town: DemoTown, own_site: str
) -> None:
    """Flow 8: the link of the letter, then „Ich komme nicht“."""
    with own_town.at_work() as session:
        texts = session.scalars(select(OutgoingMail.text).where(OutgoingMail.purpose == "invitation")).all()
    link = next(hit[1] for text in texts if (hit := REPLY.search(text)))
    with visiting(browser, own_site, size=PHONE) as window:
        window.open("/")
        window.page.evaluate("link => document.querySelector('main').innerHTML = `<a href=\"${link}\">Brief</a>`", link)
        with counted(window) as found:
            window.page.get_by_role("link", name="Brief").click()
            window.page.get_by_role("button", name="Ich komme nicht").click()
            expect(window.page.get_by_role("status").first).to_contain_text("Gespeichert")
        assert found.clicks <= 2


def test_an_agenda_costs_one_click_for_each_paper_and_its_chair_three(
    browser: Browser, own_town: DemoTown, own_site: str
) -> None:
    """Flows 9 and 10: standing items are there already; the chair opens, approves, confirms."""
    with own_town.at_work() as session:
        wanted = select(Meeting.id).where(Meeting.name.contains("Sondersitzung des Ausschusses für Soziales"))
        meeting = session.scalars(wanted).one()
    with logged_in(browser, own_site, CLERK, "/buero") as window:
        with counted(window) as found:
            window.page.locator(f"main a[href='/sitzung/{meeting}/bearbeiten']").first.click()
            expect(window.page.get_by_text("Eröffnung, Feststellung").first).to_be_visible()
        assert found.clicks <= 1
        with counted(window) as found:
            steps.take_up(window, OPEN)
            steps.take_up(window, CLOSED)
        assert found.clicks <= 2
        steps.note_agreement(window)
    with logged_in(browser, own_site, COMMITTEE_CHAIR, f"/sitzung/{meeting}") as window:
        with counted(window) as found:
            window.page.get_by_role("link", name="Tagesordnung freigeben").click()
            steps.approve(window)
        assert found.clicks <= 3


def test_two_people_publish_with_two_clicks_each(browser: Browser, own_town: DemoTown, own_site: str) -> None:
    """Flow 13: slow on purpose, and never more than that."""
    with own_town.at_work() as session:
        paper = f"/vorlage/{session.scalars(select(Paper.slug).where(Paper.name == OPEN)).one()}"
    with logged_in(browser, own_site, CLERK, paper) as window:
        with counted(window) as found:
            window.page.get_by_role("link", name="Veröffentlichen", exact=True).click()
            window.page.get_by_role("button", name="Zur Bestätigung vorlegen").click()
            expect(window.page.get_by_text("Wartet auf eine zweite Person.")).to_be_visible()
        assert found.clicks <= 2
        assert window.page.get_by_role("button", name="1 Eintrag veröffentlichen").count() == 0
    with logged_in(browser, own_site, SECOND_CLERK, paper) as window:
        with counted(window) as found:
            window.page.get_by_role("link", name="Veröffentlichen", exact=True).click()
            window.page.get_by_role("button", name="1 Eintrag veröffentlichen").click()
            expect(window.page.get_by_text("Alle können es jetzt lesen")).to_be_visible()
        assert found.clicks <= 2


def test_a_fraktion_hands_in_a_motion_with_one_click_and_a_form(browser: Browser, own_site: str) -> None:
    """Flow 14: the form is one page, and its button leads to the receipt."""
    with logged_in(browser, own_site, FACTION, "/fraktion") as window:
        with counted(window) as found:
            window.page.get_by_role("link", name="Antrag einreichen").click()
            expect(window.page.get_by_role("heading", name="Frist")).to_be_visible()
            steps.write(window, "Ein Brunnen für den Markt", {"proposal": "Auf dem Markt entsteht ein Brunnen."})
            window.page.get_by_role("button", name="Antrag einreichen").click()
            expect(window.page.get_by_text("Eingangsbestätigung").first).to_be_visible()
        assert found.clicks <= 1 + 1
        sound(window)


def test_anybody_reports_a_barrier_with_two_clicks(browser: Browser, own_site: str) -> None:
    """Flow 15: the footer's link knows the page; the letter is written but for the words."""
    with visiting(browser, own_site) as window:
        window.open("/vorlagen")
        with counted(window) as found:
            window.page.get_by_role("link", name="Barriere melden").click()
            letter = window.page.get_by_role("link", name="E-Mail schreiben")
            assert "%2Fvorlagen" in str(letter.get_attribute("href")) or "/vorlagen" in str(
                letter.get_attribute("href")
            )
            window.page.evaluate("addEventListener('click', event => event.preventDefault())")  # no mail program here
            letter.click()
        assert found.clicks <= 2
