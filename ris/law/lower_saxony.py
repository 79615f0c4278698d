"""Lower Saxony: as much of the Kommunalverfassungsgesetz (NKomVG) as docs/law.md knows. Data only.

A small profile. Where it says None the law leaves the matter to the Geschäftsordnung or nobody has looked it up; the
rules then go by the Body's own orders and say so.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from ris.law.provisions import Land, Means, Medium, Office, Profile, Provision, TermRule
from ris.law.sitting import Chamber, Subject
from ris.law.verdict import Norm, SourceStatus

REFORM_SINCE = date(2026, 11, 1)
BEFORE_REFORM = date(2026, 10, 31)


def _second_source(citation: str, valid_from: date | None = None, valid_until: date | None = None) -> Norm:
    return Norm(citation, SourceStatus.VERIFIED_2, "freies Projekt, Stand 10/2026", valid_from, valid_until)


def _inferred(citation: str) -> Norm:
    return Norm(citation, SourceStatus.INFERRED, "nicht gelesen")


def _unknown(citation: str = "NKomVG") -> Norm:
    return Norm(citation, SourceStatus.UNKNOWN, "nicht nachgesehen")


NKOMVG_2021 = Profile(
    land=Land.LOWER_SAXONY,
    name="NKomVG, Fassung bis 31.10.2026",
    valid_from=date(2021, 11, 1),
    inviter=Provision(Office.MAYOR, _second_source("§ 59 NKomVG")),
    first_inviter=Provision(Office.MAYOR, _second_source("§ 59 NKomVG")),
    first_committee_inviter=Provision(Office.MAYOR, _unknown("§ 72 NKomVG")),
    notice_days=Provision(None, _second_source("§ 59 NKomVG")),
    first_notice_days=Provision(7, _second_source("§ 59 NKomVG")),
    short_notice_days=Provision(None, _unknown("§ 59 NKomVG")),
    short_notice_sentence=Provision("", _unknown("§ 59 NKomVG")),
    second_notice_days=Provision(None, _unknown("§ 65 NKomVG")),
    second_notice_sentence=Provision("", _unknown("§ 65 NKomVG")),
    never_short=Provision(frozenset[Subject](), _unknown("§ 59 NKomVG")),
    means=Provision(frozenset(Means), _inferred("§ 59 NKomVG")),
    items_named=Provision(value=True, norm=_inferred("§ 59 NKomVG")),
    executive_attends=Provision(value=True, norm=_inferred("§ 87 NKomVG")),
    consults=Provision(None, _unknown("§ 59 NKomVG")),
    demanded_items=Provision(value=True, norm=_inferred("§ 56 NKomVG")),
    extension=Provision(Fraction(2, 3), _second_source("§ 59 NKomVG")),
    never_extended=Provision(frozenset[Subject](), _unknown("§ 59 NKomVG")),
    public_notice=Provision(value=True, norm=_inferred("§ 59 NKomVG")),
    media=Provision(frozenset(Medium), _inferred("§ 11 NKomVG")),
    closed_by_resolution=Provision(value=True, norm=_inferred("§ 64 Abs. 1 NKomVG")),
    executive_closed=Provision(value=True, norm=_inferred("§ 78 NKomVG")),
    secrecy=Provision(value=True, norm=_inferred("§ 40 NKomVG")),
    demand=Provision(None, _unknown("§ 59 NKomVG")),
    sittings_a_year=Provision(None, _unknown("§ 59 NKomVG")),
    first_sitting_months=Provision(None, _unknown("§ 59 NKomVG")),
    term=Provision(TermRule(date(2001, 11, 1), 5), _inferred("§ 47 NKomVG")),
    quorum=Provision(Fraction(1, 2), _inferred("§ 65 Abs. 1 NKomVG")),
    finance_committee=Provision(value=False, norm=_unknown("§ 71 NKomVG")),
    naming=Provision(value=True, norm=_unknown("§ 71 NKomVG")),
    stand_in=Provision(value=True, norm=_unknown("§ 71 NKomVG")),
    conflict=Provision(value=True, norm=_inferred("§ 41 NKomVG")),
    seats=Provision(None, _unknown("§ 71 NKomVG")),
    majority_keeps_majority=Provision(value=False, norm=_unknown("§ 71 NKomVG")),
    remote=Provision(value=True, norm=_second_source("§ 64 NKomVG", None, BEFORE_REFORM)),
    never_remote=Provision(frozenset({Subject.ELECTION}), _second_source("§ 64 NKomVG", None, BEFORE_REFORM)),
    district_hearing=Provision(value=True, norm=_inferred("§ 94 NKomVG")),
    foreigners_hearing=Provision(value=False, norm=_unknown()),
    references={
        Chamber.COMMITTEE: _inferred("§ 72 NKomVG"),
        Chamber.DISTRICT: _inferred("§ 91 NKomVG"),
        Chamber.EXECUTIVE: _inferred("§ 78 NKomVG"),
        Chamber.FOREIGNERS: _unknown(),
    },
)

NKOMVG_2026 = replace(
    NKOMVG_2021,
    name="NKomVG, Fassung ab 01.11.2026",
    valid_from=REFORM_SINCE,
    remote=Provision(value=True, norm=_second_source("§ 64 NKomVG", REFORM_SINCE)),
    never_remote=Provision(frozenset({Subject.ELECTION}), _second_source("§ 64 NKomVG", REFORM_SINCE)),
)

VERSIONS = (NKOMVG_2021, NKOMVG_2026)
"""Oldest first."""
