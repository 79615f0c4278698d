"""The demo town's calendar, whatever day it is made on."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from ris.demo_town.rounds import CONSTITUTIVE, calendar_for, invited_on, workday

DAYS = [
    date(2026, 11, 22),
    date(2026, 12, 24),
    date(2027, 1, 1),
    date(2027, 4, 23),
    date(2027, 8, 1),
    date(2028, 2, 29),
]


@pytest.mark.parametrize("today", DAYS)
def test_the_coming_plenary_is_on_a_thursday_some_days_ahead(today: date) -> None:
    coming = calendar_for(today).plenaries[0]
    assert coming.weekday() == 3
    assert coming >= today + timedelta(days=10)
    assert coming <= today + timedelta(days=16) or today.month in {12, 1}


@pytest.mark.parametrize("today", DAYS)
def test_rounds_follow_one_another_without_a_hole(today: date) -> None:
    places = calendar_for(today).plenaries
    assert sorted(places) == list(range(min(places), 3))
    days = [places[place] for place in sorted(places)]
    assert all(timedelta(days=28) < later - earlier for earlier, later in pairwise(days))


@pytest.mark.parametrize("today", DAYS)
def test_the_plenary_meets_at_least_six_times_in_each_whole_year(today: date) -> None:
    days = [*calendar_for(today).plenaries.values(), *CONSTITUTIVE]
    counted = Counter(day.year for day in days)
    assert all(counted[year] >= 6 for year in range(2022, today.year))


@pytest.mark.parametrize("today", DAYS)
def test_nobody_meets_around_the_turn_of_the_year(today: date) -> None:
    days = calendar_for(today).plenaries.values()
    assert not [day for day in days if (day.month, day.day) >= (12, 19) or (day.month, day.day) <= (1, 10)]


def test_the_first_sitting_of_a_term_is_within_a_month_of_its_beginning() -> None:
    assert all(date(day.year, 4, 1) <= day <= date(day.year, 4, 30) for day in CONSTITUTIVE)


@pytest.mark.parametrize("organization", ["stvv", "hfa", "obw"])
def test_invitations_go_out_well_before_the_three_days_of_the_law(organization: str) -> None:
    day = date(2026, 12, 10)
    assert day - invited_on(organization, day).date() > timedelta(days=4)


def test_a_sitting_planned_for_a_weekend_is_on_the_monday_after() -> None:
    assert [workday(date(2026, 11, day)).day for day in (27, 28, 29, 30)] == [27, 30, 30, 30]
