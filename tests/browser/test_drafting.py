"""A Magistratsvorlage from the first word to its number, and a Fraktion's motion, as the people themselves do it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser import steps
from tests.browser.conftest import Visiting
from tests.browser.visit import DESKTOP, PHONE, Visit
from tests.browser.working import AUTHOR, CLERK, FACTION, TREASURER, log_in, sound
from tests.documents.uploads import pdf


@contextmanager
def working(visit: Visiting, email: str, *, script: bool = True, size: tuple[int, int] = DESKTOP) -> Iterator[Visit]:
    """A window of somebody with an account; at the end nothing was to complain about."""
    with visit(script=script, size=size) as window:
        log_in(window, email)
        yield window
        assert window.complaints == []


def test_a_magistratsvorlage_travels_to_its_number_without_script(visit: Visiting, tmp_path: Path) -> None:
    """With script it travels in the journey (test_journey.py)."""
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(pdf())
    name = "Neue Bänke am Wehr"
    texts = {"proposal": "Am Wehr stehen **drei** Bänke.", "reasons": "# Lage\n\n- Es fehlen Bänke."}
    bench = steps.Proposal(
        name,
        "Fachbereich Bauen und Umwelt",
        (("Ausschuss für Bauen, Umwelt und Verkehr", "Entscheidung"),),
        "Thomas Engel",
        texts | {"finances": "1.800 Euro.", "climate": "Keine."},
    )
    with working(visit, AUTHOR, script=False) as window:
        identity = steps.begin_proposal(window, bench)
        steps.attach(window, plan)
        steps.send_round(window)
    with working(visit, TREASURER, script=False) as window:
        window.open(f"/vorlage/{identity}/mitzeichnen")
        steps.agree(window)
    with working(visit, CLERK, script=False) as window:
        window.open("/buero/vorlagen?stand=released")
        window.page.click(f"a:has-text('{name}')")
        window.page.click("button:has-text('Nummer vergeben')")
        told = window.page.locator("main").inner_text()
        assert "Die Vorlage hat die Nummer" in told or "wird noch geprüft" in told


def test_a_fraktion_hands_in_a_question_on_the_phone(visit: Visiting) -> None:
    with working(visit, FACTION, size=PHONE) as window:
        page = window.page
        window.open("/fraktion")
        sound(window)
        page.click("text=Anfrage einreichen")
        sound(window)
        steps.write(window, "Wann öffnet das Freibad?", {"d_questions": "Wann öffnet es?"})
        page.click("button:has-text('Anfrage einreichen')")
        assert page.title().startswith("Fehler: ")
        sound(window)
        page.select_option("select[name=d_answer]", "schriftlich")
        page.click("button:has-text('Anfrage einreichen')")
        assert "Eingangsbestätigung" in page.locator("main").inner_text()
        sound(window)
