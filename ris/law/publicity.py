"""Public and closed: what the agenda may propose, what only the sitting decides, what never becomes public."""

from ris.law.in_force import LawInForce
from ris.law.sitting import Chamber, Sitting
from ris.law.verdict import Verdict


def exclusion_proposed(law: LawInForce, sitting: Sitting, item: str, reason: str) -> Verdict:
    """Whether an item may stand in the closed part (§ 52 Abs. 1 Satz 2 HGO): as a proposal, with a reason of its own.

    The public is excluded for single matters and by resolution; the agenda can only propose it.
    """
    provision = (
        law.profile.executive_closed if sitting.chamber is Chamber.EXECUTIVE else law.profile.closed_by_resolution
    )
    norm = law.norm(provision, sitting.chamber)
    if sitting.chamber is Chamber.EXECUTIVE:
        return Verdict.kept(norm, "Der Gemeindevorstand tagt nichtöffentlich.")
    if not reason.strip():
        return Verdict.broken(
            norm,
            f"„{item}“ soll nichtöffentlich beraten werden, aber es steht kein Grund dabei.",
            cure="Schreiben Sie den Grund dazu oder beraten Sie den Punkt öffentlich.",
        )
    return Verdict.kept(
        norm, f"„{item}“ ist als nichtöffentlich vorgeschlagen; über den Ausschluss entscheidet die Sitzung."
    )


def exclusion_decided(law: LawInForce, sitting: Sitting, item: str, *, resolved: bool) -> Verdict:
    """Whether the sitting itself has excluded the public for this item (§ 52 Abs. 1 HGO; VGH, 06.11.2008 – 8 A 674/08)."""
    norm = law.norm(law.profile.closed_by_resolution, sitting.chamber)
    if resolved or sitting.chamber is Chamber.EXECUTIVE:
        return Verdict.kept(norm, f"Der Ausschluss der Öffentlichkeit für „{item}“ ist beschlossen.")
    return Verdict.warning(
        norm,
        f"Für „{item}“ ist der Ausschluss der Öffentlichkeit noch nicht beschlossen; die Tagesordnung schlägt ihn nur vor.",
        cure="Lassen Sie in der Sitzung für diesen Punkt beschließen und halten Sie den Beschluss fest.",
    )


def may_sit_in_public(law: LawInForce, sitting: Sitting) -> Verdict:
    """Whether a sitting, its agenda and papers may be public (§ 67 Abs. 1 HGO: the Gemeindevorstand, Magistrat, sits closed)."""
    if sitting.chamber is Chamber.EXECUTIVE:
        return Verdict.broken(
            law.profile.executive_closed.norm,
            "Der Gemeindevorstand (Magistrat) tagt nichtöffentlich.",
            cure="Veröffentlichen Sie weder Sitzung noch Tagesordnung noch Unterlagen.",
        )
    norm = law.norm(law.profile.closed_by_resolution, sitting.chamber)
    return Verdict.kept(
        norm, f"{sitting.chamber.label}: die Sitzung ist öffentlich, soweit nichts anderes beschlossen wird."
    )


def may_read_closed(law: LawInForce, *, sworn: bool, was_member: bool) -> Verdict:
    """Whether somebody may be given closed papers (§ 24 HGO: Verschwiegenheit, beyond the end of office, too).

    `sworn`: has been pointed at the duty; `was_member`: belonged to the body when the papers went out.
    """
    norm = law.profile.secrecy.norm
    if not was_member:
        return Verdict.broken(
            norm,
            "Nichtöffentliche Unterlagen sind nur für die, die zur Beratung gehören.",
            cure="Geben Sie sie nicht heraus.",
        )
    if not sworn:
        return Verdict.broken(
            norm,
            "Die Person ist noch nicht auf die Verschwiegenheit hingewiesen.",
            cure="Weisen Sie darauf hin und halten Sie das Datum fest.",
        )
    return Verdict.kept(norm, "Die Person ist zur Verschwiegenheit verpflichtet, auch nach dem Ende des Mandats.")
