"""Five years from the first of April."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.law.in_force import LawInForce
from ris.law.profiles import PROFILES, NoProfile
from ris.law.provisions import Land
from ris.law.standing_orders import StandingOrders
from ris.law.terms import Term, first_sitting_in_time, first_sitting_limit, mandate_ends, term_of
from tests.law.laws import hesse, lower_saxony

TERM = Term(date(2026, 4, 1), date(2031, 3, 31))
LAWS = st.sampled_from([LawInForce(versions[-1], StandingOrders(land=land)) for land, versions in PROFILES.items()])
DAYS = st.dates(date(2001, 11, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2026, 3, 31), date(2021, 4, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 12, 10), date(2026, 4, 1)),
        (date(2031, 3, 31), date(2026, 4, 1)),
        (date(2001, 4, 1), date(2001, 4, 1)),
    ],
)
def test_terms_begin_on_the_first_of_april(day: date, start: date) -> None:
    assert term_of(hesse(), day).start == start


@given(LAWS, DAYS)
def test_every_day_belongs_to_one_term(law: LawInForce, day: date) -> None:
    term = term_of(law, day)
    assert term.start <= day <= term.end
    assert term_of(law, term.start) == term_of(law, term.end) == term
    following = term_of(law, term.end + timedelta(days=1))
    assert (following.start.year - term.start.year, following.start.month) == (5, term.start.month)


def test_there_is_no_term_before_the_first_on_file() -> None:
    with pytest.raises(NoProfile, match=r"01\.04\.2001"):
        term_of(hesse(), date(2001, 3, 31))


def test_mandates_end_with_the_term() -> None:
    limit = mandate_ends(hesse(), date(2028, 2, 29))
    assert limit.day == date(2031, 3, 31)
    assert limit.calculation == "Wahlzeit 01.04.2026 bis 31.03.2031; Mandate enden mit ihr am Mo., 31.03.2031"


def test_the_first_sitting_is_held_within_a_month() -> None:
    limit = first_sitting_limit(hesse(), TERM)
    assert limit is not None
    assert limit.day == date(2026, 4, 30)
    early = date(2026, 4, 2)
    assert first_sitting_in_time(hesse(), TERM, date(2026, 4, 30), today=early).slack_days == 0
    assert first_sitting_in_time(hesse(), TERM, date(2026, 5, 4), today=early).warns
    assert first_sitting_in_time(hesse(), TERM, None, today=early).lawful
    assert first_sitting_in_time(hesse(), TERM, None, today=date(2026, 5, 1)).warns


def test_a_month_ends_with_a_short_month_and_with_the_year() -> None:
    ends = [first_sitting_limit(hesse(), Term(start, start)) for start in (date(2027, 1, 31), date(2026, 12, 1))]
    assert [limit.day for limit in ends if limit] == [date(2027, 2, 27), date(2026, 12, 31)]


def test_where_no_month_is_on_file_we_warn() -> None:
    assert first_sitting_limit(lower_saxony(), TERM) is None
    assert first_sitting_in_time(lower_saxony(), TERM, None, today=date(2026, 4, 2)).warns


def test_both_laws_have_their_own_day() -> None:
    assert term_of(lower_saxony(), date(2026, 12, 10)).start == date(2026, 11, 1)
    assert PROFILES[Land.HESSE][-1].term.value.anchor == date(2001, 4, 1)
