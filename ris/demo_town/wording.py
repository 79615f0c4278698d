"""Words of the town's writings: placeholders, kinds, offices, amounts, dates."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ris.documents.pdf.letter import Letterhead
from ris.web.dates import plain_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from ris.demo_town.reading import PaperText
    from ris.demo_town.town import Town

HEADS = {
    "magistrat": "Der Magistrat",
    "stvv": "Stadtverordnetenversammlung",
}
ADDRESS = ("Rathausplatz 1 · 35999 Lindenau", "Telefon 069 90009-120", "sitzungsdienst@lindenau.example")
PLACEHOLDER = re.compile(r"\[\[(?P<kind>[a-z]+):(?P<value>[^\]]+)\]\]")
BUDGET_AHEAD = timedelta(days=200)
ROLES = {"obw": "Anhörung", "obh": "Anhörung", "stvv": "Entscheidung"}


def letterhead(town: Town, organization: str) -> Letterhead:
    """The head of a writing of an organization."""
    office = HEADS.get(organization) or town.organizations[organization].name or ""
    return Letterhead("Stadt Lindenau", office, ADDRESS)


def filled(town: Town, text: str) -> str:
    """A text with its placeholders told: ``[[nr:key]]``, ``[[tag:stvv -3]]``, ``[[jahr:-1]]``, ``[[haushalt:-1]]``."""
    told: dict[str, Callable[[str], str]] = {
        "nr": lambda key: town.papers[key].reference or "",
        "tag": lambda value: plain_day(town.calendar.day(value.split()[0], int(value.split()[1]))),
        "jahr": lambda value: str(town.calendar.plenaries[int(value)].year),
        "vorjahr": lambda value: str(town.calendar.plenaries[int(value)].year - 1),
        "haushalt": lambda value: str((town.calendar.plenaries[int(value)] + BUDGET_AHEAD).year),
    }
    return PLACEHOLDER.sub(lambda found: told[found["kind"]](found["value"]), text.strip())


def told(town: Town, text: PaperText) -> PaperText:
    """A paper's text with all placeholders told."""
    return replace(
        text,
        title=filled(town, text.title),
        summary=filled(town, text.summary),
        proposal=filled(town, text.proposal),
        reasons=filled(town, text.reasons),
        attachments=tuple(replace(each, name=filled(town, each.name)) for each in text.attachments),
    )


def role_of(organization: str, kind: str) -> str:
    """What an organization does with a paper."""
    if kind in {"Bericht", "Mitteilung", "Anfrage", "Antwort"}:
        return "Kenntnisnahme"
    return ROLES.get(organization, "Vorberatung")


def euros(amount: int) -> str:
    """``1.250.000 €``."""
    return f"{amount:,} €".replace(",", ".")


def counted_in(words: list[str]) -> str:
    """``A, B und C``."""
    return " und ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""
