"""School holidays as the ministries fixed them."""

import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise

import pytest

from ris.law.provisions import Land
from ris.law.school_holidays import SchoolHolidays, school_holidays_of


def test_the_autumn_holidays_of_2026_are_known() -> None:
    found = school_holidays_of(Land.HESSE, 2026)
    assert SchoolHolidays("Herbstferien", date(2026, 10, 5), date(2026, 10, 17)) in found


def test_holidays_over_the_end_of_the_year_are_one_stretch_in_both_years() -> None:
    christmas = SchoolHolidays("Weihnachtsferien", date(2026, 12, 23), date(2027, 1, 12))
    assert school_holidays_of(Land.HESSE, 2026)[-1] == christmas
    assert school_holidays_of(Land.HESSE, 2027)[0] == christmas


@pytest.mark.parametrize("land", Land)
@pytest.mark.parametrize("year", range(2022, 2029))
def test_stretches_stand_in_order_and_do_not_touch(land: Land, year: int) -> None:
    found = school_holidays_of(land, year)
    assert len(found) >= 4
    assert all(one.first_day <= one.last_day for one in found)
    assert all(two.first_day - one.last_day >= timedelta(days=1) for one, two in pairwise(found))


def test_nothing_is_said_of_years_nobody_has_fixed() -> None:
    assert school_holidays_of(Land.HESSE, 2060) == ()


def test_the_calendars_of_the_world_are_loaded_only_when_asked() -> None:
    program = "import sys, ris.law.school_holidays, ris.law.deadlines; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
