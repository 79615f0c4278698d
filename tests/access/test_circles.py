"""Circles remember days: who has left finds what became readable meanwhile, no day more and no day less."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from ris.access.circles import (
    ADMINISTRATION,
    COUNCIL,
    closed_readers,
    dated,
    during,
    meeting_token,
    organization_token,
    redated,
)

days = some.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(days, days, days)
def test_a_former_member_finds_exactly_the_days_of_the_membership(first: date, last: date, day: date) -> None:
    readable = not dated("org:1", day).isdisjoint(during("org:1", first, last))
    assert readable is (first <= day <= last)


@given(days, some.integers(0, 365 * 40))
def test_a_long_membership_needs_few_words(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    assert len(during("org:1", first, last)) <= 30 + 30 + 11 + 11 + 41


def test_a_membership_of_five_years_is_five_words() -> None:
    assert during("council", date(2021, 1, 1), date(2025, 12, 31)) == {f"council@{year}" for year in range(2021, 2026)}


def test_who_belongs_to_a_circle_reads_all_its_days() -> None:
    assert "org:1" in dated("org:1", date(1999, 12, 31))


def test_another_circle_is_another_word() -> None:
    assert dated("org:1", date(2026, 1, 1)).isdisjoint(during("org:11", date(2020, 1, 1), date(2030, 1, 1)))


def test_other_days_are_other_words_for_the_same_circles() -> None:
    before = closed_readers([3], day=date(2026, 11, 22), meeting_ids=[9])
    assert redated(before, date(2027, 1, 2)) == closed_readers([3], day=date(2027, 1, 2), meeting_ids=[9])
    assert redated({"public"}, date(2027, 1, 2)) == {"public"}


def test_a_closed_thing_is_for_its_organizations_the_office_and_the_council() -> None:
    readers = closed_readers([3], day=date(2026, 11, 22), meeting_ids=[9])
    assert {ADMINISTRATION, COUNCIL, organization_token(3), meeting_token(9), "org:3@2026-11-22"} <= readers
    assert not closed_readers([3], day=date(2026, 11, 22), council=False) & {COUNCIL, "council@2026"}
