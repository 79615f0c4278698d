"""A member's tablet: one browser profile with the reader in it, and what a test may do with it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from ris.demo import PASSWORD
from tests.browser.visit import NARROWEST, REPORT_VIOLATIONS, TABLET, Visit

NAME = "sitzungsmappen"
"""Of the database, and of the marker."""
WORDS = "vier Wörter am Bach"
TABLET_CONTEXT: dict[str, Any] = {
    "viewport": {"width": TABLET[0], "height": TABLET[1]},
    "has_touch": True,
    "locale": "de-DE",
    "timezone_id": "Europe/Berlin",
    "reduced_motion": "reduce",
}
"""What a context is opened with."""
SAVED = "Gespeichert und abgeglichen"
STORE = """const { store } = await import(document.querySelector('script[type=module]').src.replace('app.js', 'store.js'));"""
"""The one the page itself uses."""


@dataclass
class Tablet:
    """A window of the reader on one device."""

    page: Page
    complaints: list[str]

    def state(self, words: str) -> None:
        """The line on top says so, sooner or later."""
        expect(self.page.locator("[data-state]")).to_contain_text(words)

    def log_in(self, who: str) -> None:
        """Log in and come to the reader."""
        page = self.page
        page.goto("/anmelden?weiter=/mappe/")
        page.fill("input[name=email]", who)
        page.fill("input[name=password]", PASSWORD)
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url(lambda address: address.endswith("/mappe/") and "/anmelden" not in address)

    def set_up(self, words: str = WORDS) -> None:
        """Choose a passphrase on a device that is new."""
        self.page.fill("#satz", words)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", name="Sitzungsmappen", exact=True)).to_be_visible()

    def unlock(self, words: str = WORDS) -> None:
        """Say the passphrase."""
        self.page.fill("#satz", words)
        self.page.keyboard.press("Enter")

    def is_saved(self) -> None:
        """The pack of the next meeting is on the device, whole."""
        expect(self.page.locator(".shell-pack__state").first).to_contain_text("· gespeichert,")
        self.state(SAVED)

    def is_sound(self) -> None:
        """Nothing for axe to complain about, and nothing sticks out of the narrowest window."""
        window = Visit(self.page)
        assert window.axe_findings() == []
        self.page.set_viewport_size({"width": NARROWEST[0], "height": NARROWEST[1]})
        assert window.sideways_scroll() == (0, [])
        self.page.set_viewport_size(TABLET_CONTEXT["viewport"])

    def until(self, wanted: Callable[[], bool]) -> None:
        """Wait for something only JavaScript can tell."""
        deadline = time.monotonic() + 20
        while not wanted():
            assert time.monotonic() < deadline
            self.page.wait_for_timeout(100)

    def is_installed(self) -> None:
        """The program is on the device, so that it starts without a network."""
        self.page.evaluate(INSTALLED)

    def look_again(self) -> None:
        """Come back to the window, as after reading a mail: what hung is tried at once."""
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    def is_matched_again(self) -> None:
        """Come back to the window; what the server has for it is here."""
        rounds = "const { lastContact, busy } = store.status(); return busy ? null : lastContact"
        before = self.in_store("return store.status().lastContact")
        self.look_again()
        self.until(lambda: self.in_store(rounds) not in {None, before})
        self.state(SAVED)

    def first_bytes(self) -> str | None:
        """How the first document of the first pack begins; None where it is neither here nor there."""
        begin: str | None = self.in_store(FIRST_BYTES)
        return begin

    def in_store(self, work: str, *given: object) -> Any:  # noqa: ANN401 - JSON
        """What JavaScript gives that is handed ``store`` and ``given``."""
        return self.page.evaluate(f"async (given) => {{ {STORE} {work} }}", list(given))

    def write(self, text: str, *, identity: str | None = None) -> str:
        """Write a note on the first item's first document, or change one; its id."""
        made: str = self.in_store(WRITE, text, identity)
        return made

    def texts(self) -> list[str]:
        """What the notes on this device say."""
        return sorted(self.in_store("return (await store.notes()).map(note => note.body[0]?.value ?? '')"))

    def names_on_disk(self) -> dict[str, list[str]]:
        """What a look at the browser's storage shows of its databases, caches, workers and markers."""
        found: dict[str, list[str]] = self.page.evaluate(LOOK)
        return found


INSTALLED = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  while (active.state !== "activated") await new Promise(done => active.addEventListener("statechange", done, { once: true }));
}"""
FIRST_BYTES = """
  const [pack] = store.packs();
  const plan = pack && (await store.pack(pack.meeting));
  const bytes = plan && (await store.bytes(plan.items.find(each => each.documents.length).documents[0].hash));
  return bytes ? String.fromCharCode(...bytes.slice(0, 5)) : null;
"""
WRITE = """
  const [text, id] = given;
  const [pack] = store.packs();
  const plan = await store.pack(pack.meeting);
  const item = plan.items.find(each => each.documents.length);
  const paper = item.documents[0];
  const now = new Date().toISOString();
  const before = id ? (await store.notes()).find(note => note.id === id) : {
    id: `urn:uuid:${crypto.randomUUID()}`, type: "Annotation", motivation: "commenting", created: now,
    target: { source: `urn:sha512:${paper.hash}`, scope: paper.file, selector: [
      { type: "FragmentSelector", conformsTo: "http://tools.ietf.org/rfc/rfc3778", value: "page=1" },
      { type: "FragmentSelector", conformsTo: "http://www.w3.org/TR/media-frags/", value: "xywh=percent:10,10,20,5" }] },
    "ris:meeting": pack.meeting, "ris:item": item.id, "ris:visibility": "private", "ris:people": [], "ris:faction": null,
    "ris:anchor": "same", "ris:anchored_to": paper.hash };
  const note = { ...before, modified: now, body: [{ type: "TextualBody", value: text, format: "text/plain" }] };
  await store.saveNote(note);
  return note.id;
"""
LOOK = """async () => ({
  databases: (await indexedDB.databases()).map(each => each.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).map(each => each.scope),
  marked: Object.keys(localStorage),
})"""


def watched(context: BrowserContext) -> Tablet:
    """A new window of a context, and what it complains of."""
    context.set_default_timeout(30_000)
    context.add_init_script(REPORT_VIOLATIONS)
    page = context.new_page()
    tablet = Tablet(page, [])
    page.on("pageerror", lambda error: tablet.complaints.append(f"script: {error}"))

    def note(said: ConsoleMessage) -> None:
        # Killed servers, ended sessions and withdrawn papers are what these tests are about.
        if said.type in {"error", "warning"} and not said.text.startswith("Failed to load resource"):
            tablet.complaints.append(said.text)

    page.on("console", note)
    return tablet


@contextmanager
def a_tablet(browser: Browser, address: str) -> Iterator[Tablet]:
    """A device of its own, in the size the reader is designed for."""
    context = browser.new_context(base_url=address, **TABLET_CONTEXT)
    try:
        yield watched(context)
    finally:
        context.close()
