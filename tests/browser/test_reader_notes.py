"""Notes that survive: a server that dies in the middle, two devices, a session that ends, a new version of the program."""

from playwright.sync_api import Browser, Route, expect
from sqlalchemy import delete

from ris.accounts.models import LoginSession
from ris.db import transaction
from tests.browser.reading import lindenau, process, server, tablet
from tests.browser.tablet import SAVED, Tablet, a_tablet, watched
from tests.browser.town_process import TownProcess
from tests.browser.working import COUNCIL_CHAIR, MEMBER
from tests.demo_town import DemoTown

__all__ = ["lindenau", "process", "server", "tablet"]

EXCHANGE = "**/mappe/daten/abgleich"


def test_no_change_is_lost_or_doubled_whenever_the_server_dies(
    browser: Browser, tablet: Tablet, server: TownProcess
) -> None:
    page, before = tablet.page, tablet.texts()
    tablet.is_installed()
    first = tablet.write("Wer zahlt die Bäume?")
    tablet.state(SAVED)
    server.kill()
    tablet.write("Wer zahlt die Bäume am Bach?", identity=first)
    tablet.write("Nach dem Zeitplan fragen")
    tablet.state("Offline – 2 Änderungen nur auf diesem Gerät")
    page.reload()
    tablet.unlock()
    tablet.state("Offline – 2 Änderungen nur auf diesem Gerät")
    assert tablet.texts() == sorted([*before, "Nach dem Zeitplan fragen", "Wer zahlt die Bäume am Bach?"])
    server.start()
    tablet.look_again()
    tablet.state(SAVED)

    def taken_but_unanswered(route: Route) -> None:
        route.fetch()
        server.kill()
        route.abort()

    page.route(EXCHANGE, taken_but_unanswered)
    third = tablet.write("Antrag vorbereiten")
    tablet.state("Offline – 1 Änderung nur auf diesem Gerät")
    page.unroute(EXCHANGE)
    tablet.write("Antrag bis Montag vorbereiten", identity=third)
    tablet.in_store("await store.removeNote(given[0])", first)
    tablet.state("Offline – 2 Änderungen nur auf diesem Gerät")
    server.start()
    tablet.look_again()
    tablet.state(SAVED)
    left = sorted([*before, "Antrag bis Montag vorbereiten", "Nach dem Zeitplan fragen"])
    assert tablet.texts() == left
    with a_tablet(browser, server.address) as other:
        other.log_in(COUNCIL_CHAIR)
        other.set_up("ein anderer langer Satz")
        other.is_saved()
        assert other.texts() == left
        two_write_the_same_note(tablet, other, third, [*before, "Nach dem Zeitplan fragen"])


def two_write_the_same_note(one: Tablet, other: Tablet, note: str, besides: list[str]) -> None:
    """The second one is away meanwhile; both texts are kept, on both."""
    other.page.context.set_offline(True)
    other.write("Antrag: lieber gleich", identity=note)
    other.state("Offline – 1 Änderung nur auf diesem Gerät")
    one.write("Antrag: lieber später", identity=note)
    one.state(SAVED)
    other.page.context.set_offline(False)
    other.look_again()
    other.state(SAVED)
    one.look_again()
    kept = sorted([*besides, "Antrag: lieber gleich", "Antrag: lieber später"])
    assert other.texts() == kept
    one.until(lambda: one.texts() == kept)


def test_a_session_that_ends_stops_nobody_from_writing(tablet: Tablet, server: TownProcess, lindenau: DemoTown) -> None:
    page = tablet.page
    server.kill()
    with lindenau.at_work(), transaction() as session:
        session.execute(delete(LoginSession))
    tablet.write("Erst die Kosten, dann der Plan")
    tablet.state("Offline – 1 Änderung nur auf diesem Gerät")
    server.start()
    tablet.write("Wann ist Baubeginn?")
    tablet.state("Bitte melden Sie sich wieder an, damit 2 Änderungen abgeglichen werden.")
    assert tablet.first_bytes() == "%PDF-"
    page.get_by_role("link", name="Anmelden").click()
    page.fill("input[name=email]", COUNCIL_CHAIR)
    page.fill("input[name=password]", "muehlgraben-demo")
    page.locator("main button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Mappen entsperren")).to_be_visible()
    tablet.unlock()
    tablet.is_saved()
    assert {"Erst die Kosten, dann der Plan", "Wann ist Baubeginn?"} <= set(tablet.texts())


def test_a_new_program_waits_until_the_reader_is_opened_again(tablet: Tablet, server: TownProcess) -> None:
    page = tablet.page
    tablet.is_installed()
    server.kill()
    server.start("zwei")
    tablet.look_again()
    tablet.state("Neue Version bereit – wird beim nächsten Öffnen benutzt")
    page.reload()
    tablet.unlock()
    tablet.is_saved()
    assert "/eins/" in (page.locator("script[type=module]").get_attribute("src") or "")
    page.get_by_role("link", name="Mappe lesen").first.click()
    page.wait_for_url("**/mappe/*")
    expect(page.locator("[data-state]")).to_contain_text(SAVED)
    context = page.context
    page.close()
    again = watched(context)
    again.page.goto("/mappe/")
    while "/eins/" in (again.page.locator("script[type=module]").get_attribute("src") or ""):
        again.page.close()  # the old program lets go when its last window is gone
        again = watched(context)
        again.page.goto("/mappe/")
    again.unlock()
    again.is_saved()
    assert len(again.names_on_disk()["caches"]) == 1
    assert tablet.complaints == again.complaints == []


def test_two_windows_and_two_people_on_one_tablet(tablet: Tablet) -> None:
    page = tablet.page
    second = watched(page.context)
    second.page.goto("/mappe/")
    second.unlock()
    second.is_saved()
    first_note = tablet.write("Im ersten Fenster")
    second.until(lambda: "Im ersten Fenster" in second.texts())
    second.write("Im zweiten geändert", identity=first_note)
    tablet.until(lambda: "Im zweiten geändert" in tablet.texts())
    tablet.look_again()
    tablet.state(SAVED)

    page.context.clear_cookies()
    second.log_in(MEMBER)
    second.unlock()
    expect(second.page.get_by_role("heading", name="Mappen einer anderen Person")).to_be_visible()
    second.page.get_by_role("button", name="Diese Mappen löschen und neu beginnen").click()
    expect(second.page.get_by_text("Die Mappen der anderen Person sind von diesem Gerät gelöscht.")).to_be_visible()
    expect(page.get_by_role("heading", name="Sitzungsmappen auf diesem Gerät")).to_be_visible()
    assert second.names_on_disk()["databases"] == []
    assert tablet.complaints == second.complaints == []
