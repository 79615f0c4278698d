"""The reader's screen on a tablet: reading on, marking, searching, drawing, taking along; by finger, by keyboard, without a server."""

import json
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.clicks import counted
from tests.browser.reading import lindenau, process, server, tablet
from tests.browser.tablet import SAVED, Tablet
from tests.browser.town_process import TownProcess
from tests.browser.visit import NARROWEST, PHONE, TABLET, Visit

__all__ = ["lindenau", "process", "server", "tablet"]

LANDSCAPE = (1180, 820)
SENTENCE = "Aus 14 Bewerbungen wurde ein Büro ausgewählt"
SELECT = """words => {
  const found = document.createTreeWalker(document.querySelector('.textLayer'), NodeFilter.SHOW_TEXT);
  for (let node = found.nextNode(); node; node = found.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    const { left, top, width, height } = range.getBoundingClientRect();
    const page = node.parentElement.closest('.page').getBoundingClientRect();
    return [left - page.left, top - page.top, width, height];
  }
  return null;
}"""
MARKS = """selector => [...document.querySelectorAll(selector)].map(mark => {
  const { left, top, width, height } = mark.getBoundingClientRect();
  const page = mark.closest('.page').getBoundingClientRect();
  return [left - page.left, top - page.top, width, height];
})"""
FIND = """async ([text, words]) => {
  const address = document.querySelector('script[type=module]').src.replace('app.js', 'finding.js')
  const { hitsIn, searchable, wantedIn } = await import(address)
  return hitsIn(searchable(text), wantedIn(words)).map(hit => hit.words)
}"""
WRITTEN_ANYHOW: tuple[tuple[str, str, list[str]], ...] = (
    ("Neue Straßen-\nbäume am Bach", "strassenbaeume", ["Straßen- bäume"]),
    ("Haushalts\xadplan und HAUSHALTSPLAN", "Haushaltsplan", ["Haushalts\xadplan", "HAUSHALTSPLAN"]),
    ("Der Rad-Weg am Café", "radweg am cafe", ["Rad-Weg am Café"]),
    ("Gebühr, Gebuehr", "gebühr", ["Gebühr", "Gebuehr"]),
    ("Der Weg", "Wagen", []),
)
TARGETS = """() => [...document.querySelectorAll('.reader button, .reader input, .reader-top a')]
  .filter(each => each.tabIndex >= 0 && each.getClientRects().length && !each.matches('.reader-choice input, .reader-grip'))
  .map(each => [each.getBoundingClientRect(), each.outerHTML.slice(0, 90)])
  .filter(([box]) => box.width < 43.5 || box.height < 43.5).map(([, html]) => html)"""


def open_pack(tablet: Tablet) -> None:
    """From the list into the pack, and wait for its first page."""
    tablet.page.get_by_role("link", name=re.compile("Mappe lesen")).first.click()
    drawn(tablet.page)


def drawn(page: Page) -> None:
    """A page with its text is there."""
    page.wait_for_function("() => document.querySelector('.textLayer span')?.getClientRects().length")


def label(page: Page) -> str:
    """Where the reader is."""
    return page.locator(".reader-label").inner_text()


def test_a_member_reads_marks_searches_and_takes_along(tablet: Tablet, server: TownProcess, tmp_path: Path) -> None:
    page = tablet.page
    open_pack(tablet)
    assert label(page) == "TOP 5 – 1/3"
    expect(page.locator(".reader-goto")).to_contain_text("von 18")
    server.kill()
    marks_a_sentence_in_two_clicks(tablet)
    searches_the_whole_pack(page)
    draws_and_takes_back(page)
    reads_what_is_closed(page)
    takes_the_pack_along(page, tmp_path)
    tablet.state("nur auf diesem Gerät")
    server.start()
    tablet.look_again()
    tablet.state(SAVED)
    shares_a_note(tablet)
    deletes_a_note_and_gets_it_back(page)


