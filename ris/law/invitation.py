"""The invitation itself: who sends it, to whom, by which means, and what it must name."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from ris.law.in_force import LawInForce
from ris.law.provisions import Means, Office, Provision
from ris.law.sitting import Chamber, Convening, Sitting
from ris.law.verdict import Verdict
from ris.law.words import names_in_words


def inviting_office(law: LawInForce, sitting: Sitting) -> Office:
    """Who invites (§ 58 Abs. 1, § 56 Abs. 2, § 62 Abs. 3 HGO): the chair; to a first sitting somebody else."""
    return _inviter(law, sitting).value


def invited_by(law: LawInForce, sitting: Sitting, office: Office) -> Verdict:
    """Whether the right office invites (§ 58 Abs. 1 Satz 1, § 56 Abs. 2, § 62 Abs. 3 HGO)."""
    right = _inviter(law, sitting)
    if office is right.value:
        return Verdict.kept(right.norm, f"Eingeladen wird durch {right.value.label}.")
    return Verdict.broken(
        right.norm,
        f"Einzuladen ist durch {right.value.label}, nicht durch {office.label}.",
        cure="Lassen Sie die Einladung von der richtigen Stelle freigeben.",
    )


def items_named(law: LawInForce, sitting: Sitting, titles: Sequence[str]) -> Verdict:
    """Whether the invitation names what is to be dealt with (§ 58 Abs. 1 Satz 1 HGO): no empty agenda, no empty title."""
    norm = law.norm(law.profile.items_named, sitting.chamber)
    if not titles:
        return Verdict.broken(norm, "Die Tagesordnung ist leer.", cure="Nehmen Sie mindestens einen Punkt auf.")
    nameless = [str(place) for place, title in enumerate(titles, 1) if not title.strip()]
    if nameless:
        return Verdict.broken(
            norm,
            f"Ohne Bezeichnung: Stelle {names_in_words(nameless)} der Tagesordnung.",
            cure="Benennen Sie jeden Punkt so, dass die Mitglieder sich vorbereiten können.",
        )
    return Verdict.kept(norm, "Alle Gegenstände sind benannt.")


def all_members_invited(
    law: LawInForce, sitting: Sitting, members: Collection[str], invited: Collection[str]
) -> Verdict:
    """Whether no member is left out (§ 58 Abs. 1 Satz 1 HGO); one left out makes the whole invitation defective."""
    norm = law.norm(law.profile.items_named, sitting.chamber)
    missing = sorted(set(members) - set(invited))
    if missing:
        return Verdict.broken(
            norm,
            f"Nicht eingeladen: {names_in_words(missing)}.",
            cure="Laden Sie alle Mitglieder ein, auch wenn jemand schon abgesagt hat.",
        )
    return Verdict.kept(norm, "Alle Mitglieder sind eingeladen.")


def executive_invited(law: LawInForce, sitting: Sitting, *, invited: bool) -> Verdict:
    """Whether the Gemeindevorstand, which attends and must be heard, knows of the sitting (§ 59 HGO)."""
    norm = law.norm(law.profile.executive_attends, sitting.chamber)
    if invited or sitting.chamber is Chamber.EXECUTIVE:
        return Verdict.kept(norm, "Der Gemeindevorstand ist eingeladen.")
    return Verdict.broken(
        norm, "Der Gemeindevorstand ist nicht eingeladen.", cure="Nehmen Sie den Gemeindevorstand in den Verteiler auf."
    )


def means_allowed(law: LawInForce, sitting: Sitting, means: Means, *, consented: bool) -> Verdict:
    """Whether somebody may be invited by this means (§ 58 Abs. 1 Satz 1 HGO; consent: the Body's Geschäftsordnung)."""
    norm = law.norm(law.profile.means, sitting.chamber)
    if means not in law.profile.means.value:
        return Verdict.broken(
            norm, "Diese Form der Einladung kennt das Gesetz nicht.", cure="Laden Sie schriftlich ein."
        )
    if means is Means.ELECTRONIC and law.orders.electronic_by_consent and not consented:
        return Verdict.broken(
            law.orders.procedure_norm,
            "Zur elektronischen Einladung fehlt das Einverständnis.",
            cure="Schicken Sie die Einladung per Post oder holen Sie das Einverständnis ein.",
        )
    return Verdict.kept(norm, "Schriftlich oder elektronisch: die Form ist zulässig.")


def second_convening_linked(
    law: LawInForce, sitting: Sitting, items: Collection[str], postponed: Collection[str]
) -> Verdict:
    """Whether a second convening is about postponed items only (§ 53 Abs. 2 HGO); for others the quorum is still needed."""
    norm = law.norm(law.profile.second_notice_sentence, sitting.chamber)
    if sitting.convening is not Convening.SECOND:
        return Verdict.kept(norm, "Keine zweite Einberufung.")
    if not postponed:
        return Verdict.broken(
            norm,
            "Zu einer zweiten Einberufung gehört ein Punkt, der wegen Beschlussunfähigkeit zurückgestellt wurde.",
            cure="Verknüpfen Sie die zurückgestellten Punkte oder laden Sie mit der gewöhnlichen Frist ein.",
        )
    others = sorted(set(items) - set(postponed))
    if others:
        return Verdict.warning(
            norm,
            f"Neu und daher nur bei Beschlussfähigkeit zu behandeln: {names_in_words(others)}.",
            cure="Laden Sie zu neuen Punkten mit der gewöhnlichen Frist ein.",
        )
    return Verdict.kept(norm, "Alle Punkte wurden wegen Beschlussunfähigkeit zurückgestellt.")


def _inviter(law: LawInForce, sitting: Sitting) -> Provision[Office]:
    """The provision on who invites, with the norm as it reaches this organ."""
    profile = law.profile
    if sitting.first_of_term and sitting.chamber is Chamber.COMMITTEE:
        return profile.first_committee_inviter
    provision = profile.first_inviter if sitting.first_of_term else profile.inviter
    return replace(provision, norm=law.norm(provision, sitting.chamber))
