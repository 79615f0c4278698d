"""Forms of the town itself: what it is called, who answers for it, and what it gave itself beside the law."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ris.council.licences import DEFAULT_LICENSE, offered
from ris.council.settings import LONGEST_SESSION_DAYS, BodySettings
from ris.law.counting import Period
from ris.law.provisions import Land, Medium
from ris.law.standing_orders import MOST_DAYS, OrdersRefused, StandingOrders
from ris.law.working_days import DayCount
from ris.web.answers import SEEN, Answers

if TYPE_CHECKING:
    from collections.abc import Collection

    from ris.council.models import Body

PERIODS = (
    ("council_notice", "Ladungsfrist der Vertretung"),
    ("committee_notice", "Ladungsfrist der Ausschüsse"),
    ("district_notice", "Ladungsfrist der Ortsbeiräte"),
    ("short_notice", "Abgekürzte Ladungsfrist"),
    ("second_notice", "Frist der zweiten Einberufung"),
    ("paper_deadline", "Vorlagenschluss vor der Sitzung"),
    ("motion_deadline", "Antragsfrist vor der Sitzung"),
    ("answer_deadline", "Antwort auf schriftliche Anfragen nach dem Eingang"),
    ("co_signing", "Mitzeichnung endet vor dem Vorlagenschluss"),
    ("agenda_fixed", "Tagesordnung steht vor der Sitzung"),
    ("dispatch", "Versand vor dem letzten Tag des Zugangs"),
    ("public_notice", "Bekanntmachung vor der Sitzung"),
)
"""Field of the standing orders and its name on screen."""
SHARE = re.compile(r"(\d{1,3})\s*/\s*([1-9]\d{0,2})")
TEXTS = (
    ("place", "art_des_ortes", "Stadt"),
    ("office_name", "amt", "Sitzungsdienst"),
    ("office_phone", "amt_telefon", ""),
    ("office_address", "amt_anschrift", ""),
    ("responsible_person", "verantwortlich", ""),
    ("access_hint", "zugang", ""),
)
"""Setting, field, and what stands where nothing was typed."""
FLAGS = (
    ("records_meetings", "zeichnet_auf"),
    ("clerk_approves_agendas", "amt_gibt_frei"),
    ("second_factor_for_office", "zweiter_faktor"),
    ("numbers_by_kind", "nummern_je_art"),
)
SPANS = (
    ("office_session_hours", "ruhe_amt_stunden", 24),
    ("member_session_days", "ruhe_mandat_tage", LONGEST_SESSION_DAYS),
    ("longest_session_days", "hoechstens_tage", LONGEST_SESSION_DAYS),
)
"""Setting, field, and the most it may be; the least is one."""


def town_values(
    answers: Answers, settings: BodySettings, organizations: Collection[int], licence: str | None
) -> tuple[dict[str, Any], BodySettings]:
    """The Body's columns and its settings; ``licence`` is the one it has now."""
    values = {
        "name": answers.text("name", "Bitte geben Sie den Namen ein, zum Beispiel „Stadt Lindenau“."),
        "short_name": answers.text("kurzname", most=60) or None,
        "website": answers.text("website") or None,
    }
    chosen = answers.typed("lizenz")
    if chosen not in dict(offered(licence)):
        answers.refuse("lizenz", "Bitte wählen Sie eine der angebotenen Lizenzen.")
    elif chosen != (licence or DEFAULT_LICENSE):
        values["license"] = chosen
    website = values["website"]
    if website and not website.startswith(("https://", "http://")):
        answers.refuse("website", "Bitte geben Sie die ganze Adresse ein; sie beginnt mit https://.")
    topics = tuple(
        " ".join(line.split())[:60] for line in answers.lines("themen", most=600).split("\n") if line.strip()
    )
    if len(topics) > 6:  # noqa: PLR2004 - BodySettings.frequent_topics
        answers.refuse("themen", "Bitte nennen Sie höchstens sechs Themen.")
    changed: dict[str, Any] = {name: answers.text(field, most=400) or instead for name, field, instead in TEXTS}
    changed |= {name: answers.yes(field) for name, field in FLAGS}
    changed |= _spans(answers, settings)
    return values, replace(
        settings,
        frequent_topics=topics,
        office_email=answers.email("amt_email"),
        council_organization_id=answers.one_of("vertretung", organizations),
        **changed,
    )


def _spans(answers: Answers, settings: BodySettings) -> dict[str, int]:
    """How long sessions last; a device that is used now and then is not cut off before one that lies idle."""
    asked = "Bitte geben Sie an, wie lange man angemeldet bleibt."
    spans = {
        name: answers.number(field, least=1, most=most, missing=asked) or getattr(settings, name)
        for name, field, most in SPANS
    }
    if spans["member_session_days"] > spans["longest_session_days"]:
        answers.refuse(
            "hoechstens_tage", "Bitte wählen Sie mindestens so viele Tage wie bei den Mitgliedern ohne Nutzung."
        )
    return spans


