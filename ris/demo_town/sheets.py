"""Writings of the town as letters: papers and their attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ris.demo_town import drawings
from ris.demo_town.reading import papers
from ris.demo_town.wording import euros, filled, letterhead, role_of
from ris.documents.pdf.blocks import Boxed, Facts, Heading, Prose, Signatures, Table
from ris.documents.pdf.letter import Letter
from ris.web.dates import plain_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, timedelta

    from ris.demo_town.reading import Attachment, PaperText, Revision
    from ris.demo_town.town import Town
    from ris.documents.pdf.blocks import Block

STATES = ("begonnen", "in Arbeit", "in Arbeit", "erledigt")
MOST_DECISIONS = 24
PROPOSAL_TITLES = {"Antrag": "Antrag", "Änderungsantrag": "Änderungsantrag", "Anfrage": "Fragen", "Antwort": "Antwort"}
REASON_TITLES = {"Bericht": "Bericht", "Mitteilung": "Mitteilung", "Anfrage": "Hintergrund", "Antwort": "Im Einzelnen"}


def paper_letter(town: Town, text: PaperText, reference: str, day: date, *, revision: Revision | None = None) -> Letter:
    """The main document of a paper."""
    said = text if revision is None else revision
    summary, proposal, reasons = (filled(town, words) for words in (said.summary, said.proposal, said.reasons))
    blocks: list[Block] = [Facts(_facts(town, text, reference, day))]
    if revision is not None:
        blocks.append(Boxed("Was ist neu in Fassung 2?", filled(town, revision.note)))
    if summary:
        blocks += [Heading("In Kürze"), Prose(summary)]
    if proposal:
        blocks.append(Boxed(PROPOSAL_TITLES.get(text.kind, "Beschlussvorschlag"), proposal))
    if reasons:
        blocks += [Heading(REASON_TITLES.get(text.kind, "Begründung")), Prose(reasons)]
    if text.attachments:
        blocks.append(Heading("Anlagen"))
        blocks.append(Prose("\n".join(f"- Anlage {n}: {each.name}" for n, each in enumerate(text.attachments, 1))))
    blocks.append(Signatures(_signers(town, text, day)))
    head = letterhead(town, "magistrat" if text.by in {"magistrat", ""} else text.by)
    return Letter(head, text.kind, f"Vorlage {reference}", text.title, tuple(blocks))


def _facts(town: Town, text: PaperText, reference: str, day: date) -> tuple[tuple[str, str], ...]:
    way = ", ".join(
        f"{town.organizations[name].name} ({role_of(name, text.kind)})"
        for name in dict.fromkeys(station.organization for station in text.way)
    )
    office = town.organizations[text.office].name if text.office else ""
    rows = [
        ("Nummer", reference),
        ("Datum", plain_day(day)),
        ("Eingebracht von", "Magistrat" if text.by == "magistrat" else town.organizations[text.by].name or ""),
        ("Federführung", office or ""),
        ("Beratungsfolge", way),
        ("Bezug", ", ".join(f"Vorlage {town.papers[key].reference}" for key in text.related if key in town.papers)),
        ("Vertraulichkeit", f"Nichtöffentlich. {text.closed_reason}" if text.closed_reason else ""),
    ]
    return tuple((label, words) for label, words in rows if words)


def _signers(town: Town, text: PaperText, day: date) -> tuple[tuple[str, str], ...]:
    chair = town.chair(text.by, day)
    return ((town.name(chair.person), chair.role),)


def attachment_letter(town: Town, text: PaperText, number: int, reference: str, day: date) -> Letter:
    """A document behind a paper; they are numbered from 1."""
    attachment = text.attachments[number - 1]
    head = letterhead(town, "magistrat" if text.by == "magistrat" else text.by)
    kind = f"Anlage {number} zu Vorlage {reference}"
    return Letter(head, kind, f"Anlage {number} zu {reference}", attachment.name, _blocks(town, attachment, day))


def _blocks(town: Town, attachment: Attachment, day: date) -> tuple[Block, ...]:
    """What an attachment shows, and the words below it."""
    values = attachment.values
    shown: dict[str, Callable[[], tuple[Block, ...]]] = {
        "plan": lambda: (drawings.site_plan(attachment.name, values),),
        "section": lambda: (drawings.cross_section(attachment.name, values["parts"]),),
        "chart": lambda: (drawings.bars(attachment.name, _told(town, values["rows"]), values["unit"]),),
        "turbines": lambda: (drawings.turbines(attachment.name, values["count"]),),
        "costs": lambda: (_costs(values["rows"]),),
        "table": lambda: (_table(town, values),),
        "decisions": lambda: (_decisions(town, day),),
        "report": lambda: tuple(
            block for part in values["parts"] for block in (Heading(part["title"]), Prose(filled(town, part["text"])))
        ),
    }
    words = (Prose(filled(town, values["text"])),) if "text" in values else ()
    return (*shown[attachment.kind](), *words)


def _told(town: Town, rows: list[tuple[str, float]]) -> list[tuple[str, float]]:
    return [(filled(town, str(label)), value) for label, value in rows]


def _decisions(town: Town, day: date) -> Table:
    """What the plenary had decided by a day, and what had become of it."""
    rows = []
    for text in papers():
        decided = [
            town.calendar.day("stvv", station.place)
            for station in text.way
            if station.organization == "stvv" and station.outcome in {"angenommen", "geändert"}
        ]
        paper = town.papers.get(text.key)
        if paper is not None and decided and decided[-1] < day and not text.closed_reason:
            rows.append((decided[-1], paper.reference or "", paper.name or ""))
    latest = sorted(rows)[-MOST_DECISIONS:]
    told = tuple((reference, name, f"{on:%d.%m.%Y}", _state(name, day - on)) for on, reference, name in latest)
    return Table(("Vorlage", "Beschluss", "vom", "Stand"), told, (0.14, 0.5, 0.17, 0.19))


def _state(name: str, age: timedelta) -> str:
    """Older decisions are mostly carried out; which of them are not is chance, the same every time."""
    return STATES[min(len(STATES) - 1, (age.days + sum(map(ord, name)) % 200) // 160)]


def _table(town: Town, values: dict[str, Any]) -> Table:
    header = tuple(filled(town, str(cell)) for cell in values["header"])
    rows = tuple(tuple(filled(town, str(cell)) for cell in row) for row in values["rows"])
    first = 0.4 if len(header) > 2 else 0.6  # noqa: PLR2004 - two columns share otherwise
    return Table(header, rows, (first, *((1 - first) / (len(header) - 1) for _ in header[1:])))


def _costs(rows: list[tuple[str, int]]) -> Table:
    total = sum(amount for _, amount in rows)
    lines = [(label, euros(amount)) for label, amount in rows]
    return Table(("Kosten (brutto)", "Betrag"), (*lines, ("Summe", euros(total))), (0.72, 0.28), total=True)