def marks_a_sentence_in_two_clicks(tablet: Tablet) -> None:
    """Flow 6: select, „Markieren“, type, „Fertig“; the mark lies where the words are, also after a zoom."""
    page = tablet.page
    with counted(Visit(page)) as found:
        words = page.evaluate(SELECT, SENTENCE)
        page.get_by_role("button", name="Markieren").click()
        page.get_by_label("Ihre Notiz").fill("Wer zahlt die Mehrkosten?")
        page.get_by_role("button", name="Fertig").click()
    assert found.clicks == 2
    expect(page.locator(".reader-note")).to_contain_text("Wer zahlt die Mehrkosten?")
    [mark] = page.evaluate(MARKS, ".reader-mark")
    assert mark == pytest.approx(words, abs=1.5)
    for _ in range(2):
        page.get_by_role("button", name="Größer", exact=True).click()
    page.wait_for_function("() => document.querySelector('.reader-mark')?.getClientRects()[0].width > 400")
    page.wait_for_function(f"() => {{ const select = {SELECT}; return select('{SENTENCE}') !== null }}")
    words = page.evaluate(SELECT, SENTENCE)
    [mark] = page.evaluate(MARKS, ".reader-mark")
    assert mark == pytest.approx(words, abs=2.5)
    page.evaluate("() => getSelection().removeAllRanges()")
    page.keyboard.press("Escape")


def searches_the_whole_pack(page: Page) -> None:
    """Hits by item, whatever the case, umlauts and hyphens; Enter jumps and shows the words."""
    for text, words, found in WRITTEN_ANYHOW:
        assert page.evaluate(FIND, [text, words]) == found, words
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("searchbox").fill("foerdermittel")
    expect(page.locator(".reader-hits h3").first).to_contain_text("TOP 5")
    page.get_by_role("searchbox").fill("VORKAUFSRECHT")
    expect(page.locator(".reader-hits mark").first).to_have_text(re.compile("vorkaufsrecht", re.IGNORECASE))
    page.keyboard.press("Enter")
    expect(page.locator(".reader-hit").first).to_be_visible()
    assert "TOP 15" in label(page)
    page.get_by_role("searchbox").fill("xyzunsinn")
    expect(page.get_by_text("Keine Treffer für „xyzunsinn“.")).to_be_visible()
    page.keyboard.press("Escape")


