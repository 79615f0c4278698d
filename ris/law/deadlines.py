"""From the day of a sitting backwards: everything that must be done by when, with norm, sum and slack."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ris.law.agenda import motion_limit
from ris.law.convening import latest_receipt
from ris.law.counting import Limit, Period, last_day_before
from ris.law.in_force import LawInForce
from ris.law.notice import latest_notice
from ris.law.sitting import Chamber, Convening, Sitting
from ris.law.verdict import Norm


class Step(StrEnum):
    """What has to be done by a day; in the order it is usually done."""

    CO_SIGNING = "co_signing"
    PAPERS = "papers"
    MOTIONS = "motions"
    AGENDA = "agenda"
    DISPATCH = "dispatch"
    RECEIPT = "receipt"
    NOTICE = "notice"
    SHORT_RECEIPT = "short_receipt"

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return _LABELS[self]


_LABELS = {
    Step.CO_SIGNING: "Mitzeichnung abgeschlossen",
    Step.PAPERS: "Vorlagenschluss",
    Step.MOTIONS: "Antragsfrist",
    Step.AGENDA: "Tagesordnung steht (Benehmen)",
    Step.DISPATCH: "Versand der Einladung",
    Step.RECEIPT: "Zugang der Einladung",
    Step.NOTICE: "Öffentliche Bekanntmachung",
    Step.SHORT_RECEIPT: "Zugang bei abgekürzter Frist",
}


@dataclass(frozen=True)
class Deadline:
    """One thing to be done by a day."""

    step: Step
    day: date
    norm: Norm
    calculation: str
    slack_days: int
    """Days from today; negative: so many days ago."""

    @property
    def missed(self) -> bool:
        """The day has passed."""
        return self.slack_days < 0


def deadlines_for(law: LawInForce, sitting: Sitting, *, today: date) -> list[Deadline]:
    """Every deadline before a sitting, earliest first (§ 58 Abs. 1, 5 and 6 HGO and the Body's Geschäftsordnung, § 60 HGO).

    Steps for which neither the law nor the Body names a period are left out. A paper deadline, once missed, is the
    Body's own affair; a missed receipt is a matter of the law: ask `convening.may_send`.
    """
    limits = _limits(law, sitting)
    found = [
        Deadline(step, limit.day, limit.norm, limit.calculation, limit.slack(today))
        for step, limit in limits.items()
        if limit is not None
    ]
    order = tuple(Step)
    return sorted(found, key=lambda deadline: (deadline.day, order.index(deadline.step)))


def _limits(law: LawInForce, sitting: Sitting) -> dict[Step, Limit | None]:
    orders = law.orders
    receipt = latest_receipt(law, sitting)
    papers = _before(law, sitting.day, "Sitzung", orders.paper_deadline)
    executive = sitting.chamber is Chamber.EXECUTIVE
    return {
        Step.CO_SIGNING: _before(law, papers.day, "Vorlagenschluss", orders.co_signing) if papers else None,
        Step.PAPERS: papers,
        Step.MOTIONS: motion_limit(law, sitting),
        Step.AGENDA: _agenda(law, sitting),
        Step.DISPATCH: _before(law, receipt.day, "Letzter Tag des Zugangs", orders.dispatch) if receipt else None,
        Step.RECEIPT: receipt,
        Step.NOTICE: None if executive else latest_notice(law, sitting),
        Step.SHORT_RECEIPT: _if_shortened(law, sitting),
    }


def _before(law: LawInForce, event: date, name: str, lead: Period | None) -> Limit | None:
    if lead is None:
        return None
    return last_day_before(law.profile.land, event, name, lead, law.orders.procedure_norm)


def _agenda(law: LawInForce, sitting: Sitting) -> Limit | None:
    """The day is the Body's own, what must be done by then is the law's: both are cited."""
    limit = _before(law, sitting.day, "Sitzung", law.orders.agenda_fixed)
    if limit is None:
        return None
    agreed = law.norm(law.profile.consults, sitting.chamber)
    return replace(limit, norm=replace(limit.norm, citation=f"{limit.norm} zu {agreed}"))


def _if_shortened(law: LawInForce, sitting: Sitting) -> Limit | None:
    """What would be left if a regular sitting were convened with a shortened period; None where it may not be."""
    if sitting.convening is not Convening.REGULAR or sitting.subjects & law.profile.never_short.value:
        return None
    return latest_receipt(law, replace(sitting, convening=Convening.SHORT))
