"""Who is heard before a decision."""

from datetime import date

import pytest

from ris.law.hearing import district_heard, foreigners_heard
from tests.law.laws import SITTING_DAY, hesse, lower_saxony

BEFORE, AFTER = date(2026, 12, 1), date(2026, 12, 11)


@pytest.mark.parametrize(
    ("concerned", "heard_on", "lawful"),
    [(True, BEFORE, True), (True, SITTING_DAY, True), (True, None, False), (True, AFTER, False), (False, None, True)],
)
def test_the_district_is_heard_before_the_vote(concerned: bool, heard_on: date | None, lawful: bool) -> None:
    verdict = district_heard(hesse(), concerns_district=concerned, heard_on=heard_on, decided_on=SITTING_DAY)
    assert (verdict.lawful, verdict.warns) == (lawful, not lawful)


def test_foreigners_are_heard_before_the_vote() -> None:
    open_hearing = foreigners_heard(hesse(), concerns_them=True, heard_on=AFTER, decided_on=SITTING_DAY)
    assert open_hearing.warns
    assert open_hearing.reason == "Die Anhörung (Ausländerbeirat) läge am Fr., 11.12.2026 nach der Entscheidung."
    assert foreigners_heard(hesse(), concerns_them=True, heard_on=BEFORE, decided_on=SITTING_DAY).lawful
    assert foreigners_heard(lower_saxony(), concerns_them=True, heard_on=None, decided_on=SITTING_DAY).lawful


def test_a_hearing_reasoned_only_says_so() -> None:
    verdict = district_heard(lower_saxony(), concerns_district=True, heard_on=None, decided_on=SITTING_DAY)
    assert "ist nicht vorgesehen" in verdict.reason
    assert "erschlossen" in verdict.reason
