"""People of the demo town at work in a real browser: who they are, how they come in, and what a page must stand."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser

from ris.demo import PASSWORD
from tests.browser.visit import DESKTOP, Visit, visiting

CLERK, SECOND_CLERK = "sitzungsdienst@lindenau.example", "vertretung@lindenau.example"
AUTHOR, TREASURER = "ricarda.vogt@lindenau.example", "thomas.engel@lindenau.example"
MAYOR = "regine.falk@lindenau.example"
COUNCIL_CHAIR, COMMITTEE_CHAIR = "martina.hollerbach@lindenau.example", "nadine.ohlig@lindenau.example"
MEMBER, FACTION = "sabine.krollmann@lindenau.example", "jule.brandt@lindenau.example"
READER, ADMINISTRATOR = "leser@lindenau.example", "technik@lindenau.example"


def sound(window: Visit) -> None:
    """The page has nothing for axe, a narrow window, the console or the CSP to complain about."""
    window.page.wait_for_load_state()
    where = window.page.url
    assert not (findings := window.axe_findings()), "\n".join([where, *findings])
    assert window.sideways_scroll()[0] <= 0, where
    assert window.complaints == [], where


def log_in(window: Visit, who: str, path: str = "/mein/konto") -> None:
    """Log somebody in and come to a page."""
    window.open(f"/anmelden?weiter={path}")
    page = window.page
    page.fill("input[name=email]", who)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main button[type=submit]").first.click()
    # The whole address: the login page names it as well.
    page.wait_for_url(lambda address: address.endswith(path) and "/anmelden" not in address)
    page.wait_for_load_state("networkidle")


@contextmanager
def logged_in(
    browser: Browser,
    site: str,
    who: str,
    path: str = "/mein/konto",
    size: tuple[int, int] = DESKTOP,
    *,
    script: bool = True,
) -> Iterator[Visit]:
    """Somebody's own window, logged in and on a page."""
    with visiting(browser, site, size=size, script=script) as window:
        log_in(window, who, path)
        yield window
