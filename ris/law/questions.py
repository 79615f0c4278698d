"""Questions of Fraktionen and members to the executive: until when an answer is due."""

from datetime import date

from ris.law.counting import Limit, last_day_after
from ris.law.in_force import LawInForce


def answer_limit(law: LawInForce, asked_on: date) -> Limit | None:
    """The last day for a written answer (§ 50 Abs. 2 HGO names none; the Body's Geschäftsordnung does, § 60 HGO).

    None where it does not either.
    """
    period = law.orders.answer_deadline
    if period is None:
        return None
    return last_day_after(law.profile.land, asked_on, "Eingang", period, law.orders.procedure_norm)
