"""The reader on one device: read in the cellar, locked, refused room, told a wrong time, and wiped."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, expect
from sqlalchemy import delete

from ris.accounts.models import Passkey
from ris.db import transaction
from tests.browser.reading import lindenau, process, server, tablet
from tests.browser.tablet import NAME, SAVED, WORDS, Tablet, a_tablet
from tests.browser.town_process import TownProcess
from tests.browser.working import COUNCIL_CHAIR
from tests.demo_town import DemoTown

__all__ = ["lindenau", "process", "server", "tablet"]

FORGET_DATABASE = f"""() => new Promise((resolve, reject) => {{
  const request = indexedDB.deleteDatabase("{NAME}");
  request.onsuccess = resolve;
  request.onerror = reject;
}})"""
FORGET_PAPERS = f"""() => new Promise((resolve) => {{
  indexedDB.open("{NAME}").onsuccess = ({{ target }}) => {{
    const running = target.result.transaction(["papers"], "readwrite");
    running.objectStore("papers").clear();
    running.oncomplete = () => {{ target.result.close(); resolve(); }};
  }};
}})"""
COUNT = f"""(shelf) => new Promise((resolve) => {{
  indexedDB.open("{NAME}").onsuccess = ({{ target }}) => {{
    const request = target.result.transaction([shelf]).objectStore(shelf).count();
    request.onsuccess = () => {{ target.result.close(); resolve(request.result); }};
  }};
}})"""


def test_a_pack_is_read_without_a_server_and_wrong_passphrases_end_in_nothing(
    tablet: Tablet, server: TownProcess
) -> None:
    page = tablet.page
    tablet.is_installed()
    server.kill()
    page.reload()
    tablet.unlock("ein falscher Satz")
    expect(page.get_by_text("Das war nicht richtig. Noch 4 Versuche, dann werden die vertraulichen")).to_be_visible()
    tablet.is_sound()
    page.reload()
    tablet.unlock("noch ein falscher")
    expect(page.get_by_text("Noch 3 Versuche")).to_be_visible()
    tablet.unlock(WORDS)
    expect(page.get_by_text("· gespeichert,").first).to_be_visible()
    tablet.state("Offline – alles abgeglichen")
    tablet.is_sound()
    assert tablet.first_bytes() == "%PDF-"

    page.get_by_role("button", name="Sperren").click()
    expect(page.get_by_role("heading", name="Mappen entsperren")).to_be_visible()
    assert "Stadtverordneten" not in page.locator("#mappe").inner_text()
    for left in (4, 3, 2):
        tablet.unlock("immer noch falsch")
        expect(page.get_by_text(f"Noch {left} Versuche")).to_be_visible()
    tablet.unlock("immer noch falsch")
    expect(page.get_by_text("Noch 1 Versuch, dann")).to_be_visible()
    tablet.unlock("immer noch falsch")
    expect(page.get_by_text("Das war fünfmal nicht richtig.")).to_be_visible()
    tablet.is_sound()
    assert tablet.names_on_disk()["databases"] == []


def test_a_passkey_unlocks_without_a_server(browser: Browser, server: TownProcess, lindenau: DemoTown) -> None:
    address = server.address.replace("127.0.0.1", "localhost")  # passkeys want a name, not a number
    with a_tablet(browser, address) as tablet:
        page = tablet.page
        protocol = page.context.new_cdp_session(page)
        protocol.send("WebAuthn.enable")
        protocol.send("WebAuthn.addVirtualAuthenticator", {"options": FINGERPRINT})
        tablet.log_in(COUNCIL_CHAIR)
        page.goto("/mein/konto")
        page.get_by_label("Name für den neuen Passkey").fill("Mein Tablet")
        page.get_by_role("button", name="Passkey einrichten").click()
        expect(page.get_by_text("Der Passkey ist eingerichtet.").first).to_be_visible()
        page.goto("/mappe/")
        page.get_by_role("button", name="Mit Passkey schützen").click()
        with lindenau.at_work(), transaction() as session:
            session.execute(delete(Passkey))  # the other tests log in with the password alone
        tablet.is_saved()
        tablet.is_installed()
        server.kill()
        page.reload()
        expect(page.locator("#satz")).to_have_count(0)
        page.get_by_role("button", name="Mit Passkey entsperren").click()
        tablet.state("Offline – alles abgeglichen")
        assert tablet.first_bytes() == "%PDF-"
        assert tablet.complaints == []


FINGERPRINT = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
    "hasPrf": True,
}


def test_a_download_that_breaks_off_goes_on_where_it_was(browser: Browser, server: TownProcess) -> None:
    asked: list[str] = []
    with a_tablet(browser, server.address) as tablet:
        page = tablet.page
        tablet.log_in(COUNCIL_CHAIR)

        def count(address: str) -> None:
            if "/dokument/" in address:
                asked.append(address)
                if len(asked) == 5:
                    server.kill()

        page.on("request", lambda request: count(request.url))
        tablet.set_up()
        tablet.state("Offline – alles abgeglichen")
        expect(page.get_by_text("zum Teil gespeichert")).to_be_visible()
        server.start()
        tablet.look_again()
        tablet.is_saved()
        assert len(asked) > 10
        assert len(asked) - len(set(asked)) <= 1, "what was here is not loaded again"
        assert tablet.complaints == []


def test_what_the_browser_took_is_told_and_loaded_again_when_asked(tablet: Tablet, server: TownProcess) -> None:
    page = tablet.page
    tablet.is_installed()
    server.kill()
    page.evaluate(FORGET_PAPERS)
    page.reload()
    tablet.unlock()
    expect(page.get_by_text("Ihr Gerät hat gespeicherte Mappen gelöscht. Ihre Notizen sind sicher.")).to_be_visible()
    expect(page.get_by_text("· nicht gespeichert")).to_be_visible()
    server.start()
    page.get_by_role("button", name="Neu laden (").click()
    tablet.is_saved()

    page.goto("/anmelden")
    page.evaluate(FORGET_DATABASE)
    page.goto("/mappe/")
    expect(page.get_by_text("Ihr Gerät hat gespeicherte Mappen gelöscht. Neu laden (")).to_be_visible()
    tablet.set_up()
    page.get_by_role("button", name="Neu laden (").click()
    tablet.is_saved()


def test_where_there_is_no_room_one_reads_on_online(browser: Browser, server: TownProcess) -> None:
    with a_tablet(browser, server.address) as tablet:
        page = tablet.page
        tablet.log_in(COUNCIL_CHAIR)
        tablet.is_installed()
        limit = {"origin": server.address, "quotaSize": page.evaluate(USED) + 150_000}
        page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", limit)
        tablet.set_up()
        tablet.state("Auf diesem Gerät ist kein Platz mehr. Sie lesen weiter, solange Sie online sind.")
        hashes = "(await store.pack(store.packs()[0].meeting)).items.flatMap(item => item.documents)"
        sizes = tablet.in_store(
            f"return Promise.all(({hashes}).map(async each => (await store.bytes(each.hash))?.length === each.size))"
        )
        assert len(sizes) > 10
        assert all(sizes)
        server.kill()
        here = tablet.in_store(
            f"return Promise.all(({hashes}).map(each => store.bytes(each.hash).then(Boolean, () => false)))"
        )
        assert 0 < sum(here) < len(here), "what had room stays readable, the rest is missing and nothing breaks"
        assert tablet.complaints == []


USED = "async () => (await navigator.storage.estimate()).usage"


def test_a_wrong_clock_neither_loses_a_pack_nor_keeps_it_for_ever(browser: Browser, server: TownProcess) -> None:
    today, wrong = datetime.now(UTC), timedelta(days=400)
    with a_tablet(browser, server.address) as tablet:
        page = tablet.page
        page.clock.set_system_time(today + wrong)
        tablet.log_in(COUNCIL_CHAIR)
        tablet.set_up()
        tablet.is_saved()  # the server said what day it is
        tablet.is_installed()
        tablet.write("Bis zur Sitzung klären")
        tablet.state(SAVED)
        seen = tablet.in_store("return store.now()")
        assert abs(seen - today.timestamp() * 1000) < 600_000
        server.kill()
        page.clock.set_system_time(today - wrong)
        page.reload()
        tablet.unlock()
        expect(page.get_by_text("· gespeichert,").first).to_be_visible()
        assert tablet.in_store("return store.now()") > seen - 60_000, "time does not run backwards"
        tablet.write("Nur hier notiert")
        page.get_by_role("button", name="Sperren").click()
        expect(page.get_by_role("heading", name="Mappen entsperren")).to_be_visible()

        page.clock.set_system_time(today + wrong + timedelta(days=60))
        page.reload()
        expect(page.get_by_role("heading", name="Mappen entsperren")).to_be_visible()
        left = [page.evaluate(COUNT, shelf) for shelf in ("papers", "texts", "notes", "outbox")]
        assert left == [0, 0, 1, 1], "a device nobody unlocks forgets too, but for the note only it has"
        tablet.unlock()
        expect(page.get_by_role("heading", name="Sitzungsmappen", exact=True)).to_be_visible()
        assert tablet.first_bytes() is None
        assert tablet.complaints == []
