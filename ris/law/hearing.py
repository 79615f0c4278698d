"""Who must be heard before a decision: Ortsbeiräte and the Ausländerbeirat."""

from datetime import date

from ris.law.in_force import LawInForce
from ris.law.provisions import Provision
from ris.law.verdict import Verdict
from ris.law.words import day_in_words


def district_heard(law: LawInForce, *, concerns_district: bool, heard_on: date | None, decided_on: date) -> Verdict:
    """Whether the Ortsbeirat is heard before the vote (§ 82 Abs. 3 HGO: on important matters of the Ortsbezirk); warns."""
    provision = law.profile.district_hearing
    return _heard(provision, "Ortsbeirat", heard_on, decided_on, due=provision.value and concerns_district)


def foreigners_heard(law: LawInForce, *, concerns_them: bool, heard_on: date | None, decided_on: date) -> Verdict:
    """Whether the Ausländerbeirat is heard before the vote (§ 88 Abs. 2 HGO); warns."""
    provision = law.profile.foreigners_hearing
    return _heard(provision, "Ausländerbeirat", heard_on, decided_on, due=provision.value and concerns_them)


def _heard(provision: Provision[bool], whom: str, heard_on: date | None, decided_on: date, *, due: bool) -> Verdict:
    norm = provision.norm
    if not due or (heard_on is not None and heard_on <= decided_on):
        return Verdict.kept(norm, f"{whom}: keine Anhörung offen.")
    when = "ist nicht vorgesehen" if heard_on is None else f"läge am {day_in_words(heard_on)} nach der Entscheidung"
    return Verdict.warning(
        norm,
        f"Die Anhörung ({whom}) {when}. {norm.status.caveat}".strip(),
        cure=f"Hören Sie vor dem {day_in_words(decided_on)} an oder verschieben Sie die Entscheidung.",
    )
