"""Committees: the one that must be there, and how Fraktionen name, recall and replace their members."""

from ris.law.in_force import LawInForce
from ris.law.provisions import Means
from ris.law.verdict import Verdict


def finance_committee_formed(law: LawInForce, *, formed: bool) -> Verdict:
    """Whether the committee for finance, which every municipality must have, is there (§ 62 Abs. 1 HGO); warns."""
    provision = law.profile.finance_committee
    if formed or not provision.value:
        return Verdict.kept(provision.norm, "Der Finanzausschuss ist gebildet.")
    return Verdict.warning(
        provision.norm,
        "Es ist kein Finanzausschuss angelegt.",
        cure="Legen Sie den Finanzausschuss mit seinen Mitgliedern an.",
    )


def member_named(law: LawInForce, *, in_writing: bool) -> Verdict:
    """Whether a Fraktion named its committee member in due form (§ 62 Abs. 2 HGO: in writing)."""
    norm = law.profile.naming.norm
    if in_writing:
        return Verdict.kept(norm, "Schriftlich benannt.")
    return Verdict.broken(
        norm, "Ausschussmitglieder werden schriftlich benannt.", cure="Lassen Sie sich die Benennung schriftlich geben."
    )


def member_recalled(law: LawInForce, means: Means | None, *, told_council: bool, told_committee: bool) -> Verdict:
    """Whether a Fraktion recalled its committee member in due form (§ 62 Abs. 2 HGO): in writing or electronically, to both chairs.

    `means`: None for word of mouth. `told_council`, `told_committee`: whether the chair of the Vertretung and the chair of
    the committee have it.
    """
    norm = law.profile.naming.norm
    if means is None:
        return Verdict.broken(
            norm,
            "Mündlich abberufen genügt nicht.",
            cure="Lassen Sie sich die Abberufung schriftlich oder elektronisch geben.",
        )
    if not (told_council and told_committee):
        return Verdict.broken(
            norm,
            "Die Abberufung ist nicht beiden Vorsitzenden erklärt.",
            cure="Leiten Sie sie an den Vorsitz der Vertretung und an den Vorsitz des Ausschusses.",
        )
    return Verdict.kept(norm, "Die Abberufung ist beiden Vorsitzenden erklärt.")


def may_stand_in(law: LawInForce, *, sits_in_council: bool) -> Verdict:
    """Whether somebody may stand in for a committee member in one sitting (§ 62 Abs. 2 HGO): any member of the Vertretung.

    To be kept on record for each sitting; from then on they may read what the committee reads.
    """
    norm = law.profile.stand_in.norm
    if sits_in_council:
        return Verdict.kept(norm, "Vertretung im Einzelfall durch ein anderes Mitglied der Vertretung.")
    return Verdict.broken(
        norm,
        "Im Ausschuss vertreten kann nur ein anderes Mitglied der Vertretung.",
        cure="Bitten Sie die Fraktion, ein Mitglied der Vertretung zu schicken.",
    )
