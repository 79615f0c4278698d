"""Telling the public time, place and agenda of a sitting (öffentliche Bekanntmachung), in the medium of the Hauptsatzung."""

from dataclasses import dataclass
from datetime import date

from ris.law.counting import ONE_DAY, Limit, last_day_before
from ris.law.in_force import LawInForce
from ris.law.provisions import Medium
from ris.law.sitting import Chamber, Sitting
from ris.law.verdict import Norm, Verdict
from ris.law.words import count_in_words, day_in_words, names_in_words


@dataclass(frozen=True)
class Announcement:
    """One public notice as it was made."""

    completed_on: date
    """The day it was complete; with a newspaper, the day it came out."""
    medium: Medium
    time: bool = True
    place: bool = True
    agenda: bool = True


def latest_notice(law: LawInForce, sitting: Sitting) -> Limit:
    """The last day the public notice may be complete (§ 58 Abs. 6 HGO: before the sitting; or the Hauptsatzung's lead)."""
    lead = law.orders.public_notice
    if lead is not None:
        return last_day_before(law.profile.land, sitting.day, "Sitzung", lead, law.orders.main_bylaw_norm)
    day = sitting.day - ONE_DAY
    words = f"Sitzung {day_in_words(sitting.day)}; bekannt gemacht wird davor, also spätestens am {day_in_words(day)}"
    return Limit(day, law.norm(law.profile.public_notice, sitting.chamber), words)


def publicly_announced(law: LawInForce, sitting: Sitting, made: Announcement | None) -> Verdict:
    """Whether time, place and agenda were made public before the sitting (§ 58 Abs. 6 HGO)."""
    norm = law.norm(law.profile.public_notice, sitting.chamber)
    if sitting.chamber is Chamber.EXECUTIVE:
        return Verdict.kept(
            law.profile.executive_closed.norm, "Sitzungen des Gemeindevorstands werden nicht bekannt gemacht."
        )
    limit = latest_notice(law, sitting)
    if made is None:
        return Verdict.broken(
            norm,
            "Zeit, Ort und Tagesordnung sind noch nicht öffentlich bekannt gemacht.",
            cure=f"Machen Sie die Sitzung bis {day_in_words(limit.day)} bekannt und tragen Sie den Nachweis ein.",
            calculation=limit.calculation,
        )
    parts = (("Zeit", made.time), ("Ort", made.place), ("Tagesordnung", made.agenda))
    missing = [name for name, there in parts if not there]
    if missing:
        return Verdict.broken(
            norm, f"In der Bekanntmachung fehlt: {names_in_words(missing)}.", cure="Machen Sie vollständig neu bekannt."
        )
    if law.orders.medium is not None and made.medium is not law.orders.medium:
        return _wrong_medium(law.orders.main_bylaw_norm, law.orders.medium, made.medium)
    slack = limit.slack(made.completed_on)
    if slack < 0:
        return Verdict.broken(
            limit.norm,
            f"Die Bekanntmachung war {count_in_words(-slack, 'einen Tag', 'Tage')} zu spät vollendet.",
            cure="Verlegen Sie die Sitzung und machen Sie sie neu bekannt.",
            calculation=limit.calculation,
            slack_days=slack,
        )
    return Verdict.kept(limit.norm, "Rechtzeitig bekannt gemacht.", calculation=limit.calculation, slack_days=slack)


def medium_named(law: LawInForce) -> Verdict:
    """Whether the Hauptsatzung names exactly one medium and what goes with it (§ 1 BekanntmachungsVO, § 7 HGO)."""
    norm, orders = law.profile.media.norm, law.orders
    if orders.medium is None:
        return Verdict.broken(
            norm,
            "Es ist nicht hinterlegt, wo die Hauptsatzung öffentlich bekannt machen lässt.",
            cure="Tragen Sie Zeitung, Amtsblatt oder Internetadresse ein, wie die Hauptsatzung sie nennt.",
        )
    if orders.medium is Medium.INTERNET and not orders.hint_newspaper.strip():
        return Verdict.broken(
            norm,
            "Zur Bekanntmachung im Internet nennt die Hauptsatzung auch die Zeitung für den Hinweis darauf.",
            cure="Tragen Sie die Zeitung für die Hinweisbekanntmachung ein.",
        )
    return Verdict.kept(norm, f"Bekannt gemacht wird in: {orders.medium.label}, {orders.medium_name}.")


def _wrong_medium(norm: Norm, right: Medium, wrong: Medium) -> Verdict:
    return Verdict.broken(
        norm,
        f"Bekannt zu machen ist in: {right.label}, nicht: {wrong.label}.",
        cure="Machen Sie im Medium der Hauptsatzung bekannt.",
    )
