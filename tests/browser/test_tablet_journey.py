"""Invited, replied, read on the train, supplement, notes at their places, sitting, export, logout: at 820×1180."""

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.browser import steps
from tests.browser.sitting import PAPER, Sitting, a_sitting, typeset
from tests.browser.tablet import SAVED
from tests.browser.working import COMMITTEE_CHAIR, sound

LATE = "Bericht über den Wasserschaden in der Musikschule"
CLOSED = "Personalwechsel in der Musikschule"
KEPT = "Das Orchester probt jeden Dienstag im Saal der alten Molkerei."
REWRITTEN = "Der Zuschuss beträgt zwölftausend Euro im Jahr und wird in zwei Raten gezahlt."
BEFORE = "Die Stadt fördert das Jugendorchester seit dem Jahr seiner Gründung, zuletzt mit einer Pauschale."
BEHIND = "Die Musikschule stellt Noten, Pulte und den Flügel; die Fahrten zahlt der Verein der Freunde."
REMOVED = "Ein Vergleich mit den Nachbarstädten liegt als Tabelle bei."
FIRST = (
    ("Kostenplan Jugendorchester", KEPT, "Es hat vierunddreißig Mitglieder."),
    ("Zuschuss", BEFORE, REWRITTEN, BEHIND),
    ("Vergleich", REMOVED, "Er stammt aus dem Sommer."),
)
SECOND = (
    ("Vorbemerkung", "Die Zahlen wurden mit der Kämmerei abgestimmt.", "Sie gelten ab Januar."),
    FIRST[0],
    ("Zuschuss", BEFORE, REWRITTEN.replace("zwölf", "fünfzehn"), BEHIND),
)
WHY = "Die Kämmerei hat neu gerechnet."
REPLY = re.compile(r"http://[^/\s]+(/rueckmeldung/\S+)")
SELECT = """words => {
  const span = [...document.querySelectorAll('.textLayer span')].find(each => each.textContent.includes(words))
  if (!span) return false
  const range = document.createRange()
  range.selectNodeContents(span)
  getSelection().removeAllRanges()
  getSelection().addRange(range)
  return true
}"""