def town_answers(body: Body) -> Answers:
    """The town as it stands."""
    settings = BodySettings.from_json(body.settings)
    given = {field: getattr(settings, name) for name, field, _ in TEXTS}
    given |= {field: "1" if getattr(settings, name) else "" for name, field in FLAGS}
    given |= {field: str(getattr(settings, name)) for name, field, _ in SPANS}
    return Answers(
        {
            "name": body.name,
            "kurzname": body.short_name or "",
            "website": body.website or "",
            "lizenz": body.license or DEFAULT_LICENSE,
            "themen": "\n".join(settings.frequent_topics),
            "amt_email": settings.office_email,
            "vertretung": str(settings.council_organization_id or ""),
            SEEN: body.modified.isoformat(),
            **given,
        },
    )


def orders_from(answers: Answers) -> StandingOrders | None:
    """Hauptsatzung and Geschäftsordnung; None where something is wrong."""
    share = answers.text("extension", most=10)
    found = SHARE.fullmatch(share)
    if share and found is None:
        answers.refuse("extension", "Bitte schreiben Sie den Anteil als Bruch, zum Beispiel 2/3.")
    given: dict[str, Any] = {name: _period(answers, name) for name, _ in PERIODS}
    medium = answers.choice("medium", Medium)
    rest: dict[str, Any] = {
        "land": answers.choice("land", Land, "Bitte wählen Sie das Land.") or Land.HESSE,
        "main_bylaw": answers.text("main_bylaw", "Bitte nennen Sie die Fundstelle der Hauptsatzung."),
        "procedure": answers.text("procedure", "Bitte nennen Sie die Fundstelle der Geschäftsordnung."),
        "receipt_until": answers.clock("receipt_until"),
        "electronic_by_consent": answers.yes("electronic_by_consent"),
        "extension": Fraction(int(found[1]), int(found[2])) if found else None,
        "sittings_a_year": answers.number("sittings_a_year", least=1, most=60),
        "medium": medium,
        "medium_name": answers.text("medium_name"),
        "hint_newspaper": answers.text("hint_newspaper"),
        "remote_clause": answers.text("remote_clause"),
    }
    if answers.errors:
        return None
    try:
        return StandingOrders(**given, **rest)
    except OrdersRefused as refused:
        for sentence in refused.sentences:
            answers.refuse(_field_of(sentence), sentence)
        return None


def refuse_orders(answers: Answers, refused: OrdersRefused) -> None:
    """Put each sentence of the law at the field it is about."""
    for sentence in refused.sentences:
        answers.refuse(_field_of(sentence), sentence)


def _field_of(sentence: str) -> str:
    """The field a sentence of ris.law speaks of; several may be about one field, then they stand in the summary."""
    known = (
        ("Ladungsfrist der Vertretung", "council_notice"),
        ("Ladungsfrist der Ausschüsse", "committee_notice"),
        ("Ladungsfrist der Ortsbeiräte", "district_notice"),
        ("abgekürzte Ladungsfrist", "short_notice"),
        ("zweiten Einberufung", "second_notice"),
        ("Erweiterung der Tagesordnung", "extension"),
        ("Sitzungen im Jahr", "sittings_a_year"),
        ("Frist der Bekanntmachung", "public_notice"),
        ("Bild und Ton", "remote_clause"),
        ("Internetadresse der", "medium_name"),
        ("beim Namen", "medium_name"),
        ("Hauptsatzung", "main_bylaw"),
        ("Geschäftsordnung", "procedure"),
    )
    return next((field for words, field in known if words in sentence), "council_notice")


def orders_answers(body: Body) -> Answers:
    """The orders as they stand."""
    orders = BodySettings.from_json(body.settings).standing_orders
    given = {}
    for name, _ in PERIODS:
        period: Period | None = getattr(orders, name)
        given[name] = "" if period is None else str(period.days)
        given[f"{name}_tage"] = DayCount.CALENDAR.value if period is None else period.count.value
    share = orders.extension
    return Answers(
        {
            "land": orders.land.value,
            "main_bylaw": orders.main_bylaw,
            "procedure": orders.procedure,
            "receipt_until": f"{orders.receipt_until:%H:%M}" if orders.receipt_until else "",
            "electronic_by_consent": "1" if orders.electronic_by_consent else "",
            "extension": f"{share.numerator}/{share.denominator}" if share is not None else "",
            "sittings_a_year": str(orders.sittings_a_year or ""),
            "medium": orders.medium.value if orders.medium else "",
            "medium_name": orders.medium_name,
            "hint_newspaper": orders.hint_newspaper,
            "remote_clause": orders.remote_clause,
            SEEN: body.modified.isoformat(),
            **given,
        },
    )


def _period(answers: Answers, name: str) -> Period | None:
    days = answers.number(name, least=0, most=MOST_DAYS)
    count = answers.choice(f"{name}_tage", DayCount) or DayCount.CALENDAR
    return None if days is None else Period(days, count)
