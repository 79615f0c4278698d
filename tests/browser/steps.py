"""What people do at their desks, step by step: the office's journeys and their budgets are made of these."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.visit import Visit


@dataclass(frozen=True)
class Proposal:
    """A Magistratsvorlage as a department writes it."""

    name: str
    department: str
    way: tuple[tuple[str, str], ...]
    """Body and what it does with the paper, in order."""
    signer: str
    texts: dict[str, str]


def write(window: Visit, name: str, texts: dict[str, str]) -> None:
    """Fill the form of a paper that is meant for the public."""
    window.page.fill("input[name=name]", name)
    for field, text in texts.items():
        window.page.fill(f"textarea[name={field}]", text)
    window.page.check("input[name=sichtbar][value=oeffentlich]")


def begin_proposal(window: Visit, wanted: Proposal) -> str:
    """Begin, write and save; the first part of its address."""
    page = window.page
    window.open("/vorlage/neu")
    page.check("input[name=art][value=proposal]")
    page.fill("input[name=name]", wanted.name)
    page.select_option("select[name=stelle]", label=wanted.department)
    page.click("main form button[type=submit]")
    write(window, wanted.name, wanted.texts)
    for number, (body, role) in enumerate(wanted.way, 1):
        page.select_option(f"select[name=weg_{number}_gremium]", label=body)
        page.select_option(f"select[name=weg_{number}_aufgabe]", role)
        page.click("button:has-text('Weg speichern')")
    page.select_option("select[name=mz_1_person]", label=wanted.signer)
    save(window)
    return page.url.split("/vorlage/")[1].split("/")[0]


def save(window: Visit) -> None:
    """Save the paper that is being written."""
    window.page.click(".ris-desk__save button")
    expect(window.page.get_by_text("Gespeichert um").first).to_be_visible()


def attach(window: Visit, file: Path, *, closed_because: str = "") -> None:
    """Put a file to the paper that is being written."""
    page = window.page
    page.set_input_files("input[name=datei]", file)
    page.check(f"input[name=datei_sichtbar][value={'nichtoeffentlich' if closed_because else 'oeffentlich'}]")
    if closed_because:
        page.fill("input[name=datei_grund]", closed_because)
    page.click("button:has-text('Hochladen und speichern')")
    expect(page.get_by_text("Gespeichert um").first).to_be_visible()


def send_round(window: Visit) -> None:
    """Give the paper to those who sign."""
    window.page.click("button:has-text('Zur Mitzeichnung geben')")
    expect(window.page.get_by_text("In Mitzeichnung").first).to_be_visible()


def agree(window: Visit) -> None:
    """Sign the paper whose page is open."""
    window.page.check("input[name=verdict][value=agreed]")
    window.page.click("button:has-text('Entscheidung festhalten')")
    expect(window.page.get_by_text("Ihre Mitzeichnung ist festgehalten").first).to_be_visible()


def take_up(window: Visit, name: str) -> None:
    """Put a paper of the pool on the agenda: one click."""
    window.page.get_by_role("button", name=re.compile(f"Aufnehmen.*{re.escape(name)}")).click()
    expect(window.page.get_by_role("status").first).to_contain_text("steht jetzt als TOP")


def note_agreement(window: Visit) -> None:
    """Write down that the agenda was agreed upon today, as the law asks for."""
    page = window.page
    page.fill("input[name=agreed_on]", page.evaluate("new Date().toISOString().slice(0, 10)"))
    page.get_by_role("button", name="Angaben speichern").click()
    expect(page.get_by_text("Die Angaben zur Einladung sind gespeichert.")).to_be_visible()


def approve(window: Visit) -> None:
    """Approve the agenda whose page is open, and invite: two clicks."""
    page = window.page
    page.get_by_role("link", name="Freigeben und einladen").click()
    page.get_by_role("button", name=re.compile("Personen einladen")).click()
    page.wait_for_url("**/einladung", timeout=60_000)
    expect(page.get_by_text("Personen sind eingeladen.")).to_be_visible()
