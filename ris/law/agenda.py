"""The agenda: who has a say in it, what must be on it, what may be added later."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from ris.law.convening import may_send
from ris.law.counting import Limit, last_day_before
from ris.law.in_force import LawInForce
from ris.law.quorum import Need, share_needed
from ris.law.receipt import GERMANY
from ris.law.sitting import Chamber, Convening, Sitting, Subject
from ris.law.verdict import Verdict
from ris.law.words import count_in_words, day_in_words, names_in_words


def agenda_agreed(law: LawInForce, sitting: Sitting, agreed_on: date | None) -> Verdict:
    """Whether the agenda was fixed in consultation (Benehmen, § 58 Abs. 5, § 62 Abs. 5 HGO); `agreed_on` None: not yet."""
    consults = law.profile.consults
    norm = law.norm(consults, sitting.chamber)
    partner = consults.value
    if partner is None or sitting.chamber is Chamber.EXECUTIVE:
        return Verdict.kept(norm, "Für diese Tagesordnung ist kein Benehmen vorgeschrieben.")
    if sitting.chamber is Chamber.COMMITTEE:
        partner = f"dem Vorsitz der Vertretung und {partner}"
    if agreed_on is None:
        return Verdict.broken(
            norm,
            f"Das Benehmen mit {partner} über Zeit und Tagesordnung ist nicht festgehalten.",
            cure="Geben Sie Gelegenheit zur Stellungnahme und tragen Sie ein, wann und mit wem das Benehmen hergestellt wurde.",
        )
    if agreed_on > sitting.day:
        return Verdict.broken(
            norm,
            f"Das Benehmen am {day_in_words(agreed_on)} läge nach der Sitzung.",
            cure="Prüfen Sie das eingetragene Datum.",
        )
    return Verdict.kept(norm, f"Benehmen mit {partner} am {day_in_words(agreed_on)} hergestellt.")


def demanded_items_listed(
    law: LawInForce, sitting: Sitting, demanded: Collection[str], listed: Collection[str]
) -> Verdict:
    """Whether every item that was demanded as the law allows is on the agenda (§ 58 Abs. 5, § 56 Abs. 1 HGO)."""
    norm = law.norm(law.profile.demanded_items, sitting.chamber)
    missing = sorted(set(demanded) - set(listed))
    if missing:
        return Verdict.broken(
            norm,
            f"Verlangt, aber nicht auf der Tagesordnung: {names_in_words(missing)}.",
            cure="Nehmen Sie die Punkte auf.",
        )
    return Verdict.kept(norm, "Alles Verlangte steht auf der Tagesordnung.")


def votes_to_extend(law: LawInForce, statutory_size: int, chamber: Chamber = Chamber.COUNCIL) -> Need | None:
    """How many must agree to an item that was not on the invitation (§ 58 Abs. 2 HGO): two thirds of the statutory number.

    The Body's own rule where it asks for more. None where neither names a share.
    """
    statute, own = law.profile.extension, law.orders.extension
    needs = []
    if statute.value is not None:
        needs.append(share_needed(statute.value, statutory_size, law.norm(statute, chamber), "Mitgliedern"))
    if own is not None:
        needs.append(share_needed(own, statutory_size, law.orders.procedure_norm, "Mitgliedern"))
    return max(needs, key=lambda need: need.number, default=None)


def may_propose_extension(law: LawInForce, sitting: Sitting, subject: Subject) -> Verdict:
    """Whether such an item may be added at all after the invitation (§ 58 Abs. 2 and 3 HGO).

    That an election cannot is reasoned from both paragraphs, so it warns; sending it on a new, timely invitation cures it.
    """
    never = law.profile.never_extended
    if subject in never.value:
        return Verdict.broken(
            law.norm(never, sitting.chamber),
            f"{subject.label} kann nicht durch Beschluss in der Sitzung auf die Tagesordnung kommen.",
            cure="Laden Sie dazu fristgerecht ein, mit einem Nachtrag innerhalb der Ladungsfrist oder zur nächsten Sitzung.",
        )
    return Verdict.kept(
        law.norm(law.profile.extension, sitting.chamber),
        "Der Punkt kann in der Sitzung mit der nötigen Mehrheit aufgenommen werden.",
    )


def may_supplement(law: LawInForce, sitting: Sitting, subject: Subject, statutory_size: int, *, today: date) -> Verdict:
    """Which way an item still has onto an invited agenda (§ 58 Abs. 1 to 3 HGO): in time by supplement, else by vote.

    Lawful: a supplement received today is in time. Warning: only with the votes named in the reason, or, for elections and
    the Hauptsatzung, not at all by what the paragraphs say together.
    """
    item = replace(sitting, convening=Convening.REGULAR, subjects=frozenset({subject}))
    sent = may_send(law, item, today)
    if sent.lawful:
        return sent
    proposal = may_propose_extension(law, sitting, subject)
    need = votes_to_extend(law, statutory_size, sitting.chamber)
    if not proposal.lawful or need is None:
        return proposal if need is not None else sent
    return Verdict.warning(
        need.norm,
        f"Für einen Nachtrag ist es zu spät. In der Sitzung kommt der Punkt nur mit {need.number} Ja-Stimmen dazu. "
        f"{need.norm.status.caveat}".strip(),
        cure="Nehmen Sie den Punkt in die nächste Sitzung oder bereiten Sie den Antrag auf Erweiterung vor.",
        calculation=f"{sent.calculation}; {need.calculation}",
        slack_days=sent.slack_days,
    )


def extension_agreed(law: LawInForce, statutory_size: int, yes: int, chamber: Chamber = Chamber.COUNCIL) -> Verdict:
    """Whether enough agreed to a new item (§ 58 Abs. 2 HGO); counted is yes, of all who by law belong to the body."""
    need = votes_to_extend(law, statutory_size, chamber)
    norm = law.norm(law.profile.extension, chamber)
    if need is None:
        return Verdict.warning(
            norm,
            f"Keine Mehrheit hinterlegt. {norm.status.caveat}".strip(),
            cure="Sehen Sie in der Geschäftsordnung nach.",
        )
    if yes < need.number:
        return Verdict.broken(
            need.norm,
            f"{count_in_words(yes, 'eine Ja-Stimme', 'Ja-Stimmen')} von {need.number} nötigen: das reicht nicht.",
            cure="Der Punkt kommt auf die Tagesordnung der nächsten Sitzung.",
            calculation=need.calculation,
        )
    return Verdict.kept(need.norm, f"Mit {yes} Ja-Stimmen aufgenommen.", calculation=need.calculation)


def motion_limit(law: LawInForce, sitting: Sitting) -> Limit | None:
    """The last day for motions of members and Fraktionen (the Body's Geschäftsordnung, § 60 HGO); None without a rule."""
    lead = law.orders.motion_deadline
    if lead is None:
        return None
    return last_day_before(law.profile.land, sitting.day, "Sitzung", lead, law.orders.procedure_norm)


def motion_in_time(law: LawInForce, sitting: Sitting, received: datetime) -> Verdict:
    """Whether a motion came in time for a sitting (the Body's Geschäftsordnung, § 60 HGO); late ones wait, so it warns.

    `received` is an aware datetime; its day in Germany counts, until midnight.
    """
    limit = motion_limit(law, sitting)
    if limit is None:
        return Verdict.kept(law.orders.procedure_norm, "Für Anträge ist keine Frist hinterlegt.")
    slack = limit.slack(received.astimezone(GERMANY).date())
    if slack < 0:
        return Verdict.warning(
            limit.norm,
            f"Der Antrag kam {count_in_words(-slack, 'einen Tag', 'Tage')} nach der Antragsfrist.",
            cure="Er kommt auf die nächste Tagesordnung oder braucht in der Sitzung die Mehrheit für neue Punkte.",
            calculation=limit.calculation,
            slack_days=slack,
        )
    return Verdict.kept(
        limit.norm, "Der Antrag kam in der Antragsfrist.", calculation=limit.calculation, slack_days=slack
    )
