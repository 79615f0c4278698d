"""Taking part by picture and sound (digitale Sitzungsteilnahme), as far as it is settled before the sitting."""

from dataclasses import replace

from ris.law.in_force import LawInForce
from ris.law.sitting import Chamber, Sitting
from ris.law.verdict import SourceStatus, Verdict
from ris.law.words import names_in_words


def remote_allowed(law: LawInForce, sitting: Sitting) -> Verdict:
    """Whether members may be invited to take part remotely (§ 52a Abs. 1 and 2 HGO): by Hauptsatzung, never a first sitting.

    For committees and Ortsbeiräte it is unsettled whether § 52a reaches them, so that only warns.
    """
    provision = law.profile.remote
    if sitting.chamber is Chamber.EXECUTIVE:
        own = "Der Gemeindevorstand regelt die Teilnahme mit Bild und Ton in seiner eigenen Geschäftsordnung."
        return Verdict.kept(law.profile.executive_closed.norm, own)
    if not provision.value:
        return Verdict.broken(
            provision.norm,
            "Für eine Sitzung an diesem Tag kennt das Gesetz keine Teilnahme mit Bild und Ton.",
            cure="Laden Sie in den Sitzungsraum ein.",
        )
    if not law.orders.remote_clause.strip():
        return Verdict.broken(
            provision.norm,
            "Die Hauptsatzung enthält keine Regelung zur Teilnahme mit Bild und Ton.",
            cure="Laden Sie in den Sitzungsraum ein; sonst muss erst die Hauptsatzung geändert werden.",
        )
    if sitting.first_of_term:
        return Verdict.broken(
            law.profile.never_remote.norm,
            "An der ersten Sitzung nehmen alle im Sitzungsraum teil.",
            cure="Laden Sie in den Sitzungsraum ein.",
        )
    if sitting.chamber in {Chamber.COMMITTEE, Chamber.DISTRICT}:
        norm = replace(law.norm(provision, sitting.chamber), status=SourceStatus.UNKNOWN)
        return Verdict.warning(
            norm,
            f"{sitting.chamber.label}: {norm.status.caveat}",
            cure="Klären Sie, ob die Hauptsatzung dieses Gremium nennen darf.",
        )
    return Verdict.kept(provision.norm, f"Zugelassen durch: {law.orders.remote_clause}.")


def remote_chair_refused(law: LawInForce, *, chair_is_remote: bool) -> Verdict:
    """Whether the chair is in the room (§ 52a Abs. 1 Satz 2 HGO)."""
    norm = law.profile.remote.norm
    if chair_is_remote:
        return Verdict.broken(
            norm,
            "Der Vorsitz leitet die Sitzung im Sitzungsraum.",
            cure="Lassen Sie die Stellvertretung leiten oder laden Sie in den Sitzungsraum ein.",
        )
    return Verdict.kept(norm, "Der Vorsitz ist im Sitzungsraum.")


def items_without_remote(law: LawInForce, sitting: Sitting) -> Verdict:
    """Whether remote members are shut out of an item (§ 52a Abs. 2 HGO: elections, removals); the item itself may be held."""
    never = law.profile.never_remote
    named = sorted(subject.label for subject in sitting.subjects & never.value)
    if named:
        return Verdict.warning(
            law.norm(never, sitting.chamber),
            f"Ohne zugeschaltete Mitglieder: {names_in_words(named)}.",
            cure="Weisen Sie in der Einladung darauf hin, dass daran nur im Sitzungsraum teilgenommen werden kann.",
        )
    return Verdict.kept(law.norm(never, sitting.chamber), "Kein Punkt schließt zugeschaltete Mitglieder aus.")
