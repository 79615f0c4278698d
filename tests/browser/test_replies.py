"""Saying that one does not come: two clicks from the letter, in a real browser; and what the office sees of it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from ris.council.models import Person
from ris.mail.models import OutgoingMail
from ris.meetings.models import Meeting
from ris.meetings.queries.deputies import next_deputy
from ris.meetings.queries.roll import roll_of
from tests.browser.server import served
from tests.browser.visit import DESKTOP, NARROWEST, PHONE, visiting
from tests.browser.working import CLERK, MEMBER, logged_in, sound
from tests.demo_town import DemoTown, demo_town_in

LINK = re.compile(r"http://[^/\s]+(/rueckmeldung/\S+)")
BY_LINK = "Sondersitzung des Haupt- und Finanzausschusses"


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoTown]:
    """A copy of the demo town to be written in."""
    with demo_town_in(tmp_path_factory.mktemp("replies") / "data", tmp_path_factory) as town:
        yield town


@pytest.fixture(scope="module")
def own_site(own_town: DemoTown) -> Iterator[str]:
    with served(own_town.app) as address:
        yield address


def links(town: DemoTown, purpose: str, words: str = "") -> list[str]:
    """The links of letters, the oldest first."""
    with town.at_work() as session:
        wanted = select(OutgoingMail.text).where(OutgoingMail.purpose == purpose, OutgoingMail.text.contains(words))
        texts = session.scalars(wanted.order_by(OutgoingMail.id)).all()
    return [found[1] for text in texts if (found := LINK.search(text))]


def has_a_deputy_with_a_mailbox(town: DemoTown, link: str) -> bool:
    """Whether who would be asked to stand in is invited by e-mail; some in the town want letters on paper."""
    meeting_id, person_id, _ = link.rpartition("/")[2].split("-")
    with town.at_work() as session:
        deputy = next_deputy(session, roll_of(session, session.get_one(Meeting, int(meeting_id))), int(person_id))
        return deputy is not None and session.get_one(Person, deputy.person_id).electronic_since is not None


def meeting_of(town: DemoTown, words: str) -> int:
    with town.at_work() as session:
        return session.scalars(select(Meeting.id).where(Meeting.name.contains(words)).order_by(Meeting.start)).all()[-1]


def test_two_clicks_from_the_letter_to_a_substitute(browser: Browser, own_town: DemoTown, own_site: str) -> None:
    link = next(each for each in links(own_town, "invitation", BY_LINK) if has_a_deputy_with_a_mailbox(own_town, each))
    asked = len(links(own_town, "substitution"))
    with visiting(browser, own_site, size=PHONE) as window:
        page = window.page
        window.open(link)  # the first click, on the link of the letter
        expect(page.get_by_role("heading", name="Kommen Sie?")).to_be_visible()
        expect(page.get_by_text("Die Vertretung wird benachrichtigt.")).to_be_visible()
        sound(window)
        page.get_by_role("button", name="Ich komme nicht").click()  # the second
        expect(page.get_by_role("status")).to_contain_text("Gespeichert.")
        expect(page.get_by_text("vertritt Sie und ist benachrichtigt")).to_be_visible()
        sound(window)
    letters = links(own_town, "substitution")
    assert len(letters) == asked + 1
    with visiting(browser, own_site, size=NARROWEST, script=False) as window:
        page = window.page
        window.open(letters[-1])
        expect(page.get_by_text("Sie sind gebeten")).to_be_visible()
        page.get_by_label("Bemerkung").fill("gern")
        page.get_by_role("button", name="Ich komme", exact=True).click()
        expect(page.locator("main")).to_contain_text("Ihre Antwort: Ich komme")
        assert window.sideways_scroll()[0] <= 0
    with visiting(browser, own_site) as window:
        window.open(link)
        window.page.get_by_role("button", name="Ich komme", exact=True).click()
        expect(window.page.locator("main")).to_contain_text("Ihre Antwort: Ich komme")
        window.open(letters[-1])
        expect(window.page.get_by_role("heading", name="Dieser Link gilt nicht mehr.")).to_be_visible()
        sound(window)


def test_a_member_answers_on_the_page_of_the_meeting(browser: Browser, own_town: DemoTown, own_site: str) -> None:
    with own_town.at_work() as session:
        invited = session.scalars(
            select(Meeting.id).where(Meeting.state == "invited", Meeting.name.contains("Stadtverordneten"))
        ).first()
    here = f"/sitzung/{invited}"
    with logged_in(browser, own_site, MEMBER, here) as window:
        page = window.page
        expect(page.get_by_text("Sie haben noch nicht geantwortet.")).to_be_visible()
        sound(window)
        page.get_by_role("button", name="Absagen").click()
        expect(page.get_by_role("status").first).to_contain_text("Sie haben abgesagt.")
        sound(window)
        page.get_by_role("link", name="Anders oder mit Bemerkung antworten").click()
        page.get_by_role("button", name="Ich weiß es noch nicht").click()
        expect(page.get_by_role("status").first).to_contain_text("Sie wissen es noch nicht.")
        sound(window)


@pytest.mark.parametrize("size", [DESKTOP, NARROWEST], ids=["desktop", "narrowest"])
def test_the_office_sees_enters_and_names(
    browser: Browser, own_town: DemoTown, own_site: str, size: tuple[int, int]
) -> None:
    meeting = meeting_of(own_town, "Sondersitzung des Ausschusses für Bauen")
    here = f"/sitzung/{meeting}/rueckmeldungen"
    with logged_in(browser, own_site, CLERK, here, size) as window:
        page = window.page
        expect(page.get_by_text(re.compile("beschlussfähig")).first).to_be_visible()
        sound(window)
        page.get_by_role("link", name=re.compile("^Eintragen")).nth(4).click()
        sound(window)
        page.get_by_label(re.compile("^Was hat")).select_option("yes")
        page.get_by_role("button", name="Eintragen").click()
        expect(page.get_by_role("status").first).to_contain_text("Eingetragen.")
        sound(window)
        for path in (f"/sitzung/{meeting}/vertretung", "/buero"):
            window.open(path)
            sound(window)
        window.open("/verwaltung/gremien?q=Ortsbeirat")
        page.locator("main .ris-rows a, main .ris-list a").first.click()
        page.get_by_role("link", name=re.compile("^Vertretung")).first.click()
        expect(page.get_by_role("heading", name="Persönliche Vertretung")).to_be_visible()
        sound(window)
        page.get_by_role("button", name="Vertretung eintragen").click()
        expect(page.locator("#fehler")).to_be_visible()
        sound(window)