@pytest.fixture
def sitting(browser: Browser, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    with a_sitting(browser, tmp_path, tmp_path_factory, FIRST) as house:
        yield house


@pytest.mark.timeout(600)
def test_a_member_goes_through_a_sitting_with_the_tablet(sitting: Sitting, tmp_path: Path) -> None:
    is_invited(sitting)
    replies_from_the_mail(sitting)
    reads_on_the_train(sitting)
    a_supplement_arrives(sitting)
    finds_the_notes_again(sitting)
    sits(sitting)
    exports(sitting, tmp_path)
    logs_out(sitting)
    assert sitting.tablet.complaints == []


def is_invited(house: Sitting) -> None:
    """The office builds the agenda with a closed item, the chair approves, the letter is in the box."""
    window = house.at(house.clerk, f"{house.meeting}/bearbeiten")
    for name in (PAPER, CLOSED):
        steps.take_up(window, name)
    steps.note_agreement(window)
    house.at(house.chair, f"{house.meeting}/freigeben")
    steps.approve(house.chair)
    house.work()
    assert len(house.letters("Einladung")) == 1


def replies_from_the_mail(house: Sitting) -> None:
    """One tap, on a device that is not logged in."""
    link = REPLY.search(house.letters("Einladung")[0])
    assert link is not None
    page = house.tablet.page
    page.goto(link[1])
    page.get_by_role("button", name="Ich komme", exact=True).click()
    expect(page.locator("main")).to_contain_text("Ihre Antwort: Ich komme")


def reads_on_the_train(house: Sitting) -> None:
    """Two taps from the own area into the pack; then the server dies, and everything goes on."""
    tablet, page = house.tablet, house.tablet.page
    tablet.log_in(COMMITTEE_CHAIR)
    tablet.set_up()
    tablet.is_installed()
    tablet.state(SAVED)
    open_the_pack(house)
    whole = "return store.packs().find(pack => `/sitzung/${pack.meeting}` === given[0]).saved.whole"
    tablet.until(lambda: bool(tablet.in_store(whole, house.meeting)))
    for desk in (house.clerk, house.chair):
        desk.page.goto("about:blank")  # they would ask the dead server now and then
    house.process.kill()
    page.reload()
    tablet.unlock()
    for text, words in ((KEPT, "Wer zahlt die Heizung?"), (REWRITTEN, "Zwei Raten: wann?"), (REMOVED, "Quelle?")):
        write_at(house, text, words)
    tablet.state("3 Änderungen nur auf diesem Gerät")
    page.reload()
    tablet.unlock()
    tablet.state("3 Änderungen nur auf diesem Gerät")
    house.process.start()
    tablet.look_again()
    tablet.state(SAVED)


def open_the_pack(house: Sitting) -> None:
    """The list, then the pack of this meeting."""
    page = house.tablet.page
    page.locator(f"a[href='{house.meeting.replace('/sitzung/', '/mappe/')}']").click()
    expect(page.get_by_role("link", name="Mappe schließen")).to_be_visible()


def turn_to(house: Sitting, text: str) -> None:
    """The page with these words: by the search of the pack, as there are many."""
    page = house.tablet.page
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("searchbox").fill(text[:40])
    page.keyboard.press("Enter")
    page.wait_for_function("words => document.querySelector('.pdfViewer')?.textContent.includes(words)", arg=text)


def write_at(house: Sitting, text: str, words: str) -> None:
    """Flow 6: select, „Markieren“, type."""
    page = house.tablet.page
    turn_to(house, text)
    page.wait_for_function(SELECT, arg=text)
    page.get_by_role("button", name="Markieren").click()
    page.get_by_label("Ihre Notiz").fill(words)
    page.get_by_role("button", name="Fertig").click()
    expect(page.get_by_label("Ihre Notiz")).to_have_count(0)  # closed when it is kept


def a_supplement_arrives(house: Sitting) -> None:
    """Another item, and another version of the document that was read."""
    window = house.at(house.clerk, f"{house.document}/ersetzen")
    new: FilePayload = {"name": "kostenplan.pdf", "mimeType": "application/pdf", "buffer": typeset(SECOND)}
    window.page.set_input_files("input[type=file]", new)
    window.page.get_by_label("Grund").fill(WHY)
    window.page.get_by_role("main").get_by_role("button", name="Ersetzen").click()
    expect(window.page.get_by_text("Ersetzt.")).to_be_visible()
    window = house.at(house.clerk, f"{house.meeting}/nachtrag")
    page = window.page
    page.check("input[name=kind][value=supplement]")
    page.fill("textarea[name=reason]", "Der Antrag kam nach der Einladung.")
    page.get_by_role("button", name="Nachtrag beginnen").click()
    page.get_by_text("Punkt ohne Vorlage").click()
    page.fill("input[name=name]", LATE)
    page.get_by_role("button", name="In den Nachtrag aufnehmen").click()
    expect(page.get_by_role("status").first).to_contain_text("in den Nachtrag")
    chair = house.at(house.chair, f"{house.meeting}/nachtrag")
    chair.page.get_by_role("button", name="Nachtrag an").click()
    expect(chair.page.get_by_text("Der Nachtrag ist festgehalten")).to_be_visible()
    house.work()
    assert len(house.letters("Nachtrag")) == 1


def finds_the_notes_again(house: Sitting) -> None:
    """One stays where it was said, one says that its text has changed, one is kept without a place."""
    tablet, page = house.tablet, house.tablet.page
    page.get_by_role("link", name="Mappe schließen").click()
    tablet.is_matched_again()
    open_the_pack(house)
    page.get_by_role("button", name="Notizen", exact=True).click()
    kept = page.locator(".reader-note").filter(has_text="Wer zahlt die Heizung?")
    changed = page.locator(".reader-note").filter(has_text="Zwei Raten: wann?")
    # The page before it is "0a" now: others may have the first version on paper.
    expect(kept).to_contain_text("TOP 6 – 1/3")
    expect(kept).not_to_contain_text("Text wurde geändert")
    expect(changed).to_contain_text("Text wurde geändert")
    expect(page.locator(".reader-tray")).to_contain_text("1 Notiz ohne Fundstelle")
    expect(page.locator(".reader-tray")).to_contain_text("Quelle?")
    told = house.at(house.chair, "/mein").page.locator("main").inner_text()
    assert "2 Ihrer Notizen betreffen geänderte Stellen" in told.replace("\xad", "")


def sits(house: Sitting) -> None:
    """The office calls an item; the tablet says so and does not jump."""
    page = house.tablet.page
    house.the_day_comes()
    before = page.locator(".reader-label").inner_text()
    window = house.at(house.clerk, f"{house.meeting}/aufruf")
    window.page.get_by_role("button", name=re.compile("^Nächster")).click()
    sound(window)
    expect(page.get_by_text("Aufgerufen: TOP 1")).to_be_visible(timeout=60_000)
    assert page.locator(".reader-label").inner_text() == before


def exports(house: Sitting, folder: Path) -> None:
    """The pack with the notes in it, made on the device."""
    page = house.tablet.page
    page.get_by_role("button", name="Mehr").click()
    with page.expect_download(timeout=120_000) as waiting:
        page.get_by_role("button", name="Mappe mit Notizen (PDF)").click()
    waiting.value.save_as(folder / "mappe.pdf")
    with pypdfium2.PdfDocument(folder / "mappe.pdf") as pack:
        text = " ".join(page.get_textpage().get_text_range() for page in pack)
    assert KEPT in text
    assert [words in text for words in ("Wer zahlt die Heizung?", "Zwei Raten: wann?", "Quelle?")] == [True] * 3


def logs_out(house: Sitting) -> None:
    """Nothing stays on the device."""
    tablet, page = house.tablet, house.tablet.page
    page.get_by_role("link", name="Mappe schließen").click()
    page.get_by_text("Abmelden", exact=True).click()
    page.get_by_role("button", name="Abmelden und alles hier löschen").click()
    expect(page.get_by_text("Auf diesem Gerät ist nichts mehr gespeichert.")).to_be_visible()
    assert tablet.names_on_disk()["databases"] == []
