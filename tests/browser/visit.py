"""One visitor's browser window: what it shows, and everything the browser complained about meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PHONE = (390, 844)
TABLET = (820, 1180)
DESKTOP = (1440, 900)
NARROWEST = (320, 800)

# WCAG 2.2, 1.4.12: nothing may be lost when a reader sets these distances.
TEXT_SPACING = """() => {
  const spacing = new CSSStyleSheet();
  spacing.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, spacing];
}"""
# Elements that scroll by themselves (tables, code) may be wider than the window; the page may not.
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  return [document.documentElement.scrollWidth - width, [...document.querySelectorAll('body *')]
    .filter(element => element.getBoundingClientRect().right > width + 1)
    .slice(0, 5).map(element => element.outerHTML.slice(0, 120))];
}"""
REPORT_VIOLATIONS = """document.addEventListener('securitypolicyviolation', event =>
  console.error(`CSP ${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"""


@dataclass
class Visit:
    """A page and its complaints."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> Response:
        """Go to an address of the site, such as "/sitzungen"."""
        response = self.page.goto(address)
        assert response is not None, f"{address} gave no answer"
        return response

    def axe_findings(self) -> list[str]:
        """What axe finds on the page as it is now: rule, element, cure."""
        if not self.page.evaluate("() => typeof window.axe === 'object'"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        options = {"runOnly": {"type": "tag", "values": AXE_RULES}, "resultTypes": ["violations"]}
        result: dict[str, Any] = self.page.evaluate("options => axe.run(document, options)", options)
        return [
            f"{violation['id']}: {node['html']} – {node['failureSummary']}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    def space_text(self) -> None:
        """Set the text distances readers may set by WCAG 1.4.12."""
        self.page.evaluate(TEXT_SPACING)

    def sideways_scroll(self) -> tuple[int, list[str]]:
        """By how many pixels the page is wider than its window, and the first elements that stick out."""
        wider, elements = self.page.evaluate(OVERFLOW)
        return wider, elements

    def screenshot(self, path: Path) -> None:
        """The whole page as a picture."""
        self.page.screenshot(path=path, full_page=True)


@contextmanager
def visiting(
    browser: Browser,
    site: str,
    *,
    size: tuple[int, int] = DESKTOP,
    colours: Literal["light", "dark"] = "light",
    forced_colours: bool = False,
    script: bool = True,
) -> Iterator[Visit]:
    """A fresh window on a site. Collects console errors, CSP violations, failed requests and foreign hosts."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": size[0], "height": size[1]},
        color_scheme=colours,
        forced_colors="active" if forced_colours else "none",
        java_script_enabled=script,
        has_touch=size[0] < DESKTOP[0],
        locale="de-DE",
        timezone_id="Europe/Berlin",
        reduced_motion="reduce",
    )
    context.set_default_timeout(30_000)
    context.add_init_script(REPORT_VIOLATIONS)
    visit = Visit(context.new_page())

    def note_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _expected(message):
            visit.complaints.append(f"console: {message.text} ({visit.page.url})")

    def note_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != urlsplit(site).netloc:
            visit.complaints.append(f"foreign host: {request.url} ({visit.page.url})")

    def note_failure(request: Request) -> None:
        if request.failure == "net::ERR_ABORTED" and request.resource_type in {"image", "font", "other"}:
            return  # the reader went on before it was there
        visit.complaints.append(f"failed: {request.url} {request.failure} ({visit.page.url})")

    visit.page.on("console", note_console)
    visit.page.on("pageerror", lambda error: visit.complaints.append(f"script: {error} ({visit.page.url})"))
    visit.page.on("request", note_request)
    visit.page.on("requestfailed", note_failure)
    try:
        yield visit
    finally:
        context.close()


def _expected(message: ConsoleMessage) -> bool:
    """Chromium logs the status of a page that is meant to be 404 or 410; the tests look at that themselves."""
    return message.text.startswith("Failed to load resource: the server responded with a status of 4")
