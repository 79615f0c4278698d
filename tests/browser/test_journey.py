"""A Magistratsvorlage travels from draft to withdrawal: seven people at work in Chromium, and what each may see of it."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from ris.access.actor import Actor
from ris.council.letterhead import PostRoom
from ris.council.models import Body
from ris.council.services.towns import change_settings
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.meetings.models import Meeting
from ris.scope.current import working_for
from tests.browser import steps
from tests.browser.server import served
from tests.browser.visit import Visit, visiting
from tests.browser.working import (
    AUTHOR,
    CLERK,
    COMMITTEE_CHAIR,
    COUNCIL_CHAIR,
    MEMBER,
    SECOND_CLERK,
    TREASURER,
    log_in,
    sound,
)
from tests.demo_town import DemoTown, demo_town_in
from tests.documents.uploads import pdf
from tests.mail.server import Server, smtp_server

COMMITTEE, COUNCIL = "Ausschuss für Soziales, Jugend und Kultur", "Stadtverordnetenversammlung"
NAME = "Neue Bänke vor der Musikschule"
CLOSED = "Personalwechsel in der Musikschule"
LATE = "Mehr Sitzbänke auf dem Weg zum Friedhof"
PRICES = "Kalkulation der Bänke"
WORD = "Robinienholz"
"""Stands in this paper and nowhere else."""
PROPOSAL = steps.Proposal(
    NAME,
    "Fachbereich Bauen und Umwelt",
    ((COMMITTEE, "Vorberatung"), (COUNCIL, "Entscheidung")),
    "Thomas Engel",
    {
        "proposal": f"Vor der Musikschule stehen **drei** Bänke aus {WORD}.",
        "reasons": "# Lage\n\n- Es fehlen Bänke.",
        "finances": "1.800 Euro.",
        "climate": "Keine.",
    },
)


@dataclass
class House:
    """The town, its post, and a window for each of those who have to do with the paper."""

    town: DemoTown
    post: Server
    windows: dict[str, Visit]
    paper: str = ""
    """Address of the paper."""

    @property
    def public(self) -> Visit:
        """Somebody without an account."""
        return self.windows[""]

    def at(self, who: str, address: str, *, status: int = 200) -> Visit:
        """Somebody's window on a page without a finding."""
        window = self.windows[who]
        assert window.open(address).status == status, f"{who or 'public'} on {address}"
        sound(window)
        return window

    def work(self) -> None:
        """Let the worker send letters, draw sheets and index."""
        with self.town.app.app_context():
            self.town.app.extensions["worker"]().drain()

    def hides_the_paper(self, *people: str) -> None:
        """For these there is no such paper: not at its address, not in the search."""
        self.work()
        for who in people:
            self.at(who, self.paper, status=404)
            assert NAME not in self.found_by(who), who

    def found_by(self, who: str) -> str:
        """What the search says to the word only this paper holds."""
        return self.at(who, f"/suche?q={WORD}").page.locator("main").inner_text().replace("\xad", "")

    def letters_to(self, address: str) -> list[EmailMessage]:
        """What a member has got, oldest first."""
        return [cast("EmailMessage", letter) for to, letter in self.post.temper.taken if to == address]


