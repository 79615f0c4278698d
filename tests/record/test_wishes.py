"""What a client may ask of a list, and what is no question."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ris.record.serial.words import kept, moment
from ris.record.wishes import HIGHEST_ID, MOST, Unusable, Wishes, wishes_from


def wishes(**given: str) -> Wishes:
    return wishes_from({name: [value] for name, value in given.items()})


def test_nothing_asked_is_the_plain_list() -> None:
    asked = wishes()
    assert (asked, asked.query(), asked.per_page(), asked.tombstones) == (Wishes(), "", MOST, False)


def test_everything_asked_is_told_again_in_one_order_and_in_utc() -> None:
    asked = wishes(
        omit_internal="true",
        modified_since="2026-01-31T08:00:00+01:00",
        limit="5",
        created_until="2026-02-01T00:00:00.5Z",
        after="9",
        anything="else",
    )
    assert asked.query(12) == (
        "?after=12&created_until=2026-02-01T00%3A00%3A00.500000%2B00%3A00&limit=5"
        "&modified_since=2026-01-31T07%3A00%3A00%2B00%3A00&omit_internal=true"
    )
    assert (asked.after, asked.per_page(), asked.tombstones) == (9, 5, True)


def test_a_plus_that_became_a_blank_is_a_plus() -> None:
    expected = (("modified_since", datetime(2026, 1, 31, 7, tzinfo=UTC)),)
    assert wishes(modified_since="2026-01-31T08:00:00 01:00").filters == expected


def test_a_page_is_never_longer_than_we_like() -> None:
    assert wishes(limit="99999999999999").per_page() == MOST
    assert wishes(after="99999999999999").after == HIGHEST_ID


def test_only_modified_since_asks_for_tombstones() -> None:
    moments = dict.fromkeys(("created_since", "created_until", "modified_until"), "2026-01-31T08:00:00Z")
    assert not wishes(**moments).tombstones


@pytest.mark.parametrize("name", ["created_since", "created_until", "modified_since", "modified_until"])
@pytest.mark.parametrize(
    "value",
    [
        "",
        "gestern",
        "2026-01-31",
        "2026-01-31T08:00:00",
        "2026-01-31T08:00+01:00",
        "20260131T080000+0100",
        "2026-02-30T08:00:00Z",
        "2026-01-31T25:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2026-W05-6T08:00:00Z",
        "٢٠٢٦-01-31T08:00:00Z",
        "2026-01-31T08:00:00Z\n",
        "2026-01-31T08:00:00+99:99",
        "x" * 100_000,
    ],
)
def test_what_is_no_moment_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(Unusable, match=name):
        wishes(**{name: value})


@pytest.mark.parametrize("value", ["", "0", "-1", "+5", "1e3", "5.0", "fünf", "٥", "9" * 19])
def test_what_is_no_length_is_refused(value: str) -> None:
    with pytest.raises(Unusable, match="limit"):
        wishes(limit=value)


@pytest.mark.parametrize(
    ("name", "value"), [("after", "-1"), ("after", ""), ("omit_internal", "1"), ("omit_internal", "")]
)
def test_other_wrong_values_are_refused(name: str, value: str) -> None:
    with pytest.raises(Unusable, match=name):
        wishes(**{name: value})


def test_two_answers_to_one_question_are_none() -> None:
    with pytest.raises(Unusable, match="limit"):
        wishes_from({"limit": ["1", "1"]})


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (datetime(2026, 1, 5, 9, 0, 0, 999_999, tzinfo=UTC), "2026-01-05T10:00:00+01:00"),
        (datetime(2026, 7, 5, 9, 0, tzinfo=UTC), "2026-07-05T11:00:00+02:00"),
        (datetime(1848, 5, 18, 9, 0, tzinfo=UTC), "1848-05-18T09:00:00+00:00"),  # Berlin was 53 minutes 28 ahead
        (None, None),
    ],
)
def test_moments_are_german_time_in_whole_seconds(instant: datetime | None, said: str | None) -> None:
    assert moment(instant) == said


def test_nothing_empty_is_said() -> None:
    assert kept({"a": "", "b": " \n", "c": [], "d": [" ", None], "e": {}, "f": None, "g": 0, "h": False}) == {
        "g": 0,
        "h": False,
    }
