"""Laws and sittings for the tests of ris/law."""

from datetime import date
from fractions import Fraction

from ris.law.in_force import LawInForce, law_in_force
from ris.law.provisions import Land
from ris.law.standing_orders import StandingOrders

SITTING_DAY = date(2026, 12, 10)
"""A Thursday."""
STATUTORY_SIZE = 37
TWO_THIRDS = Fraction(2, 3)
PLAIN = StandingOrders()


def hesse(orders: StandingOrders = PLAIN, day: date = SITTING_DAY) -> LawInForce:
    """Hessian law of a day, and nothing of the Body's own unless given."""
    return law_in_force(orders, day)


def lower_saxony(day: date = SITTING_DAY) -> LawInForce:
    """Lower Saxon law of a day."""
    return law_in_force(StandingOrders(land=Land.LOWER_SAXONY), day)
