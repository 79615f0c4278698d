"""A member's own pages on a tablet: what is new, what is kept on the device, how to hear of it, and signing a device out."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from ris.access.actor import Actor
from ris.accounts.device_models import ReaderDevice
from ris.accounts.models import User
from ris.db import now_utc, transaction
from ris.documents.models import File, PaperFile
from ris.documents.services.replacing import NewBytes, replace_file
from ris.jobs.worker import Worker
from ris.meetings.models import Consultation, Meeting
from tests.browser.clicks import counted
from tests.browser.server import served
from tests.browser.visit import NARROWEST, TABLET, Visit, visiting
from tests.browser.working import MEMBER, log_in, logged_in, sound
from tests.demo_town import DemoTown, demo_town_in

OWN_PAGES = ("", "/benachrichtigungen", "/zustellung", "/kommunen")
KEPT = """meeting => localStorage.setItem("sitzungsmappen", JSON.stringify({
  device: "11111111-1111-4111-8111-111111111111",
  saved: {[meeting]: {bytes: 38_000_000, whole: true, at: new Date().toISOString()}},
}))"""


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoTown]:
    """A copy of the demo town to be written in."""
    with demo_town_in(tmp_path_factory.mktemp("area") / "data", tmp_path_factory) as town:
        yield town


@pytest.fixture(scope="module")
def own_site(own_town: DemoTown) -> Iterator[str]:
    with served(own_town.app) as address:
        yield address


def add_tablet(town: DemoTown) -> None:
    """A tablet of the member, with packs."""
    with town.at_work(), transaction() as session:
        user = session.scalars(select(User).where(User.email == MEMBER)).one()
        session.add(
            ReaderDevice(
                user_id=user.id,
                name_hash="0" * 64,
                login_id=None,
                words="Safari auf einem iPad",
                first_contact=now_utc(),
                last_contact=now_utc(),
                packs=2,
                bytes=38_000_000,
                unsent=1,
            )
        )


def test_the_own_area_tells_what_this_device_keeps(browser: Browser, own_site: str) -> None:
    with logged_in(browser, own_site, MEMBER, "/mein", TABLET) as window:
        page = window.page
        expect(page.get_by_role("heading", name="Neu seit Ihrem letzten Besuch")).to_be_visible()
        expect(page.locator("[data-install]")).to_have_attribute("open", "")
        expect(page.locator("[data-pack]").first).to_be_hidden()
        sound(window)
        page.evaluate(KEPT, page.locator("[data-pack]").first.get_attribute("data-pack"))
        page.reload()
        state = page.locator("[data-pack]").first
        expect(state).to_have_text(re.compile(r"^Auf diesem Gerät gespeichert, 38 MB, Stand \d\d:\d\d Uhr\.$"))
        expect(page.locator("[data-install]")).not_to_have_attribute("open", "")
        sound(window)
        reader = page.get_by_role("link", name="Mappe lesen").first
        assert re.fullmatch(r"/mappe/\d+", reader.get_attribute("href") or "")


def replace_a_document(town: DemoTown) -> None:
    """A document of the next pack gets other bytes, and the worker compares the two."""
    with town.at_work():
        with transaction() as session:
            held = (
                select(File)
                .join(PaperFile, PaperFile.file_id == File.id)
                .join(Consultation, Consultation.paper_id == PaperFile.paper_id)
                .join(Meeting, Meeting.id == Consultation.meeting_id)
                .where(Meeting.state == "invited", Meeting.name.contains("Stadtverordneten"), File.page_count == 1)
            )
            file = session.scalars(held.order_by(File.id)).first()
            assert file is not None
            longer = select(File).where(File.page_count > 1, File.mime_type == file.mime_type).order_by(File.id)
            other = session.scalars(longer).first()
            assert other is not None
            new = NewBytes(
                other.sha512_checksum or "", other.size or 0, "neu.pdf", file.mime_type or "", "Anlage ergänzt"
            )
            replace_file(session, Actor.machine(town.body_id, "test"), file, new, now=now_utc())
        worker: Worker = town.app.extensions["worker"]()
        worker.drain()


def test_from_the_letter_to_the_changed_pages_are_two_clicks(
    browser: Browser, own_town: DemoTown, own_site: str
) -> None:
    """Flow 7: the link of the letter leads to the own area, the next click to the changed pages."""
    replace_a_document(own_town)
    with logged_in(browser, own_site, MEMBER, "/mein/konto", TABLET) as window:
        page = window.page
        page.evaluate("() => { document.querySelector('main').innerHTML = '<a href=\"/mein\">Brief</a>' }")
        with counted(window) as found:
            page.get_by_role("link", name="Brief").click()
            expect(page.get_by_text("Anlage ergänzt")).to_be_visible()
            page.get_by_role("link", name=re.compile(r"^Geänderte Seiten \(\d+\)")).first.click()
            page.wait_for_url(re.compile(r"/datei/\d+/aenderungen"))
        assert found.clicks <= 2


def test_the_account_is_sound_on_a_tablet_and_everything_can_be_chosen_there(
    browser: Browser, own_town: DemoTown, own_site: str
) -> None:
    add_tablet(own_town)
    with logged_in(browser, own_site, MEMBER, "/mein/konto", TABLET) as window:
        for path in OWN_PAGES:
            window.open(f"/mein/konto{path}")
            sound(window)
        choose_paces(window)
        choose_delivery(window)
        make_a_code(window)
        sign_the_tablet_out(window)


def choose_paces(window: Visit) -> None:
    page = window.page
    window.open("/mein/konto/benachrichtigungen")
    minutes = page.get_by_role("group", name="Neue Niederschrift")
    minutes.get_by_label("per E-Mail").select_option("never")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status").first).to_contain_text("Gespeichert.")
    expect(minutes.get_by_label("per E-Mail")).to_have_value("never")
    page.get_by_role("button", name="Auf diesem Gerät einschalten").click()
    expect(page.locator("[data-push-message]")).to_contain_text("keine Mitteilungen")
    sound(window)


def choose_delivery(window: Visit) -> None:
    page = window.page
    window.open("/mein/konto/zustellung")
    for choice in ("Auf Papier", "Elektronisch"):
        page.get_by_label(re.compile(f"^{choice}")).check()
        page.get_by_role("button", name="Speichern").click()
        expect(page.get_by_role("status").first).to_be_visible()
    expect(page.get_by_text("Sie haben der elektronischen Zustellung zugestimmt")).to_be_visible()
    expect(page.get_by_text("von Ihnen selbst gewählt").first).to_be_visible()
    sound(window)


def make_a_code(window: Visit) -> None:
    page = window.page
    window.open("/mein/konto/kommunen")
    page.get_by_role("button", name="Code erzeugen").click()
    expect(page.locator("code")).to_have_text(re.compile(r"^\d+-[a-z0-9]{5}-[a-z0-9]{5}$"))
    sound(window)
    window.open("/mein/konto/kommunen")
    page.get_by_role("button", name="Konten verbinden").click()
    expect(page.locator("#fehler")).to_be_visible()
    sound(window)


def sign_the_tablet_out(window: Visit) -> None:
    page = window.page
    window.open("/mein/konto")
    expect(page.get_by_text(re.compile(r"2\sMappen, 38"))).to_be_visible()
    page.get_by_role("link", name=re.compile("^Gerät abmelden und Daten löschen")).click()
    expect(page.get_by_text("gibt es nur auf diesem Gerät", exact=False)).to_be_visible()
    sound(window)
    page.get_by_role("button", name="Gerät abmelden und Daten löschen").click()
    expect(page.get_by_role("status").first).to_contain_text("sobald es wieder Internet hat")
    expect(page.get_by_text("wird gelöscht, sobald")).to_be_visible()
    sound(window)


def test_it_is_sound_in_the_dark_and_on_the_narrowest_screen(browser: Browser, own_site: str) -> None:
    with visiting(browser, own_site, size=NARROWEST, colours="dark") as window:
        log_in(window, MEMBER, "/mein")
        sound(window)
        for path in OWN_PAGES[1:]:
            window.open(f"/mein/konto{path}")
            sound(window)
