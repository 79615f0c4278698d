"""Widerstreit der Interessen, as far as it concerns the time before a sitting."""

from ris.law.in_force import LawInForce
from ris.law.verdict import Verdict


def conflict_declared(law: LawInForce, item: str, *, declared: bool, decided: bool) -> Verdict:
    """What follows from a possible conflict of interest (§ 25 Abs. 4 HGO): declared to the chair, decided by the body.

    Only the sitting decides it, so before the sitting it warns; whoever is barred leaves the room.
    """
    norm = law.profile.conflict.norm
    if not declared:
        return Verdict.kept(norm, f"Zu „{item}“ ist kein Widerstreit der Interessen angezeigt.")
    if not decided:
        return Verdict.warning(
            norm,
            f"Zu „{item}“ ist ein Widerstreit der Interessen angezeigt; darüber entscheidet das Gremium vor der Beratung.",
            cure="Lassen Sie vor der Beratung entscheiden und halten Sie es in der Niederschrift fest.",
        )
    return Verdict.broken(
        norm,
        f"Zu „{item}“ darf die Person weder beraten noch abstimmen; sie verlässt den Raum.",
        cure="Nehmen Sie sie für diesen Punkt aus Beratung und Abstimmung.",
    )