def draws_and_takes_back(page: Page) -> None:
    """The mouse draws while the tool is on; a stroke is taken back and comes again; a finger never draws."""
    page.get_by_role("spinbutton", name="Seite der Mappe").or_(page.get_by_label("Seite der Mappe")).fill("2")
    page.keyboard.press("Enter")
    expect(page.locator(".reader-label")).to_have_text("TOP 5 – 2/3")
    drawn(page)
    page.get_by_role("button", name="Stift").click()
    box = page.locator(".page").first.bounding_box()
    assert box is not None
    strokes = page.locator(".reader-ink path")
    for offset in (0, 60):
        page.mouse.move(box["x"] + 120, 260 + offset)
        page.mouse.down()
        for step in range(12):
            page.mouse.move(box["x"] + 120 + 20 * step, 260 + offset + (step % 3) * 8)
        page.mouse.up()
        expect(strokes).to_have_count(1 + offset // 60)
    page.touchscreen.tap(box["x"] + 300, 500)
    page.get_by_role("button", name="Strich zurücknehmen").click()
    expect(strokes).to_have_count(1)
    page.get_by_role("button", name="Strich wiederherstellen").click()
    expect(strokes).to_have_count(2)
    page.get_by_role("button", name="Stift").click()


def reads_what_is_closed(page: Page) -> None:
    """Words, lock, bar and the reader's name; and the sentence of discretion."""
    page.get_by_role("button", name="Tages").click()
    page.locator(".reader-item--closed .reader-document").first.click()
    drawn(page)
    expect(page.locator(".reader-bar")).to_contain_text(
        "Diese Unterlagen sind vertraulich. Die Verschwiegenheit gilt auch"
    )
    expect(page.locator(".reader-watermark").first).to_contain_text("Martina Hollerbach")


def takes_the_pack_along(page: Page, folder: Path) -> None:
    """„Mappe mit Notizen“ and the notes alone, made without the server; other tools read them."""
    page.get_by_role("button", name="Mehr").click()
    with page.expect_download(timeout=120_000) as waiting:
        page.get_by_role("button", name="Mappe mit Notizen (PDF)").click()
    waiting.value.save_as(folder / "mappe.pdf")
    with pikepdf.open(folder / "mappe.pdf") as pack:
        found = [(number, note) for number, sheet in enumerate(pack.pages, 1) for note in sheet.get("/Annots", [])]
        kinds = {str(note.Subtype): number for number, note in found if "/Subtype" in note}
        assert kinds.get("/Highlight") == 1
        assert kinds.get("/Ink") == 2
        [mark] = [note for _, note in found if note.get("/Subtype") == "/Highlight"]
        assert str(mark.Contents) == "Wer zahlt die Mehrkosten?"
        area = [float(each) for each in mark.Rect.as_list()]
    with pypdfium2.PdfDocument(folder / "mappe.pdf") as pack:
        assert len(pack) == 19
        text = pack[0].get_textpage()
        assert text.get_text_bounded(*area).strip().rstrip(",") == SENTENCE
        assert "Wer zahlt die Mehrkosten?" in pack[18].get_textpage().get_text_range()
    for name, ending in (("Nur die Notizen (Text)", "txt"), ("Nur die Notizen (Daten)", "json")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        waiting.value.save_as(folder / f"notizen.{ending}")
    assert "TOP 5 – 1/3\r\n" in (folder / "notizen.txt").read_bytes().decode()
    notes: dict[str, Any] = json.loads((folder / "notizen.json").read_text())
    assert [each["motivation"] for each in notes["items"]] == ["commenting", "drawing"]
    page.keyboard.press("Escape")


def shares_a_note(tablet: Tablet) -> None:
    """Private until its writer says so; the server takes what the screen offers."""
    page = tablet.page
    page.get_by_role("button", name="Notizen", exact=True).click()
    page.get_by_role("button", name="Notiz ändern: TOP 5 – 1/3").click()
    page.get_by_text("Sichtbar nur für mich").click()
    page.get_by_label("meine Fraktion").check()
    expect(page.locator(".reader-visibility summary")).to_contain_text("für meine Fraktion")
    page.get_by_role("button", name="Fertig").click()
    shared = page.locator(".reader-note").filter(has_text="Wer zahlt die Mehrkosten?")
    expect(shared).to_contain_text("Sichtbar für meine Fraktion")
    expect(shared).not_to_contain_text("nur auf diesem Gerät")
    tablet.state(SAVED)


def deletes_a_note_and_gets_it_back(page: Page) -> None:
    """„Rückgängig“ instead of „Wirklich?“."""
    notes = page.locator(".reader-note")
    expect(notes).to_have_count(2)
    page.get_by_role("button", name="Notiz löschen: TOP 5 – 1/3").click()
    expect(notes).to_have_count(1)
    page.get_by_role("button", name="Rückgängig").click()
    expect(notes).to_have_count(2)


def test_the_screen_is_sound_in_all_sizes_and_colours_and_by_keyboard(tablet: Tablet) -> None:
    page = tablet.page
    page.reload()
    with counted(Visit(page)) as found:
        tablet.unlock()
        open_pack(tablet)
    assert found.clicks <= 2, "flow 5: unlock, read"
    reads_by_keyboard_alone(page)
    window = Visit(page)
    for size in (TABLET, LANDSCAPE, PHONE, NARROWEST):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for name in ("Notizen", "Suchen", "Mehr"):
            page.get_by_role("button", name=name, exact=True).click()
            assert window.sideways_scroll()[0] == 0, (size, name)
            assert page.evaluate(TARGETS) == [], (size, name)
            if size in (TABLET, NARROWEST):
                assert window.axe_findings() == [], (size, name)
            page.keyboard.press("Escape")
        expect(page.get_by_role("link", name="Mappe schließen")).to_be_visible()
    page.set_viewport_size({"width": TABLET[0], "height": TABLET[1]})
    page.get_by_role("button", name="Tages").click()
    assert window.axe_findings() == []
    page.emulate_media(color_scheme="dark")
    assert window.axe_findings() == []
    page.emulate_media(color_scheme="light", forced_colors="active")
    assert window.axe_findings() == []
    page.emulate_media(color_scheme="light", forced_colors="none")


def reads_by_keyboard_alone(page: Page) -> None:
    """The path of docs/reader-screen.md: turn, go to a page, write a note, find it in the list, close."""
    page.locator(".reader-pages").focus()
    page.keyboard.press("PageDown")
    expect(page.locator(".reader-label")).to_have_text("TOP 5 – 2/3")
    page.keyboard.press("g")
    page.keyboard.type("17\n")
    expect(page.locator(".reader-label")).to_have_text("TOP 15 – 1/2")
    drawn(page)
    expect(page.locator(".reader-pages")).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_label("Ihre Notiz")).to_be_focused()
    page.keyboard.type("Im Ausschuss nachfragen")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    written = page.locator(".reader-note", has_text="Im Ausschuss nachfragen")
    expect(written).to_be_visible()
    written.get_by_role("button", name="Notiz löschen").press("Enter")
    expect(written).to_have_count(0)  # the town is there for other tests too
    page.keyboard.press("Escape")
    expect(page.locator("#reader-panel")).to_be_hidden()
