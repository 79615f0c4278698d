"""Forms of the register: what was typed becomes values by column, and a row becomes a filled form."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ris.council.organization_settings import DeputyRule, NumberingPeriod, OrganizationSettings, StandingItem
from ris.law.sitting import Chamber
from ris.web.answers import SEEN, Answers

if TYPE_CHECKING:
    from collections.abc import Collection

    from ris.council.models import LegislativeTerm, Location, Membership, Organization, Person

ORGANIZATION_TYPES = (
    "Gremium",
    "Fraktion",
    "Verwaltungsbereich",
    "Partei",
    "externes Gremium",
    "Institution",
    "Sonstiges",
)
"""OParl's list."""
FIRST_OF_APRIL = (4, 1)
CLOSED, AT_END = "(nichtöffentlich)", "(am Ende)"
Values = dict[str, Any]


def term_values(answers: Answers) -> Values:
    """A Wahlperiode."""
    start = answers.day("beginn", "Bitte geben Sie den ersten Tag ein.")
    end = answers.day("ende", "Bitte geben Sie den letzten Tag ein.")
    if start is not None and end is not None and end <= start:
        answers.refuse("ende", "Der letzte Tag liegt nicht nach dem ersten.")
    if start is not None and (start.month, start.day) != FIRST_OF_APRIL and not answers.yes("anderer_tag"):
        answers.refuse(
            "beginn",
            "In Hessen beginnt eine Wahlperiode am 1. April (§ 2 KWG). Bestätigen Sie, wenn es hier anders ist.",
        )
    return {"name": answers.text("name", "Bitte geben Sie einen Namen ein."), "start_date": start, "end_date": end}


def term_answers(row: LegislativeTerm) -> Answers:
    """A Wahlperiode as it stands."""
    start = row.start_date
    other = start is not None and (start.month, start.day) != FIRST_OF_APRIL
    return Answers(
        {
            "name": row.name or "",
            "beginn": iso(start),
            "ende": iso(row.end_date),
            "anderer_tag": "1" if other else "",
            SEEN: row.modified.isoformat(),
        },
    )


def place_values(answers: Answers) -> Values:
    """A place or a room."""
    description = answers.text("bezeichnung", "Bitte geben Sie das Gebäude ein, zum Beispiel „Rathaus“.")
    postal_code = answers.text("plz", most=10)
    if postal_code and not (postal_code.isascii() and postal_code.isdecimal() and len(postal_code) == 5):  # noqa: PLR2004
        answers.refuse("plz", "Eine Postleitzahl hat fünf Ziffern.")
    key = answers.text("raumkennung", most=60).casefold()
    return {
        "description": description,
        "room": answers.text("raum") or None,
        "street_address": answers.text("strasse") or None,
        "postal_code": postal_code or None,
        "locality": answers.text("stadt") or None,
        "room_key": key or None,
        "in_use": not answers.yes("ausser_gebrauch"),
    }


def place_answers(row: Location) -> Answers:
    """A place as it stands."""
    return Answers(
        {
            "bezeichnung": row.description or "",
            "raum": row.room or "",
            "strasse": row.street_address or "",
            "plz": row.postal_code or "",
            "stadt": row.locality or "",
            "raumkennung": row.room_key or "",
            "ausser_gebrauch": "" if row.in_use else "1",
            SEEN: row.modified.isoformat(),
        },
    )


def person_values(answers: Answers) -> Values:
    """A person; the name is put together from its parts."""
    family = answers.text("nachname", "Bitte geben Sie den Nachnamen ein.")
    given, title = answers.text("vorname"), answers.text("titel", most=60)
    email, phone = answers.email("email"), answers.text("telefon", most=60)
    return {
        "name": " ".join(part for part in (title, given, family) if part),
        "family_name": family,
        "given_name": given or None,
        "title": [title] if title else None,
        "form_of_address": answers.text("anrede", most=20) or None,
        "email": [email] if email else None,
        "phone": [phone] if phone else None,
        "electronic_since": answers.day("elektronisch_seit"),
    }


def person_answers(row: Person) -> Answers:
    """A person as they stand."""
    return Answers(
        {
            "nachname": row.family_name or row.name or "",
            "vorname": row.given_name or "",
            "titel": " ".join(row.title or ()),
            "anrede": row.form_of_address or "",
            "email": next(iter(row.email or ()), ""),
            "telefon": next(iter(row.phone or ()), ""),
            "elektronisch_seit": iso(row.electronic_since),
            SEEN: row.modified.isoformat(),
        },
    )


