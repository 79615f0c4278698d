"""A Magistratsvorlage from the first word to its number, and a Fraktion's motion, as the people themselves do it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ris.demo import PASSWORD
from tests.browser.conftest import Visiting
from tests.browser.visit import DESKTOP, PHONE, Visit
from tests.documents.uploads import pdf

AUTHOR, TREASURER = "ricarda.vogt@lindenau.example", "thomas.engel@lindenau.example"
CLERK, FACTION = "sitzungsdienst@lindenau.example", "jule.brandt@lindenau.example"


@contextmanager
def working(visit: Visiting, email: str, *, script: bool = True, size: tuple[int, int] = DESKTOP) -> Iterator[Visit]:
    """A window of somebody with an account; at the end nothing was to complain about."""
    with visit(script=script, size=size) as window:
        window.open("/anmelden")
        window.page.fill("input[name=email]", email)
        window.page.fill("input[name=password]", PASSWORD)
        window.page.click("main button[type=submit]")
        window.page.wait_for_load_state("networkidle")
        yield window
        assert window.complaints == []


def sound(window: Visit) -> None:
    assert window.axe_findings() == []
    assert window.sideways_scroll()[0] <= 0


def write(window: Visit, name: str, texts: dict[str, str]) -> None:
    window.page.fill("input[name=name]", name)
    for field, text in texts.items():
        window.page.fill(f"textarea[name={field}]", text)
    window.page.check("input[name=sichtbar][value=oeffentlich]")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_magistratsvorlage_travels_from_draft_to_its_number(visit: Visiting, tmp_path: Path, script: bool) -> None:
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(pdf())
    name = f"Neue Bänke am Wehr {'mit' if script else 'ohne'} Lehne"
    with working(visit, AUTHOR, script=script) as window:
        page = window.page
        window.open("/vorlage/neu")
        page.check("input[name=art][value=proposal]")
        page.fill("input[name=name]", name)
        page.select_option("select[name=stelle]", label="Fachbereich Bauen und Umwelt")
        page.click("main form button[type=submit]")
        texts = {
            "proposal": "Am Wehr stehen **drei** Bänke.",
            "reasons": "# Lage\n\n- Es fehlen Bänke.",
            "climate": "Keine.",
        }
        write(window, name, texts | {"finances": "1.800 Euro."})
        page.set_input_files("input[name=datei]", plan)
        page.check("input[name=datei_sichtbar][value=oeffentlich]")
        page.select_option("select[name=weg_1_gremium]", index=1)
        page.select_option("select[name=weg_1_aufgabe]", "Entscheidung")
        page.select_option("select[name=mz_1_person]", label="Thomas Engel")
        page.click("button:has-text('Hochladen und speichern')")
        assert "Gespeichert um" in page.locator("main").inner_text()
        identity = page.url.split("/vorlage/")[1].split("/")[0]
        if script:
            sound(window)
        page.click("button:has-text('Zur Mitzeichnung geben')")
        assert "In Mitzeichnung" in page.locator("main").inner_text()
    with working(visit, TREASURER, script=script) as window:
        window.open(f"/vorlage/{identity}/mitzeichnen")
        if script:
            sound(window)
        window.page.check("input[name=verdict][value=agreed]")
        window.page.click("button:has-text('Entscheidung festhalten')")
        assert "Ihre Mitzeichnung ist festgehalten" in window.page.locator("main").inner_text()
    with working(visit, CLERK, script=script) as window:
        window.open("/buero/vorlagen?stand=released")
        if script:
            sound(window)
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
        page.fill("input[name=name]", "Wann öffnet das Freibad?")
        page.click("main form button[type=submit]")
        sound(window)
        write(window, "Wann öffnet das Freibad?", {"d_questions": "Wann öffnet es?", "reasons": "Der Sommer kommt."})
        page.select_option("select[name=d_answer]", "schriftlich")
        page.click("button:has-text('Prüfen und einreichen')")
        sound(window)
        page.click("button:has-text('Anfrage einreichen')")
        assert "Eingangsbestätigung" in page.locator("main").inner_text()
        sound(window)
