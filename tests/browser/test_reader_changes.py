"""On the tablet after something changed: pages old and new, two texts of one note, a called item; nothing jumps."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image
from playwright.sync_api import expect
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from ris.access.actor import Actor
from ris.access.circles import PUBLIC
from ris.db import db, now_utc, transaction
from ris.documents.models import File, FileRole, Paper, PaperFile
from ris.documents.services.files import NewFile, store_file
from ris.documents.services.replacing import NewBytes, replace_file
from ris.scope.current import working_for
from tests.browser.clicks import counted
from tests.browser.reading import lindenau, process, server, tablet
from tests.browser.tablet import SAVED, Tablet
from tests.browser.test_reader_screen import drawn, label, open_pack
from tests.browser.town_process import TownProcess
from tests.browser.visit import Visit
from tests.demo_town import DemoTown

__all__ = ["lindenau", "process", "server", "tablet"]

PAPER = "Neues Feuerwehrhaus: Vorentwurf und Kosten"
BEFORE = (("Kostenplan", "Der Rohbau kostet vier Millionen Euro."), ("Zeitplan", "Baubeginn ist im Mai."))
AFTER = (("Kostenplan", "Der Rohbau kostet vier Millionen Euro."), ("Zeitplan", "Baubeginn ist erst im September."))
TWIN = """
  const [id] = given;
  const note = (await store.notes()).find(each => each.id === id);
  const twin = { ...note, id: `urn:uuid:${crypto.randomUUID()}`, "ris:conflict_with": id,
    body: [{ type: "TextualBody", value: "Baubeginn im Ausschuss erfragen", format: "text/plain" }] };
  await store.saveNote(twin);
"""
CALL = """
  const [meeting, item] = given;
  store.dispatchEvent(new CustomEvent("current-item", { detail: { meeting, item, number: "6", title: "Haushalt" } }));
"""
ITEM = "return (await store.pack(store.packs()[0].meeting)).items.find(item => item.number === '6').id"


def typeset(pages: tuple[tuple[str, ...], ...]) -> bytes:
    """A PDF of these lines, page by page."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(72, 740 - 24 * number, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.fixture
def plan(lindenau: DemoTown, server: TownProcess) -> int:
    """A schedule and a picture among the documents of an item, there from the first; the schedule's id."""
    with lindenau.app.app_context(), working_for(lindenau.body_id), transaction() as session:
        paper = session.scalars(select(Paper).where(Paper.name == PAPER)).one()
        picture = io.BytesIO()
        Image.new("RGB", (640, 400), "#3a7").save(picture, "PNG")
        kinds = (("Zeitplan", typeset(BEFORE), "application/pdf"), ("Luftbild", picture.getvalue(), "image/png"))
        made = [_stored(lindenau, paper, name, content, kind) for name, content, kind in kinds]
        for position, file in enumerate(made, 20):
            session.add(
                PaperFile(paper_id=paper.id, file_id=file.id, role=FileRole.AUXILIARY, position=position, public=True)
            )
        return made[0].id


def _stored(town: DemoTown, paper: Paper, name: str, content: bytes, kind: str) -> File:
    file = store_file(
        db.session(),
        Actor.machine(town.body_id, "test"),
        town.app.extensions["storage"],
        io.BytesIO(content),
        NewFile(name, f"{name}.bin", kind),
        readers={PUBLIC},
        now=datetime(2026, 10, 1, tzinfo=UTC),
    )
    file.page_count = 2 if kind.endswith("pdf") else 1
    db.session().flush()
    return file


def _replace(town: DemoTown, identity: int) -> None:
    """The office exchanges the schedule; the worker compares both versions."""
    with town.app.app_context(), working_for(town.body_id), transaction() as session:
        kept = town.app.extensions["storage"].put(io.BytesIO(typeset(AFTER)))
        new = NewBytes(kept.sha512, kept.size, "Zeitplan.pdf", "application/pdf", "Der Bau verschiebt sich.")
        replace_file(session, Actor.machine(town.body_id, "test"), session.get_one(File, identity), new, now=now_utc())
    with town.app.app_context():
        town.app.extensions["worker"]().drain()


