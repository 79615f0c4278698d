"""Ladungsfrist: until when an invitation must have been received, and whether the period may be shortened."""

from collections.abc import Mapping
from datetime import date

from ris.law.counting import Limit, Period, last_day_with_between
from ris.law.in_force import LawInForce
from ris.law.provisions import Provision
from ris.law.receipt import Receipt
from ris.law.sitting import Convening, Sitting
from ris.law.verdict import Norm, Verdict
from ris.law.words import count_in_words, day_in_words, names_in_words


def latest_receipt(law: LawInForce, sitting: Sitting) -> Limit | None:
    """The last day an invitation may be received (§ 58 Abs. 1 Satz 2, 3 and 5, Abs. 3 HGO, or stricter own rule).

    Three whole days between for a regular sitting, none when shortened, one for a second convening; elections and the
    Hauptsatzung always have three. None where neither the law nor the Body names a period.
    """
    return min(_limits(law, sitting), key=lambda limit: limit.day, default=None)


def notice_kept(law: LawInForce, sitting: Sitting, receipt: Receipt) -> Verdict:
    """Whether one invitation was received in time (§ 58 Abs. 1 Satz 2 to 5, Abs. 3 HGO)."""
    limit = latest_receipt(law, sitting)
    if limit is None:
        return _no_period(law, sitting)
    slack = limit.slack(receipt.day)
    words = f"{limit.calculation}. {receipt.calculation}"
    if slack >= 0:
        return Verdict.kept(limit.norm, _in_time(slack), calculation=words, slack_days=slack)
    late = f"Die Einladung ging {count_in_words(-slack, 'einen Tag', 'Tage')} zu spät zu."
    if receipt.arrived > limit.day:
        norm = _gravest(law, sitting, receipt.arrived).norm
        return Verdict.broken(norm, late, cure=_cure(law, sitting), calculation=words, slack_days=slack)
    by_hour = limit.norm if receipt.norm.status.may_block else receipt.norm
    return Verdict.broken(
        by_hour,
        f"{late} Sie kam am letzten Tag, aber zu spät am Abend.",
        cure=_cure(law, sitting),
        calculation=words,
        slack_days=slack,
    )


def everyone_in_time(law: LawInForce, sitting: Sitting, receipts: Mapping[str, Receipt | None]) -> Verdict:
    """Whether everybody received the invitation in time (§ 58 Abs. 1 Satz 2 HGO); None: no proof of receipt yet.

    The names are those of `receipts` and stand in the reason, so they are for the session office only.
    """
    verdicts = {name: notice_kept(law, sitting, receipt) for name, receipt in receipts.items() if receipt is not None}
    limit = latest_receipt(law, sitting)
    if limit is None:
        return _no_period(law, sitting)
    late = {name: verdict for name, verdict in verdicts.items() if not verdict.lawful}
    if late:
        worst = min(late.values(), key=lambda verdict: (not verdict.blocks, verdict.slack_days or 0))
        reason = f"Zu spät eingeladen: {names_in_words(sorted(late))}."
        return Verdict(
            worst.outcome,
            worst.norm,
            f"{reason} {worst.norm.status.caveat}".strip(),
            worst.calculation,
            worst.slack_days,
            worst.cure,
        )
    missing = sorted(name for name, receipt in receipts.items() if receipt is None)
    if missing:
        return Verdict.warning(
            limit.norm,
            f"Noch ohne Nachweis des Zugangs: {names_in_words(missing)}.",
            cure="Lassen Sie sich den Zugang bestätigen oder tragen Sie den Tag der Zustellung ein.",
            calculation=limit.calculation,
        )
    slack = min((verdict.slack_days or 0 for verdict in verdicts.values()), default=0)
    return Verdict.kept(
        limit.norm, "Alle sind rechtzeitig eingeladen.", calculation=limit.calculation, slack_days=slack
    )


def may_send(law: LawInForce, sitting: Sitting, today: date) -> Verdict:
    """Whether an invitation received today would still be in time (§ 58 Abs. 1 HGO): asked before it is sent."""
    limit = latest_receipt(law, sitting)
    if limit is None:
        return _no_period(law, sitting)
    slack = limit.slack(today)
    if slack < 0:
        reason = f"Die Ladungsfrist ist seit {count_in_words(-slack, 'einem Tag', 'Tagen')} nicht mehr zu halten."
        norm = _gravest(law, sitting, today).norm
        return Verdict.broken(norm, reason, cure=_cure(law, sitting), calculation=limit.calculation, slack_days=slack)
    spare = f"noch {count_in_words(slack, 'ein Tag', 'Tage')} Zeit" if slack else "heute ist der letzte Tag"
    return Verdict.kept(
        limit.norm, f"Die Ladungsfrist ist zu halten ({spare}).", calculation=limit.calculation, slack_days=slack
    )


