"""The invitation as a writing: what the tagged PDF says, and how it is drawn before anything is saved."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ris.documents.building import NotBuilt, build_letter
from ris.documents.pack import PackPlan, PackSection, Wording
from ris.web.addresses import address_of
from ris.web.dates import full_moment, long_day, time_span

if TYPE_CHECKING:
    from datetime import datetime

    from ris.meetings.check_facts import ItemFacts
    from ris.meetings.queries.desk import Desk

FOR_INVITED = "Nur für die Eingeladenen. Die Verschwiegenheit gilt auch für Notizen und Ausdrucke (§ 24 HGO)."
PROPOSED = "Vorschlag: ohne Publikum beraten (§ 52 Abs. 1 HGO)"


def invitation_pdf(desk: Desk, *, town: str, public_url: str, signed_by: str, now: datetime) -> bytes | None:
    """The letter of an agenda as it stands; None where this machine cannot draw tagged PDFs."""
    supplement = desk.supplement
    kind = f"{supplement.number}. Nachtrag zur Einladung" if supplement else "Einladung"
    before = tuple(part for part in (desk.facts.text, supplement.reason if supplement else "") if part.strip())
    opening = "hiermit ergänze ich die Tagesordnung." if supplement else "hiermit lade ich Sie zu dieser Sitzung ein."
    wording = Wording(
        kind,
        before=("Sehr geehrte Damen und Herren,", opening, *before),
        after=("Mit freundlichen Grüßen", signed_by),
    )
    plan = agenda_plan(desk, town=town, public_url=public_url, audience=FOR_INVITED, as_of=full_moment(now))
    return draw(plan, wording)


def agenda_plan(
    desk: Desk, *, town: str, public_url: str, audience: str, as_of: str, public_only: bool = False
) -> PackPlan:
    """The agenda as a plan to draw."""
    start = desk.meeting.start
    items = [item for item in desk.facts.items if item.public or not public_only]
    lines = (f"{long_day(start)}, {time_span(start, None)}" if start else "", desk.facts.place)
    return PackPlan(
        body=town,
        title=desk.meeting.name or "Sitzung",
        lines=tuple(line for line in lines if line),
        address=f"{public_url}{address_of('meeting', desk.meeting.id)}",
        audience=audience,
        as_of=as_of,
        sections=tuple(_section(item) for item in items),
    )


def _section(item: ItemFacts) -> PackSection:
    paper = f"Vorlage {item.paper.reference}" if item.paper else ""
    notes = (paper, PROPOSED if not item.public else "")
    return PackSection(item.number, item.name, note="; ".join(note for note in notes if note), closed=not item.public)


def draw(plan: PackPlan, wording: Wording) -> bytes | None:
    """The tagged PDF's bytes; None where the library for it is missing."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "letter.pdf"
        try:
            build_letter(plan, wording, target)
        except NotBuilt:
            return None
        return target.read_bytes()
