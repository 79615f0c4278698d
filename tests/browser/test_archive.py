"""The site for a bad day, served by Python's own web server: it shows, finds and lists everything, and complains of nothing."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visit import DESKTOP, NARROWEST, visiting

PAGES = (
    "/",
    "/sitzungen",
    "/vorlagen",
    "/gremien",
    "/protokoll",
    "/verzeichnis",
    "/verzeichnis/2026",
    "/ueber-diese-kopie",
)


class Quiet(SimpleHTTPRequestHandler):
    """The same as `python -m http.server`, without a line for each request."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def copy(folder: Path) -> Iterator[str]:
    """Address of the copy."""
    handler = partial(Quiet, directory=str(folder / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def some_pages(folder: Path) -> list[str]:
    """A page of each kind."""
    site = folder / "site"
    return [f"/{kind}/{min(path.name for path in (site / kind).iterdir() if path.is_dir())}" for kind in KINDS]


KINDS = ("sitzung", "top", "vorlage", "gremium", "person")


def test_every_kind_of_page_passes_axe_and_fits(browser: Browser, copy: str, folder: Path) -> None:
    with visiting(browser, copy, size=NARROWEST) as visit:
        for address in (*PAGES, *some_pages(folder), "/suche/index.html?q=Radweg"):
            visit.open(address)
            expect(visit.page.get_by_text("Dies ist eine Kopie.")).to_be_visible()
            assert visit.axe_findings() == [], address
            assert visit.sideways_scroll()[0] <= 0, address
        assert visit.complaints == []


def test_things_are_found_read_and_followed_in_the_copy(browser: Browser, copy: str) -> None:
    with visiting(browser, copy, size=DESKTOP) as visit:
        visit.open("/")
        visit.page.get_by_role("searchbox").fill("mühlgraben RADWEG")
        visit.page.keyboard.press("Enter")
        expect(visit.page.get_by_role("status")).to_contain_text("Treffer für „mühlgraben RADWEG“")
        visit.page.get_by_role("list", name="Treffer").get_by_role("link").first.click()
        expect(visit.page.get_by_role("heading", level=1)).to_contain_text("Radweg am Mühlgraben")
        document = visit.page.locator("main a[href$='.pdf']").first.get_attribute("href")
        assert document
        answer = visit.page.request.get(f"{visit.page.url.rpartition('/')[0]}/{document}")
        assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
        visit.open("/suche/index.html?q=xyzzyplugh")
        expect(visit.page.get_by_role("status")).to_contain_text("steht in den Titeln dieser Kopie nichts")
        assert visit.complaints == []


def test_without_scripts_a_year_lists_everything(browser: Browser, copy: str) -> None:
    with visiting(browser, copy, script=False) as visit:
        visit.open("/suche/")
        visit.page.get_by_role("link", name="Verzeichnis nach Jahren").click()
        visit.page.get_by_role("link", name="2026", exact=True).click()
        visit.page.locator("main").get_by_role("link", name=re.compile("Stadtverordnetenversammlung")).first.click()
        expect(visit.page.get_by_role("heading", level=1)).to_contain_text("Stadtverordnetenversammlung")
