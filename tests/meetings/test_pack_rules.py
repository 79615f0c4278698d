"""For whom a pack is, told from the circles of whoever asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.access.circles import (
    ADMINISTRATION,
    COUNCIL,
    PUBLIC,
    chair_token,
    meeting_token,
    organization_token,
    person_token,
)
from ris.meetings.pack_rules import EVERYBODY, PackReaders, audience_of

MEETING, COMMITTEE, OTHER = 7, 5, 6
MEMBER = organization_token(COMMITTEE)


@pytest.mark.parametrize(
    ("reads", "readers"),
    [
        ({PUBLIC}, PackReaders.PUBLIC),
        ({PUBLIC, organization_token(OTHER), person_token(1)}, PackReaders.PUBLIC),
        ({PUBLIC, MEMBER}, PackReaders.MEMBERS),
        ({PUBLIC, meeting_token(MEETING)}, PackReaders.MEMBERS),
        ({PUBLIC, MEMBER, chair_token(COMMITTEE)}, PackReaders.CHAIR),
        ({PUBLIC, MEMBER, chair_token(OTHER)}, PackReaders.MEMBERS),
        ({PUBLIC, COUNCIL}, PackReaders.COUNCIL),
        ({PUBLIC, COUNCIL, ADMINISTRATION}, PackReaders.OFFICE),
        ({PUBLIC, f"{MEMBER}@2024"}, PackReaders.FORMER),
    ],
)
def test_the_audience_follows_from_the_circles_that_count_in_this_meeting(
    reads: set[str], readers: PackReaders
) -> None:
    assert audience_of(reads, MEETING, [COMMITTEE]).readers is readers


def test_two_members_share_an_audience_whatever_else_they_belong_to() -> None:
    one = {PUBLIC, MEMBER, person_token(1), organization_token(OTHER), chair_token(OTHER), f"{MEMBER}@2019"}
    other = {PUBLIC, MEMBER, person_token(2), meeting_token(99)}
    assert audience_of(one, MEETING, [COMMITTEE]) == audience_of(other, MEETING, [COMMITTEE])


def test_who_has_left_keeps_the_days_of_their_time_only() -> None:
    left = {PUBLIC, f"{MEMBER}@2024", f"{MEMBER}@2025-01", f"{organization_token(OTHER)}@2024"}
    assert audience_of(left, MEETING, [COMMITTEE]).circles == {PUBLIC, f"{MEMBER}@2024", f"{MEMBER}@2025-01"}


WORDS = [PUBLIC, COUNCIL, ADMINISTRATION, MEMBER, f"{MEMBER}@2024", chair_token(COMMITTEE), "org:55", "org:55@2024", ""]


@given(st.sets(st.sampled_from(WORDS)))
def test_an_audience_never_reads_what_its_reader_does_not(reads: set[str]) -> None:
    audience = audience_of(reads | {PUBLIC}, MEETING, [COMMITTEE])
    assert audience.circles <= reads | {PUBLIC}
    assert (audience.readers is PackReaders.PUBLIC) == (audience == EVERYBODY)