@pytest.fixture
def house(browser: Browser, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A demo town whose letters go out, with seven people logged in and one without an account."""
    with ExitStack() as stack:
        town = stack.enter_context(demo_town_in(tmp_path / "data", tmp_path_factory))
        post = stack.enter_context(smtp_server())
        sends_letters(town, post.url)
        site = stack.enter_context(served(town.app))
        windows = {"": stack.enter_context(visiting(browser, site))}
        for who in (AUTHOR, TREASURER, CLERK, SECOND_CLERK, COMMITTEE_CHAIR, COUNCIL_CHAIR, MEMBER):
            windows[who] = stack.enter_context(visiting(browser, site))
            log_in(windows[who], who)
        yield House(town, post, windows)


def sends_letters(town: DemoTown, url: str) -> None:
    """The demo keeps its letters; this town sends them, and every member of its council agreed to get them."""
    town.app.extensions["mail"] = PostRoom(
        replace(town.app.config["RIS"], smtp_url=url, mail_from="ris@lindenau.example")
    )
    with town.app.app_context(), working_for(town.body_id), transaction() as session:
        body = session.get_one(Body, town.body_id)
        settings = replace(BodySettings.from_json(body.settings), keeps_mail=False)
        change_settings(session, Actor.machine(body.id, "test"), body, settings, now=now_utc())


def next_meeting(house: House, of: str) -> str:
    """Address of the next meeting whose agenda nobody has begun."""
    with house.town.at_work() as session:
        wanted = select(Meeting.id).where(Meeting.name.contains("Sitzung de"), Meeting.name.contains(of[-12:]))
        return f"/sitzung/{session.scalars(wanted.where(Meeting.state == 'scheduled').order_by(Meeting.start)).first()}"


@pytest.mark.timeout(600)
def test_a_magistratsvorlage_travels_from_draft_to_withdrawal(house: House, tmp_path: Path) -> None:
    committee, council = next_meeting(house, COMMITTEE), next_meeting(house, COUNCIL)
    the_department_writes(house, tmp_path)
    the_treasurer_signs(house)
    the_office_gives_a_number(house)
    the_committee_is_invited(house, committee)
    the_council_is_invited(house, council)
    two_people_publish(house, council)
    a_supplement_follows(house, council)
    the_paper_is_withdrawn(house, council)


def the_department_writes(house: House, folder: Path) -> None:
    """A draft with a public and a closed attachment; nobody outside the department sees it."""
    plan, prices = folder / "Lageplan.pdf", folder / f"{PRICES}.pdf"
    plan.write_bytes(pdf())
    prices.write_bytes(pdf())
    window = house.at(AUTHOR, "/buero/vorlagen")
    house.paper = f"/vorlage/{steps.begin_proposal(window, PROPOSAL)}"
    steps.attach(window, plan)
    steps.attach(window, prices, closed_because="Preise der Bieter")
    sound(window)
    steps.send_round(window)
    sound(window)
    house.hides_the_paper("", MEMBER, COMMITTEE_CHAIR)


def the_treasurer_signs(house: House) -> None:
    """Co-signing: the only station agrees, which releases the paper."""
    inbox = house.at(TREASURER, "/buero/vorlagen")
    inbox.page.get_by_role("link", name=NAME).click()
    sound(inbox)
    steps.agree(inbox)
    sound(inbox)
    house.hides_the_paper("", MEMBER)


def the_office_gives_a_number(house: House) -> None:
    """The number is the paper's address from now on; it still is nobody's business outside of the office."""
    house.work()
    window = house.at(CLERK, "/buero/vorlagen?stand=released")
    window.page.get_by_role("link", name=NAME).click()
    window.page.get_by_role("button", name="Nummer vergeben").click()
    told = window.page.get_by_role("status").filter(has_text="Die Vorlage hat die Nummer").inner_text()
    sound(window)
    house.paper = f"/vorlage/{told.rstrip('.').split()[-1].replace('/', '-')}"
    house.at(AUTHOR, house.paper)
    house.hides_the_paper("", MEMBER, COMMITTEE_CHAIR)


def the_committee_is_invited(house: House, meeting: str) -> None:
    """The office builds the agenda with a closed item, the chair approves it, members get letters that tell no secrets."""
    window = begin_agenda(house, meeting, NAME, CLOSED)
    house.hides_the_paper("", MEMBER)
    assert CLOSED not in plain(house.at(MEMBER, meeting))
    house.at(COMMITTEE_CHAIR, house.paper)  # who is to approve the agenda reads what stands on it
    steps.note_agreement(window)
    sound(window)
    invites(house, COMMITTEE_CHAIR, meeting)

    letters = house.letters_to("nadine.ohlig@lindenau.example")
    assert len(letters) == 1
    assert f"/sitzung/{meeting.rpartition('/')[2]}" in said(letters[0])
    assert (NAME in said(letters[0]), CLOSED in said(letters[0])) == (False, False), "it leads to the house"
    for who in (COMMITTEE_CHAIR, MEMBER):  # who sits in the council reads what its committees get
        assert CLOSED in plain(house.at(who, meeting))
        assert PRICES in plain(house.at(who, house.paper))
    assert CLOSED not in plain(house.at("", meeting))
    house.hides_the_paper("")


def the_council_is_invited(house: House, meeting: str) -> None:
    """The check stops the invitation until everybody can be reached; then the chair approves."""
    window = begin_agenda(house, meeting, NAME)
    steps.note_agreement(window)
    chair = house.at(COUNCIL_CHAIR, f"{meeting}/freigeben")
    expect(chair.page.get_by_text("Eingeladen werden kann, sobald die Hindernisse behoben sind.")).to_be_visible()
    assert chair.page.get_by_role("link", name="Freigeben und einladen").count() == 0
    for person in without_address(house, meeting):
        window = house.at(CLERK, person)
        window.page.fill("input[name=elektronisch_seit]", "2026-11-01")
        window.page.locator("main").get_by_role("button", name="Speichern", exact=True).click()
        expect(window.page.get_by_text("Gespeichert.")).to_be_visible()
    invites(house, COUNCIL_CHAIR, meeting)

    assert [letter["Subject"].startswith("Einladung") for letter in house.letters_to(MEMBER)] == [True]
    assert NAME in plain(house.at(MEMBER, meeting))
    assert NAME not in plain(house.at("", meeting))
    house.hides_the_paper("")


def two_people_publish(house: House, meeting: str) -> None:
    """S4: one prepares, another confirms; then everybody reads and finds it, but for the closed attachment."""
    first = house.at(CLERK, f"{meeting}/veroeffentlichen")
    first.page.get_by_role("button", name="Zur Bestätigung vorlegen").click()
    expect(first.page.get_by_text("Wartet auf eine zweite Person.")).to_be_visible()
    sound(first)
    house.hides_the_paper("")
    second = house.at(SECOND_CLERK, "/buero/veroeffentlichungen")
    second.page.locator(f"main a[href='{meeting}/veroeffentlichen']").first.click()
    sound(second)
    second.page.get_by_role("link", name="So sehen es alle").click()
    assert NAME in plain(second)
    sound(second)
    second.page.go_back()
    second.page.get_by_role("button", name="Einträge veröffentlichen").click()
    expect(second.page.get_by_text("Veröffentlicht. Alle können es jetzt lesen")).to_be_visible()
    sound(second)
    house.work()

    assert NAME in plain(house.at("", meeting))
    read = plain(house.at("", house.paper))
    assert (WORD in read, "Lageplan" in read, PRICES in read) == (True, True, False)
    assert PRICES in plain(house.at(MEMBER, house.paper))
    assert NAME in house.found_by("")
    assert house.paper in house.at("", "/protokoll").page.content()


def a_supplement_follows(house: House, meeting: str) -> None:
    """The office adds, the chair sends; members see what changed and why, the public not yet."""
    window = house.at(CLERK, f"{meeting}/nachtrag")
    page = window.page
    page.check("input[name=kind][value=supplement]")
    page.fill("textarea[name=reason]", "Der Antrag kam nach der Einladung.")
    page.get_by_role("button", name="Nachtrag beginnen").click()
    sound(window)
    page.get_by_role("button", name="Aufnehmen").filter(has_text=LATE).click()
    expect(page.get_by_role("status").first).to_contain_text("in den Nachtrag")
    sound(window)
    chair = house.at(COUNCIL_CHAIR, f"{meeting}/nachtrag")
    chair.page.get_by_role("button", name="Nachtrag an").click()
    expect(chair.page.get_by_text("Der Nachtrag ist festgehalten")).to_be_visible()
    sound(chair)
    house.work()

    subjects = [letter["Subject"].partition(":")[0] for letter in house.letters_to(MEMBER)]
    assert subjects == ["Einladung", "1. Nachtrag"]
    told = plain(house.at(MEMBER, meeting))
    assert (LATE in told, "Der Antrag kam nach der Einladung." in told) == (True, True)
    assert LATE not in plain(house.at(MEMBER, f"{meeting}/stand/1"))
    assert LATE not in plain(house.at("", meeting))


def the_paper_is_withdrawn(house: House, meeting: str) -> None:
    """410 with the reason for everybody, nothing in the search; the way there stays sound."""
    window = house.at(CLERK, f"{house.paper}/zurueckziehen")
    reason = "Die Stadtwerke bauen dort im Sommer."
    window.page.get_by_label("Grund").fill(reason)
    window.page.get_by_role("main").get_by_role("button", name="Zurückziehen", exact=True).click()
    house.work()
    for who in ("", MEMBER, CLERK):
        gone = plain(house.at(who, house.paper, status=410))
        assert (reason in gone, WORD in gone) == (True, False), who
        assert NAME not in house.found_by(who), who
        assert house.paper not in house.at(who, meeting).page.content(), who


def begin_agenda(house: House, meeting: str, *names: str) -> Visit:
    """The clerk begins the agenda of a meeting and takes papers up: one click each."""
    window = house.at(CLERK, f"{meeting}/bearbeiten")
    window.page.get_by_role("button", name="Tagesordnung beginnen").click()
    sound(window)
    for name in names:
        steps.take_up(window, name)
    sound(window)
    return window


def invites(house: House, chair: str, meeting: str) -> None:
    """The chair approves and invites; the letters go out."""
    window = house.at(chair, f"{meeting}/freigeben")
    steps.approve(window)
    sound(window)
    house.work()
    house.at(CLERK, f"{meeting}/einladung")


def without_address(house: House, meeting: str) -> list[str]:
    """Pages of those the check cannot reach, as the desk links them."""
    window = house.at(CLERK, f"{meeting}/bearbeiten")
    links = window.page.locator("#verteiler a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links
    return [str(link) for link in links]


def said(letter: EmailMessage) -> str:
    """The words of a letter."""
    return " ".join(part.get_content() for part in letter.walk() if part.get_content_maintype() == "text")


def plain(window: Visit) -> str:
    """What the page says, without soft hyphens."""
    return window.page.locator("main").inner_text().replace("\xad", "")
