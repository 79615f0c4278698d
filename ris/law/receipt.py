"""On which day an invitation counts as received (Zugang); what counts is receipt, never dispatch."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ris.law.in_force import LawInForce
from ris.law.verdict import Norm, SourceStatus
from ris.law.words import day_in_words

GERMANY = ZoneInfo("Europe/Berlin")
USUAL_END_OF_DAY = time(18)
"""Nobody expects to be sent mail later; careful, and only a guess where the Body has no rule of its own."""
BY_CUSTOM = Norm("§ 130 Abs. 1 BGB", SourceStatus.INFERRED, "Zugang, wenn mit Kenntnisnahme zu rechnen ist")
BY_POST = Norm("§ 130 Abs. 1 BGB", SourceStatus.VERIFIED_2, "herrschende Meinung")


@dataclass(frozen=True)
class Receipt:
    """When an invitation reached somebody."""

    day: date
    """The day it counts."""
    arrived: date
    """The day it was there; `day` is this one or the next."""
    norm: Norm
    calculation: str


def received_electronically(law: LawInForce, at: datetime) -> Receipt:
    """The day of receipt of an e-mail that reached the mailbox at `at` (§ 130 Abs. 1 BGB, the Body's own hour).

    `at` is an aware datetime; what counts is the clock in Germany. Later than the Body's hour is the next day. Without
    such an hour later than 18:00 is, to be careful; a verdict that hangs on this guess can only warn.
    """
    if at.tzinfo is None:
        raise ValueError("aware datetimes only")
    local = at.astimezone(GERMANY)
    own = law.orders.receipt_until
    until, norm = (USUAL_END_OF_DAY, BY_CUSTOM) if own is None else (own, law.orders.procedure_norm)
    arrived = local.date()
    late = local.time().replace(second=0, microsecond=0) > until
    day = arrived + timedelta(days=1) if late else arrived
    relation = "nach" if late else "bis"
    words = f"E-Mail am {day_in_words(arrived)} um {local:%H:%M} Uhr, {relation} {until:%H:%M} Uhr: Zugang am {day_in_words(day)}"
    return Receipt(day, arrived, norm, words)


def received_on_paper(day: date) -> Receipt:
    """The day of receipt of a letter that was put in the letter box on `day` (§ 130 Abs. 1 BGB)."""
    return Receipt(day, day, BY_POST, f"Brief am {day_in_words(day)}: Zugang am selben Tag")
