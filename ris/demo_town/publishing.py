"""What two people of the session office have in hand: a publication that waits, a document replaced; a Fraktion's notes.

A paper withdrawn with its reason is part of the town's history (matters/stadtleben.toml, papers.py).
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.accounts.models import User
from ris.accounts.queries import actor_for
from ris.demo_town.drafts import FACTION, MOTION
from ris.demo_town.reading import papers
from ris.demo_town.sheets import attachment_letter
from ris.documents.extraction import extract_text
from ris.documents.models import File, Paper, PaperFile
from ris.documents.pdf.letter import draw_letter
from ris.documents.services.reading import keep_text
from ris.documents.services.replacing import NewBytes
from ris.factions.queries import prepared_agendas
from ris.factions.services import NoteOf, NoteWords, save_note
from ris.publication.plans import plan_for_paper
from ris.publication.publishing import confirm_publication, prepare_publication
from ris.publication.replacing import propose_replacement
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from ris.access.actor import Actor
    from ris.demo_town.town import Town

    PathOf = Callable[[str], Path]

ADDRESS = "http://localhost"
OFFICE, SECOND = "sitzungsdienst@lindenau.example", "vertretung@lindenau.example"
CORRECTED, SHEET = "feuerwehr-entwurf", 2
"""The paper with a wrong sheet, and which of its sheets it is."""
SWAPPED = ("Außenanlagen", "Ausstattung")
REASON = "Die Beträge für Außenanlagen und Ausstattung waren vertauscht. Die Summe bleibt gleich."
NOTES = (
    NoteWords("Jule Brandt bereitet vor", "Zustimmung", "Wer spricht?", "Kurz halten; im Ausschuss war alles gesagt."),
    NoteWords(line="Enthaltung, wenn die Kosten offen bleiben", unsettled="Kosten beim Fachbereich erfragen"),
)


def publish_by_two(town: Town, path_of: PathOf, *, now: datetime) -> None:
    """Call it when the accounts and the drafts are there; ``path_of``: where the bytes of a digest lie."""
    second, office = _account(town, SECOND), _account(town, OFFICE)
    _wait_for_the_second(town, second, now)
    _replace_a_sheet(town, second, office, path_of, now)
    _note_for_the_fraktion(town, now)


def _wait_for_the_second(town: Town, second: Actor, now: datetime) -> None:
    """A Fraktion's motion is to become public; who looks as the session office can confirm it."""
    motion = town.session.scalars(select(Paper).where(Paper.name == MOTION.name)).one()
    plan = plan_for_paper(town.session, second, motion.id)
    if plan is not None:
        chosen = [row.facts.key for row in plan.offered]
        prepare_publication(town.session, second, plan, chosen, looked=True, now=now)


def _replace_a_sheet(town: Town, second: Actor, office: Actor, path_of: PathOf, now: datetime) -> None:
    session, paper = town.session, town.papers[CORRECTED]
    file = session.scalars(
        select(File)
        .join(PaperFile, PaperFile.file_id == File.id)
        .where(PaperFile.paper_id == paper.id, PaperFile.position == SHEET)
    ).one()
    stored = town.storage.put(io.BytesIO(_corrected(town, paper)))
    name = file.file_name or "unterlage.pdf"
    new = NewBytes(stored.sha512, stored.size, name, "application/pdf", REASON)
    proposal = propose_replacement(session, second, file, new, address=ADDRESS, now=now)
    if proposal is not None:
        confirm_publication(session, office, proposal, now=now)
    keep_text(session, file.id, stored.sha512, extract_text(path_of(stored.sha512)), now=now)


def _corrected(town: Town, paper: Paper) -> bytes:
    """The sheet with two amounts in their right places."""
    text = next(each for each in papers() if each.key == CORRECTED)
    wrong = text.attachments[SHEET - 1]
    amounts = dict(wrong.values["rows"])
    one, other = SWAPPED
    amounts[one], amounts[other] = amounts[other], amounts[one]
    values: dict[str, Any] = {**wrong.values, "rows": list(amounts.items())}
    sheets = [*text.attachments]
    sheets[SHEET - 1] = replace(wrong, values=values)
    day = paper.date or local_day(paper.created)
    written = replace(text, attachments=tuple(sheets))
    return draw_letter(attachment_letter(town, written, SHEET, paper.reference or "", day)).content


def _note_for_the_fraktion(town: Town, now: datetime) -> None:
    """What a Fraktion prepares for the next agenda; nobody outside it reads a word."""
    user = town.session.scalars(select(User).where(User.person_id == town.persons[FACTION].id)).one()
    staff, faction = actor_for(town.session, user), town.organizations["sol"].id
    agendas = prepared_agendas(town.session, staff, faction, local_day(now))
    items = [each.item for agenda in agendas for each in agenda.items if each.item.papers]
    for item, words in zip(items, NOTES, strict=False):
        save_note(town.session, staff, NoteOf(faction, item.id), words, saves=0, now=now)


def _account(town: Town, email: str) -> Actor:
    return actor_for(town.session, town.session.scalars(select(User).where(User.email == email)).one())
