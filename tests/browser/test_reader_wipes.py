"""What must go goes: at logout, with a lost device, a withdrawn paper, a meeting that is off, an ended mandate; and nothing stands in clear."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from ris.accounts.device_models import ReaderDevice
from ris.accounts.models import User
from ris.accounts.queries import actor_for
from ris.accounts.services.reader_devices import order_wipe
from ris.council.models import Membership
from ris.db import now_utc, transaction
from ris.documents.models import File
from ris.meetings.models import Meeting
from ris.publication.withdrawals import withdraw_file
from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.reading import lindenau, process, server, tablet
from tests.browser.tablet import NAME, SAVED, TABLET_CONTEXT, Tablet, a_tablet, watched
from tests.browser.town_process import TownProcess
from tests.browser.working import CLERK, COUNCIL_CHAIR
from tests.demo_town import DemoTown

__all__ = ["lindenau", "process", "server", "tablet"]

EXCHANGE = "**/mappe/daten/abgleich"
NOTHING: dict[str, list[str]] = {"databases": [], "caches": [], "workers": [], "marked": []}
HASHES = "return [...store.shelf.papers.keys()]"
IN_BASE = """async (name) => {
  const found = {};
  const database = await new Promise((resolve) => { indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result); });
  for (const shelf of database.objectStoreNames) {
    found[shelf] = await new Promise((resolve) => {
      const request = database.transaction([shelf]).objectStore(shelf).getAllKeys();
      request.onsuccess = () => resolve(request.result);
    });
  }
  database.close();
  return found;
}"""
"""The keys of every shelf, as somebody sees them who has no key."""


def log_out(page: Page) -> None:
    """By the button of every page, in the menu of narrow windows."""
    if not page.locator(".ris-menu[open]").count():
        page.locator(".ris-menu__button").click()
    page.locator(".ris-nav--small form[action='/abmelden'] button").click()


def test_logging_out_warns_of_notes_that_are_nowhere_else_and_leaves_nothing(tablet: Tablet) -> None:
    page = tablet.page
    tablet.is_installed()
    page.route(EXCHANGE, lambda route: route.abort())
    tablet.write("Nur hier")
    tablet.state("Offline – 1 Änderung nur auf diesem Gerät")
    page.goto("/mein/konto")
    log_out(page)
    expect(page.get_by_role("dialog", name="1 Änderung steht nur auf diesem Gerät")).to_be_visible()
    page.get_by_role("button", name="Abbrechen").click()
    log_out(page)
    page.get_by_role("button", name="Trotzdem abmelden und Notizen verlieren").click()
    expect(page.get_by_role("heading", name="Was entscheidet unsere Stadt?")).to_be_visible()
    assert tablet.names_on_disk() == NOTHING
    page.goto("/mein/konto")
    expect(page).to_have_url(re.compile("/anmelden"))


def test_a_tablet_left_on_a_table_locks_itself_and_one_logs_out_without_a_server(
    browser: Browser, server: TownProcess
) -> None:
    with a_tablet(browser, server.address) as tablet:
        page = tablet.page
        page.clock.install()
        tablet.log_in(COUNCIL_CHAIR)
        tablet.set_up()
        tablet.is_saved()
        page.clock.fast_forward("14:00")
        expect(page.get_by_role("heading", name="Sitzungsmappen", exact=True)).to_be_visible()
        page.mouse.move(10, 10)
        page.clock.fast_forward("14:00")
        expect(page.get_by_role("heading", name="Sitzungsmappen", exact=True)).to_be_visible()
        page.clock.fast_forward("02:00")
        expect(page.locator("#satz")).to_be_visible()
        assert tablet.in_store("return store.packs().length") == 0, "its key is gone, not only its screen"
        server.kill()
        tablet.unlock()
        page.get_by_text("Abmelden", exact=True).click()
        page.get_by_role("button", name="Abmelden und alles hier löschen").click()
        expect(page.get_by_text("Ohne Netz weiß der Server davon noch nichts")).to_be_visible()
        assert tablet.names_on_disk()["databases"] == []
        assert tablet.complaints == []


def test_what_is_withdrawn_goes_from_the_device_with_its_notes_and_so_does_a_meeting_that_is_off(
    tablet: Tablet, lindenau: DemoTown
) -> None:
    page = tablet.page
    tablet.write("Zu dieser Unterlage")
    tablet.state(SAVED)
    before = tablet.in_store(HASHES)
    page.get_by_role("link", name=re.compile("Mappe lesen")).first.click()
    page.wait_for_function("() => document.querySelector('.textLayer span')?.getClientRects().length")
    shown = page.locator(".pdfViewer").inner_text()
    meeting, file = tablet.in_store(
        "const [pack] = store.packs(); const plan = await store.pack(pack.meeting);"
        "return [pack.meeting, plan.items.find(item => item.documents.length).documents[0].file]"
    )
    with lindenau.at_work(), transaction() as session:
        clerk = actor_for(session, session.scalars(select(User).where(User.email == CLERK)).one())
        paper = session.get_one(File, file)
        gone = paper.sha512_checksum
        withdraw_file(session, clerk, paper, "Enthält Namen", now=now_utc())
    tablet.look_again()
    tablet.until(lambda: gone not in tablet.in_store(HASHES))
    assert sorted([*tablet.in_store(HASHES), gone]) == sorted(before)
    page.wait_for_function("words => document.querySelector('.pdfViewer')?.innerText !== words", arg=shown)
    page.get_by_role("link", name="Mappe schließen").click()

    with lindenau.at_work(), transaction() as session:
        session.get_one(Meeting, meeting).cancelled = True
    tablet.look_again()
    expect(tablet.page.get_by_text("Zurzeit gibt es keine Mappe für Sie.")).to_be_visible()
    tablet.until(lambda: not tablet.in_store(HASHES))
    left = tablet.page.evaluate(IN_BASE, NAME)
    assert [left[shelf] for shelf in ("papers", "texts", "notes", "outbox")] == [[], [], [], []]
    with lindenau.at_work(), transaction() as session:
        session.get_one(Meeting, meeting).cancelled = False
    tablet.look_again()
    tablet.is_saved()
    assert "Zu dieser Unterlage" in tablet.texts(), "the server has kept the note"


def test_a_lost_device_and_an_ended_mandate_leave_nothing(tablet: Tablet, lindenau: DemoTown) -> None:
    page = tablet.page
    tablet.write("Geheim")
    tablet.state(SAVED)
    with lindenau.at_work(), transaction() as session:
        owner = session.scalars(select(User).where(User.email == COUNCIL_CHAIR)).one()
        newest = select(ReaderDevice).where(ReaderDevice.user_id == owner.id).order_by(ReaderDevice.id.desc())
        device = session.scalars(newest).first()
        assert device is not None
        order_wipe(session, actor_for(session, owner), device, now=now_utc())
        lost = device.id
    tablet.look_again()
    expect(page.get_by_text("wurden gelöscht, weil das Gerät abgemeldet wurde")).to_be_visible()
    assert tablet.names_on_disk()["databases"] == []
    with lindenau.at_work() as session:
        assert session.get_one(ReaderDevice, lost).wiped is not None

    tablet.log_in(COUNCIL_CHAIR)
    tablet.set_up()
    tablet.is_saved()
    tablet.until(lambda: "Geheim" in tablet.texts())
    with lindenau.at_work(), transaction() as session:
        owner = session.scalars(select(User).where(User.email == COUNCIL_CHAIR)).one()
        seats = session.scalars(select(Membership).where(Membership.person_id == owner.person_id)).all()
        before = {seat.id: seat.end_date for seat in seats}
        for seat in seats:
            seat.end_date = (now_utc() - timedelta(days=2)).date()
    tablet.look_again()
    expect(page.get_by_text("wurden gelöscht, weil das Gerät abgemeldet wurde")).to_be_visible()
    assert tablet.names_on_disk()["databases"] == []
    with lindenau.at_work(), transaction() as session:
        for identity, day in before.items():
            session.get_one(Membership, identity).end_date = day


def test_the_profile_on_the_disk_holds_nothing_in_clear(browser: Browser, server: TownProcess, tmp_path: Path) -> None:
    wanted = {"note": "Quastenflosserbrücke", "part": "Xylophonverordnung"}
    with profile(browser, server, tmp_path) as tablet:
        page = tablet.page
        tablet.log_in(COUNCIL_CHAIR)
        tablet.set_up()
        tablet.is_saved()
        tablet.is_installed()
        titles = tablet.in_store(TITLES)
        papers = [bytes(each) for each in tablet.in_store(PIECES)]
        assert len(titles) > 10
        assert len(papers) > 20
        tablet.write(wanted["note"])
        tablet.state(SAVED)
        page.get_by_role("link", name="Mappe lesen").first.click()
        expect(page.locator(".textLayer span").first).to_be_visible()
        server.kill()
        tablet.write(wanted["part"])
        tablet.state("Offline – 1 Änderung nur auf diesem Gerät")
        page.reload()
        tablet.unlock()
        expect(page.locator(".textLayer span").first).to_be_visible()
        page.wait_for_timeout(1500)  # what browsers keep of open windows they write a second later
    needles = {*papers}.union(*(spelled(words) for words in (*wanted.values(), *titles)))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert found_in(files, spelled(NAME)), "the search sees what is there"
    assert found_in(files, needles) == []
    server.start()
    with profile(browser, server, tmp_path) as tablet:
        page = tablet.page
        tablet.log_in(COUNCIL_CHAIR)  # the session ended with the browser, what was written did not
        tablet.unlock()
        tablet.state(SAVED)
        assert {*wanted.values()} <= {*tablet.texts()}
        page.get_by_text("Abmelden", exact=True).click()
        page.get_by_role("button", name="Abmelden und alles hier löschen").click()
        expect(
            page.get_by_text("Sie haben sich abgemeldet. Auf diesem Gerät ist nichts mehr gespeichert.")
        ).to_be_visible()
        assert tablet.names_on_disk()["databases"] == []
    assert found_in([path for path in tmp_path.rglob("*") if path.is_file()], needles) == []


TITLES = """
  const [pack] = store.packs();
  const plan = await store.pack(pack.meeting);
  const papers = plan.items.flatMap(item => item.documents);
  return [...new Set([pack.title, ...plan.items.map(item => item.title), ...papers.map(each => each.name), ...papers.map(each => each.hash)])]
    .filter(words => words.length > 20);
