"""What a look at an object means for its line in the ledger."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.record.rules import Entry, Outcome, Seen, entry_after, outcome_of, stamp_for

THEN = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
STAMP = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
HERE = Entry(THEN, THEN, gone=False, fingerprint="a")
AWAY = Entry(THEN, THEN, gone=True, fingerprint="reason")
UNSEEN = Entry(THEN, THEN, gone=False, fingerprint=None)


@pytest.mark.parametrize(
    ("known", "seen", "outcome"),
    [
        (None, Seen(public=True, fingerprint="a"), Outcome.NEW),
        (None, Seen(public=False, fingerprint="-"), Outcome.SAME),
        (HERE, Seen(public=True, fingerprint="a"), Outcome.SAME),
        (HERE, Seen(public=True, fingerprint="b"), Outcome.CHANGED),
        (HERE, Seen(public=False, fingerprint="reason"), Outcome.GONE),
        (AWAY, Seen(public=False, fingerprint="reason"), Outcome.SAME),
        (AWAY, Seen(public=False, fingerprint="another reason"), Outcome.CHANGED),
        (AWAY, Seen(public=True, fingerprint="a"), Outcome.BACK),
        (UNSEEN, Seen(public=True, fingerprint="a"), Outcome.CHANGED),
    ],
)
def test_what_a_look_finds(known: Entry | None, seen: Seen, outcome: Outcome) -> None:
    assert outcome_of(known, seen, trusting=False) is outcome


def test_what_nobody_has_looked_at_is_only_noted_where_nothing_is_known_to_have_changed() -> None:
    seen = Seen(public=True, fingerprint="a")
    assert outcome_of(UNSEEN, seen, trusting=True) is Outcome.NOTED
    assert entry_after(UNSEEN, seen, Outcome.NOTED, STAMP) == HERE


def test_a_new_object_begins_with_its_first_publication() -> None:
    line = entry_after(None, Seen(public=True, fingerprint="a"), Outcome.NEW, STAMP)
    assert line == Entry(STAMP, STAMP, gone=False, fingerprint="a")


def test_what_goes_and_comes_back_keeps_when_it_was_first_there() -> None:
    gone = entry_after(HERE, Seen(public=False, fingerprint="reason"), Outcome.GONE, STAMP)
    back = entry_after(gone, Seen(public=True, fingerprint="a"), Outcome.BACK, STAMP)
    assert (gone.created, gone.gone) == (THEN, True)
    assert (back.created, back.gone) == (THEN, False)
    assert THEN < gone.modified < back.modified


moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@given(moments, st.integers(0, 10))
def test_a_stamp_is_a_whole_second_and_never_behind_the_clock(now: datetime, slack: int) -> None:
    stamp = stamp_for(now, timedelta(seconds=slack))
    assert stamp.microsecond == 0
    assert timedelta(seconds=slack) <= stamp - now < timedelta(seconds=slack + 1)


def test_what_went_before_anybody_looked_is_entered_as_gone_where_a_tombstone_tells_of_it() -> None:
    seen = Seen(public=False, fingerprint="why", was_public=True)
    assert outcome_of(None, seen, trusting=False) is Outcome.GONE
    assert entry_after(None, seen, Outcome.GONE, STAMP) == Entry(STAMP, STAMP, gone=True, fingerprint="why")