def organization_values(answers: Answers, places: Collection[int]) -> Values:
    """An organization with its settings."""
    kind = answers.typed("typ")
    if kind not in ORGANIZATION_TYPES:
        answers.refuse("typ", "Bitte wählen Sie, was es ist.")
    start, end = answers.day("beginn"), answers.day("ende")
    if start is not None and end is not None and end < start:
        answers.refuse("ende", "Das Ende liegt vor dem Beginn.")
    return {
        "name": answers.text("name", "Bitte geben Sie den vollen Namen ein."),
        "short_name": answers.text("kurz", most=20) or None,
        "organization_type": kind,
        "classification": answers.text("art", most=60) or None,
        "task": answers.text("aufgabe", most=300) or None,
        "start_date": start,
        "end_date": end,
        "settings": _settings(answers, places).to_json(),
    }


def _settings(answers: Answers, places: Collection[int]) -> OrganizationSettings:
    default = OrganizationSettings()
    at = answers.clock("uhrzeit")
    numbering = answers.text("zaehlung", most=80) or default.numbering
    if "{nummer}" not in numbering:
        answers.refuse("zaehlung", "Bitte setzen Sie {nummer} an die Stelle der Nummer.")
    return OrganizationSettings(
        chamber=answers.choice("organ", Chamber),
        statutory_size=answers.number("groesse", least=1, most=200),
        public_by_default=not answers.yes("nichtoeffentlich"),
        location_id=answers.one_of("ort", places),
        usual_time=f"{at:%H:%M}" if at else default.usual_time,
        usual_minutes=answers.number("dauer", least=15, most=720) or default.usual_minutes,
        standing_items=tuple(
            _standing_item(line) for line in answers.lines("punkte", most=5000).split("\n") if line.strip()
        ),
        deputies=answers.choice("vertretung", DeputyRule) or default.deputies,
        numbering=numbering,
        numbering_period=answers.choice("zaehlzeit", NumberingPeriod) or default.numbering_period,
        notice_place=answers.text("bekanntmachung"),
    )


def _standing_item(line: str) -> StandingItem:
    name = " ".join(line.split())[:200]
    closed, at_end = CLOSED in name, AT_END in name
    return StandingItem(" ".join(name.replace(CLOSED, "").replace(AT_END, "").split()), not closed, at_end)


def organization_answers(row: Organization) -> Answers:
    """An organization as it stands."""
    settings = OrganizationSettings.from_json(row.settings)
    return Answers(
        {
            "name": row.name or "",
            "kurz": row.short_name or "",
            "typ": row.organization_type or "Gremium",
            "art": row.classification or "",
            "aufgabe": row.task or "",
            "beginn": iso(row.start_date),
            "ende": iso(row.end_date),
            "organ": settings.chamber.value if settings.chamber else "",
            "groesse": str(settings.statutory_size or ""),
            "nichtoeffentlich": "" if settings.public_by_default else "1",
            "ort": str(settings.location_id or ""),
            "uhrzeit": settings.usual_time,
            "dauer": str(settings.usual_minutes),
            "punkte": "\n".join(_line_of(item) for item in settings.standing_items),
            "vertretung": settings.deputies.value,
            "zaehlung": settings.numbering,
            "zaehlzeit": settings.numbering_period.value,
            "bekanntmachung": settings.notice_place,
            SEEN: row.modified.isoformat(),
        },
    )


def _line_of(item: StandingItem) -> str:
    return " ".join([item.name, *([] if item.public else [CLOSED]), *([AT_END] if item.at_end else [])])


def seat_values(answers: Answers, groups: Collection[int]) -> Values:
    """A seat without its person."""
    start, end = answers.day("beginn", "Bitte geben Sie den ersten Tag ein."), answers.day("ende")
    if start is not None and end is not None and end < start:
        answers.refuse("ende", "Das Ende liegt vor dem Beginn.")
    return {
        "role": answers.text("rolle", "Bitte geben Sie die Rolle ein, zum Beispiel „Mitglied“.", most=120),
        "voting_right": answers.yes("stimmrecht"),
        "start_date": start,
        "end_date": end,
        "on_behalf_of_id": answers.one_of("fraktion", groups),
    }


def seat_answers(row: Membership) -> Answers:
    """A seat as it stands."""
    return Answers(
        {
            "rolle": row.role or "",
            "stimmrecht": "1" if row.voting_right or row.voting_right is None else "",
            "beginn": iso(row.start_date),
            "ende": iso(row.end_date),
            "fraktion": str(row.on_behalf_of_id or ""),
            SEEN: row.modified.isoformat(),
        },
    )


def iso(day: date | None) -> str:
    """A day as a date field wants it."""
    return "" if day is None else day.isoformat()