"""


PIECES = """
  const pieces = [];
  for (const hash of store.shelf.papers.keys()) {
    const bytes = await store.bytes(hash);
    for (const part of [0.3, 0.6]) pieces.push([...bytes.slice(bytes.length * part, bytes.length * part + 24)]);
  }
  return pieces;
"""
"""Two pieces of each paper; how a PDF begins stands in PDF.js as well."""


@contextmanager
def profile(browser: Browser, server: TownProcess, folder: Path) -> Iterator[Tablet]:
    """A tablet whose browser writes to a folder, as at home."""
    kind = browser.browser_type
    context = kind.launch_persistent_context(
        folder, executable_path=chromium_path(), args=list(ARGUMENTS), base_url=server.address, **TABLET_CONTEXT
    )
    try:
        yield watched(context)
    finally:
        context.close()


def spelled(words: str) -> set[bytes]:
    """Words in the letters of a disk, and in those of JavaScript."""
    return {words.encode(code) for code in ("utf-8", "utf-16-le", "latin-1")}


def found_in(files: Iterable[Path], needles: Iterable[bytes]) -> list[str]:
    """Where any of these stand in the files."""
    wanted = list(needles)
    return [f"{needle!r} in {path}" for path in files for needle in wanted if needle in path.read_bytes()]