def may_shorten(law: LawInForce, sitting: Sitting, urgency: str) -> Verdict:
    """Whether the Ladungsfrist may be shortened (§ 58 Abs. 1 Satz 3, Abs. 3 HGO): urgent, no election, no Hauptsatzung."""
    never, short = law.profile.never_short, law.profile.short_notice_days
    forbidden = sorted(subject.label for subject in sitting.subjects & never.value)
    if forbidden:
        return Verdict.broken(
            law.norm(never, sitting.chamber),
            f"Für {names_in_words(forbidden)} darf die Ladungsfrist nicht abgekürzt werden.",
            cure="Nehmen Sie den Punkt von der Tagesordnung oder laden Sie fristgerecht zu einem späteren Tag.",
        )
    norm = law.norm(short, sitting.chamber)
    if not urgency.strip():
        return Verdict.broken(
            norm,
            "Die Frist darf nur in eiligen Fällen abgekürzt werden; der Grund der Eile fehlt.",
            cure="Schreiben Sie auf, warum die Sache nicht bis zu einer fristgerechten Sitzung warten kann.",
        )
    if short.value is None:
        return _no_period(law, sitting)
    return Verdict.kept(norm, "Die Ladungsfrist darf abgekürzt werden; der Grund der Eile ist festgehalten.")


def mandatory_sentence(law: LawInForce, sitting: Sitting) -> str:
    """The sentence that must stand in the invitation (§ 58 Abs. 1 Satz 4, § 53 Abs. 2 HGO); empty for a regular one."""
    provision = _sentence(law, sitting)
    return "" if provision is None else provision.value


def mandatory_sentence_given(law: LawInForce, sitting: Sitting, text: str) -> Verdict:
    """Whether the invitation says what a shortened or second convening must say (§ 58 Abs. 1 Satz 4, § 53 Abs. 2 HGO)."""
    provision = _sentence(law, sitting)
    if provision is None:
        return Verdict.kept(_norm(law, sitting), "Eine fristgerechte Einladung braucht keinen Hinweis auf die Frist.")
    norm = law.norm(provision, sitting.chamber)
    if not provision.value:
        return _no_period(law, sitting)
    if " ".join(provision.value.split()) in " ".join(text.split()):
        return Verdict.kept(norm, "Der vorgeschriebene Hinweis steht in der Einladung.")
    return Verdict.broken(
        norm,
        "In der Einladung fehlt der vorgeschriebene Hinweis.",
        cure=f"Nehmen Sie diesen Satz auf: „{provision.value}“",
    )


def _sentence(law: LawInForce, sitting: Sitting) -> Provision[str] | None:
    return {
        Convening.SHORT: law.profile.short_notice_sentence,
        Convening.SECOND: law.profile.second_notice_sentence,
    }.get(sitting.convening)


def _limits(law: LawInForce, sitting: Sitting) -> list[Limit]:
    """The limit of the statute and the Body's own, as far as there are any; the statute's first."""
    statute, own = law.notice_periods(sitting)
    periods = []
    if statute.value is not None:
        periods.append((Period(statute.value), law.norm(statute, sitting.chamber)))
    if own is not None:
        periods.append((own, law.orders.procedure_norm))
    return [last_day_with_between(law.profile.land, sitting.day, period, norm) for period, norm in periods]


def _gravest(law: LawInForce, sitting: Sitting, day: date) -> Limit:
    """Of the limits missed on this day the first that may block: what is certain goes before what is guessed."""
    missed = [limit for limit in _limits(law, sitting) if limit.day < day]
    return min(missed, key=lambda limit: not limit.norm.status.may_block)


def _norm(law: LawInForce, sitting: Sitting) -> Norm:
    return law.norm(law.notice_periods(sitting)[0], sitting.chamber)


def _no_period(law: LawInForce, sitting: Sitting) -> Verdict:
    norm = _norm(law, sitting)
    return Verdict.warning(
        norm,
        f"{norm} nennt hier keine Frist, und die Geschäftsordnung ist dazu nicht hinterlegt. {norm.status.caveat}".strip(),
        cure="Tragen Sie die Frist der Geschäftsordnung in den Einstellungen ein.",
    )


def _in_time(slack: int) -> str:
    spare = f"{count_in_words(slack, 'ein Tag', 'Tage')} Luft" if slack else "am letzten Tag"
    return f"Die Frist ist gehalten ({spare})."


def _cure(law: LawInForce, sitting: Sitting) -> str:
    may_be_short = (
        law.profile.short_notice_days.value is not None and not sitting.subjects & law.profile.never_short.value
    )
    if sitting.convening is Convening.REGULAR and may_be_short:
        return (
            "Verlegen Sie die Sitzung oder kürzen Sie die Frist ab: nur in eiligen Fällen, mit Zugang spätestens am Tag "
            "vor der Sitzung und mit dem vorgeschriebenen Hinweis in der Einladung."
        )
    return f"Verlegen Sie die Sitzung vom {day_in_words(sitting.day)} auf einen späteren Tag und laden Sie neu ein."