def test_old_and_new_stand_beside_each_other_and_nothing_jumps(
    plan: int, tablet: Tablet, server: TownProcess, lindenau: DemoTown
) -> None:
    page = tablet.page
    open_pack(tablet)
    page.get_by_role("button", name="Tages").click()
    page.get_by_role("button", name="Luftbild").click()
    expect(page.get_by_role("img", name="Bild: Luftbild")).to_be_visible()
    page.get_by_role("button", name="Tages").click()
    page.get_by_role("button", name="Zeitplan").click()
    drawn(page)
    identity = writes(tablet)
    two_texts_of_one_note(tablet, identity)
    an_item_is_called(tablet)
    tablet.state(SAVED)
    _replace(lindenau, plan)
    before = label(page)
    tablet.look_again()
    expect(page.get_by_text("Die Mappe wurde ergänzt oder geändert.")).to_be_visible()
    assert label(page) == before
    page.get_by_role("button", name="Jetzt zeigen").click()
    drawn(page)
    server.kill()
    with counted(Visit(page)) as found:
        page.get_by_role("button", name="Tages").click()
        page.get_by_role("button", name="Geänderte Seiten (1)").click()
    assert found.clicks <= 2
    page.get_by_role("button", name="Alt und neu nebeneinander").click()
    expect(page.locator(".reader-side canvas")).to_have_count(2)
    old, new = page.locator(".reader-side").all_text_contents()
    assert ("Baubeginn ist im Mai." in old, "erst im September" in new) == (True, True)
    assert Visit(page).axe_findings() == []
    page.keyboard.press("Escape")
    page.locator(".reader-note__open").first.click()
    expect(page.locator(".reader-bar")).to_contain_text("Geändert seit Ihrer letzten Lesung.")


def writes(tablet: Tablet) -> str:
    """A note on the second page, at words that will change; its id."""
    page = tablet.page
    page.get_by_role("button", name="Nächste Seite").click()
    page.locator(".page[data-page-number='2'] .textLayer span", has_text="Baubeginn").wait_for()
    page.get_by_role("button", name="Notiz", exact=True).click()
    page.get_by_label("Ihre Notiz").fill("Warum erst im Mai?")
    page.get_by_role("button", name="Fertig").click()
    expect(page.locator(".reader-note")).to_have_count(1)
    written: str = page.locator(".reader-note").get_attribute("data-key") or ""
    return written


def two_texts_of_one_note(tablet: Tablet, identity: str) -> None:
    """Both are shown; one is kept, the other can be had back."""
    page = tablet.page
    tablet.in_store(TWIN, identity)
    sides = page.locator(".reader-conflict__side")
    expect(sides).to_have_count(2)
    sides.filter(has_text="Warum erst im Mai?").get_by_role("button", name="Nur diese behalten").click()
    expect(sides).to_have_count(0)
    expect(page.locator(".reader-note")).to_have_count(1)
    page.keyboard.press("Escape")


def an_item_is_called(tablet: Tablet) -> None:
    """Told, not followed; silent for who wants it so."""
    page = tablet.page
    before = label(page)
    focus = page.evaluate("() => document.activeElement.className")
    meeting = int(page.url.rpartition("/")[2])
    tablet.in_store(CALL, meeting, tablet.in_store(ITEM))
    banner = page.locator(".reader-called")
    expect(banner).to_contain_text("Aufgerufen: TOP 6")
    assert (label(page), page.evaluate("() => document.activeElement.className")) == (before, focus)
    assert banner.get_attribute("role") == "status"
    page.get_by_role("button", name="Mehr").click()
    page.get_by_label("Ansagen aus").check()
    assert banner.get_attribute("role") != "status"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Zu TOP 6").click()
    expect(page.locator(".reader-label")).to_contain_text("TOP 6")
