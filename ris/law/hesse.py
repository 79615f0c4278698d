"""Hesse: the Hessische Gemeindeordnung (HGO) and what goes with it, version by version. Data only."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from ris.law.provisions import Land, Means, Medium, Office, Profile, Provision, Ruling, SeatMethod, TermRule
from ris.law.sitting import Chamber, Subject
from ris.law.verdict import Norm, SourceStatus

ELECTRONIC_SINCE = date(2011, 12, 24)
"""GVBl. I 2011 S. 786: invitations may be electronic, notices may be on the internet."""
REFORM_SINCE = date(2025, 4, 5)
"""GVBl. 2025 Nr. 24."""
BEFORE_REFORM = date(2025, 4, 4)
STRUCK = Ruling(
    "Staatsgerichtshof des Landes Hessen",
    "P.St. 3013",
    date(2026, 1, 28),
    "Art. 3 Nr. 5 des Gesetzes vom 01.04.2025 (d’Hondt, § 22 Abs. 3 KWG)",
)

READ, SECOND_SOURCE = SourceStatus.VERIFIED, SourceStatus.VERIFIED_2
INFERRED, UNKNOWN = SourceStatus.INFERRED, SourceStatus.UNKNOWN


def _norm(
    citation: str, status: SourceStatus, source: str, valid_from: date | None = None, valid_until: date | None = None
) -> Norm:
    return Norm(citation, status, source, valid_from, valid_until)


def _section_58(part: str) -> Norm:
    return _norm(f"§ 58 {part} HGO", READ, "Abdruck in der Fassung ab 24.12.2011", ELECTRONIC_SINCE)


HGO_2011 = Profile(
    land=Land.HESSE,
    name="HGO, Fassung ab 24.12.2011",
    valid_from=ELECTRONIC_SINCE,
    inviter=Provision(Office.CHAIR, _section_58("Abs. 1 Satz 1")),
    first_inviter=Provision(Office.MAYOR, _norm("§ 56 Abs. 2 HGO", READ, "undatierter Abdruck")),
    first_committee_inviter=Provision(Office.CHAIR_OF_COUNCIL, _norm("§ 62 Abs. 3 HGO", READ, "Abdruck eines Verlags")),
    notice_days=Provision(3, _section_58("Abs. 1 Satz 2")),
    first_notice_days=Provision(3, _section_58("Abs. 1 Satz 2")),
    short_notice_days=Provision(0, _section_58("Abs. 1 Satz 3")),
    short_notice_sentence=Provision(
        "Die Ladungsfrist ist wegen Eilbedürftigkeit nach § 58 Abs. 1 Satz 3 HGO abgekürzt.",
        _section_58("Abs. 1 Satz 4"),
    ),
    second_notice_days=Provision(1, _section_58("Abs. 1 Satz 5")),
    second_notice_sentence=Provision(
        "Bei der zweiten Verhandlung über die zurückgestellten Gegenstände ist die Versammlung nach § 53 Abs. 2 HGO ohne "
        "Rücksicht auf die Zahl der Erschienenen beschlussfähig.",
        _norm("§ 53 Abs. 2 HGO", READ, "undatierter Abdruck"),
    ),
    never_short=Provision(frozenset({Subject.ELECTION, Subject.MAIN_BYLAW}), _section_58("Abs. 3")),
    means=Provision(frozenset({Means.PAPER, Means.ELECTRONIC}), _section_58("Abs. 1 Satz 1")),
    items_named=Provision(value=True, norm=_section_58("Abs. 1 Satz 1")),
    executive_attends=Provision(value=True, norm=_norm("§ 59 HGO", READ, "undatierter Abdruck")),
    consults=Provision("dem Gemeindevorstand", _section_58("Abs. 5")),
    demanded_items=Provision(value=True, norm=_section_58("Abs. 5")),
    extension=Provision(Fraction(2, 3), _section_58("Abs. 2")),
    never_extended=Provision(
        frozenset({Subject.ELECTION, Subject.MAIN_BYLAW}),
        _norm("§ 58 Abs. 2 und 3 HGO", INFERRED, "aus Abs. 2 und Abs. 3 zusammen", ELECTRONIC_SINCE),
    ),
    public_notice=Provision(
        value=True,
        norm=_norm("§ 58 Abs. 6 HGO", INFERRED, "Absatz nicht gelesen; Glossar einer Stadt", ELECTRONIC_SINCE),
    ),
    media=Provision(
        frozenset(Medium), _norm("§ 1 BekanntmachungsVO", READ, "Abdruck, Stand 13.06.2023", None, BEFORE_REFORM)
    ),
    closed_by_resolution=Provision(
        value=True,
        norm=_norm("§ 52 Abs. 1 HGO", READ, "undatierter Abdruck; Hess. VGH, 06.11.2008 – 8 A 674/08"),
    ),
    executive_closed=Provision(value=True, norm=_norm("§ 67 Abs. 1 HGO", INFERRED, "nicht gelesen")),
    secrecy=Provision(value=True, norm=_norm("§ 24 HGO", INFERRED, "nicht gelesen")),
    demand=Provision(Fraction(1, 4), _norm("§ 56 Abs. 1 HGO", READ, "undatierter Abdruck")),
    sittings_a_year=Provision(6, _norm("§ 56 Abs. 1 HGO", READ, "undatierter Abdruck")),
    first_sitting_months=Provision(1, _norm("§ 56 Abs. 1 HGO", READ, "undatierter Abdruck")),
    term=Provision(
        TermRule(date(2001, 4, 1), 5),
        _norm("§ 36 HGO, § 2 KWG", SECOND_SOURCE, "§ 36 gelesen; Beginn am 1. April aus Mitteilungen zu den Wahlen"),
    ),
    quorum=Provision(Fraction(1, 2), _norm("§ 53 Abs. 1 HGO", READ, "undatierter Abdruck")),
    finance_committee=Provision(value=True, norm=_norm("§ 62 Abs. 1 HGO", READ, "Abdruck eines Verlags")),
    naming=Provision(value=True, norm=_norm("§ 62 Abs. 2 HGO", READ, "Abdruck eines Verlags")),
    stand_in=Provision(value=True, norm=_norm("§ 62 Abs. 2 HGO", READ, "Abdruck eines Verlags")),
    conflict=Provision(value=True, norm=_norm("§ 25 Abs. 4 HGO", READ, "Zitat in einer Gerichtsentscheidung")),
    seats=Provision(
        SeatMethod.HARE_NIEMEYER,
        _norm("§ 22 Abs. 3 KWG", READ, "StGH, 28.01.2026 – P.St. 3013: gilt fort"),
    ),
    majority_keeps_majority=Provision(value=True, norm=_norm("§ 22 Abs. 4 KWG", INFERRED, "nicht gelesen")),
    remote=Provision(value=False, norm=_norm("§ 52a HGO", SECOND_SOURCE, "erst ab 05.04.2025", None, BEFORE_REFORM)),
    never_remote=Provision(
        frozenset(Subject), norm=_norm("§ 52a HGO", SECOND_SOURCE, "erst ab 05.04.2025", None, BEFORE_REFORM)
    ),
    district_hearing=Provision(value=True, norm=_norm("§ 82 Abs. 3 HGO", SECOND_SOURCE, "Presse, Satzung einer Stadt")),
    foreigners_hearing=Provision(value=True, norm=_norm("§ 88 Abs. 2 HGO", SECOND_SOURCE, "Mitteilung eines Beirats")),
    references={
        Chamber.COMMITTEE: _norm("§ 62 Abs. 5", INFERRED, "Absatz nicht gelesen"),
        Chamber.DISTRICT: _norm("§ 82 Abs. 6", INFERRED, "Absatz nicht gelesen"),
        Chamber.FOREIGNERS: _norm("§ 87", UNKNOWN, "nicht gefunden"),
        Chamber.EXECUTIVE: _norm("§ 69", UNKNOWN, "nicht gefunden"),
    },
)
"""Also the base of everything since: an amendment names what it changed, the rest goes on."""

HGO_2025_AS_ENACTED = replace(
    HGO_2011,
    name="HGO, Fassung ab 05.04.2025",
    valid_from=REFORM_SINCE,
    media=Provision(
        frozenset(Medium),
        _norm("§ 1 BekanntmachungsVO", INFERRED, "Stand 13.06.2023; Änderungen seit 2025 nicht gelesen", REFORM_SINCE),
    ),
    remote=Provision(
        value=True, norm=_norm("§ 52a Abs. 1 HGO", READ, "Mitteilung einer Stadt, wörtlich", REFORM_SINCE)
    ),
    never_remote=Provision(
        frozenset({Subject.ELECTION, Subject.END_OF_OFFICE, Subject.FULL_TIME_DEPUTIES}),
        _norm("§ 52a Abs. 2 HGO", SECOND_SOURCE, "freies Projekt mit Vermerk „Wortlaut geprüft“", REFORM_SINCE),
    ),
    seats=Provision(
        SeatMethod.D_HONDT,
        _norm("§ 22 Abs. 3 KWG", READ, "Urteil des StGH vom 28.01.2026", REFORM_SINCE),
    ),
)
"""What the Landtag wrote; never in force as a whole, see HGO_2025."""

HGO_2025 = replace(HGO_2025_AS_ENACTED, seats=HGO_2011.seats, rulings=(STRUCK,))
"""What is left of it: the Staatsgerichtshof struck d’Hondt, so the method before it applies, from the beginning."""

VERSIONS = (HGO_2011, HGO_2025)
"""Oldest first."""
