"""What tells the four kinds of entries apart on the pages of the administration."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from ris.access.circles import ADMINISTRATION, PUBLIC
from ris.council import forms
from ris.council.models import LegislativeTerm, Location, Organization, Person
from ris.council.organization_settings import OrganizationSettings
from ris.web.answers import Answers

Entry = LegislativeTerm | Location | Organization | Person


@dataclass(frozen=True)
class AdminKind:
    """Words, form and template of a kind of entry."""

    word: str
    """In the address, and the name of the template."""
    many: str
    new: str
    help: str
    read: Callable[[Answers, Collection[int]], dict[str, Any]]
    """What was typed as values by column; the ids of places are what a form may choose."""
    fill: Callable[[Any], Answers]
    make: Callable[..., Entry]
    first: Answers
    """An empty form."""


KINDS = {
    kind.word: kind
    for kind in (
        AdminKind(
            "wahlperioden",
            "Wahlperioden",
            "Wahlperiode anlegen",
            "In Hessen fünf Jahre, vom 1. April an (§ 36 HGO, § 2 KWG).",
            lambda answers, _places: forms.term_values(answers),
            forms.term_answers,
            LegislativeTerm,
            Answers(),
        ),
        AdminKind(
            "gremien",
            "Gremien und Fraktionen",
            "Gremium anlegen",
            "Wer tagt, wie groß ein Gremium ist und was es bei jeder Sitzung braucht.",
            forms.organization_values,
            forms.organization_answers,
            Organization,
            Answers(
                {"typ": "Gremium", "uhrzeit": "18:00", "dauer": "120", "zaehlung": OrganizationSettings().numbering}
            ),
        ),
        AdminKind(
            "personen",
            "Personen",
            "Person anlegen",
            "Ihre Mandate stehen bei jeder Person und bleiben für immer nachlesbar.",
            lambda answers, _places: forms.person_values(answers),
            forms.person_answers,
            Person,
            Answers(),
        ),
        AdminKind(
            "orte",
            "Orte und Räume",
            "Ort anlegen",
            "Wo Sitzungen stattfinden.",
            lambda answers, _places: forms.place_values(answers),
            forms.place_answers,
            Location,
            Answers(),
        ),
    )
}
OF_PEOPLE = frozenset({"gremien", "personen"})
"""Kinds for which the office says who may see an entry; terms and places are for everybody."""
VISIBLE = "sichtbar"


def readers_from(word: str, answers: Answers) -> frozenset[str]:
    """Who may see a new entry: there is no default where people are concerned."""
    if word not in OF_PEOPLE:
        return frozenset({PUBLIC})
    choice = answers.typed(VISIBLE)
    if choice not in {"alle", "amt"}:
        answers.refuse(VISIBLE, "Bitte wählen Sie, wer den Eintrag sehen darf.")
    return frozenset({PUBLIC}) if choice == "alle" else frozenset({ADMINISTRATION})
