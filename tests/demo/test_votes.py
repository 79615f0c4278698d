"""Votes in the demo town add up and never contradict their outcome."""

from datetime import date

import pytest

from ris.demo_town.reading import BadText, papers, station_from
from ris.demo_town.seats import Seat
from ris.demo_town.votes import COUNTED, result_words, vote_on
from ris.meetings.rules import ResultKind, result_of

DAY = date(2026, 1, 1)


def council(**groups: int) -> list[Seat]:
    return [
        Seat(f"{group}{number}", "stvv", "Stadtverordnete", DAY, DAY, votes=True, group=group)
        for group, count in groups.items()
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("line", "votes"),
    [
        ("stvv 0 angenommen", (31, 0, 0)),
        ("stvv 0 angenommen no=fm abstain=ll", (24, 3, 4)),
        ("stvv 0 abgelehnt no=bfl,fm,ll", (14, 17, 0)),
        ("stvv 0 abgelehnt no=bfl,fm tie=1 abstain=ll", (13, 13, 5)),
        ("stvv 0 angenommen no=bfl,gt", (16, 15, 0)),
    ],
)
def test_groups_vote_as_written(line: str, votes: tuple[int, int, int]) -> None:
    vote = vote_on(station_from(line), council(bfl=10, sol=8, gt=6, ll=4, fm=3))
    assert vote is not None
    assert (vote.yes, vote.no, vote.abstaining) == votes


def test_in_a_close_vote_somebody_leaves_the_line_rather_than_the_outcome() -> None:
    vote = vote_on(station_from("stvv 0 angenommen no=bfl"), council(bfl=5, sol=4))
    assert vote is not None
    assert (vote.yes, vote.no) == (5, 4)


def test_an_outcome_that_cannot_have_been_is_an_error_in_the_text() -> None:
    with pytest.raises(BadText):
        vote_on(station_from("stvv 0 angenommen no=bfl"), council(bfl=20, sol=4))
    with pytest.raises(BadText):
        station_from("stvv 0 vielleicht")


@pytest.mark.parametrize("outcome", ["kenntnis", "zurückgezogen", "vertagt", "beantwortet", "offen"])
def test_where_nobody_votes_nothing_is_counted(outcome: str) -> None:
    assert vote_on(station_from(f"stvv 0 {outcome}"), council(bfl=3)) is None


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        ("angenommen", ResultKind.ACCEPTED),
        ("geändert", ResultKind.ACCEPTED),
        ("abgelehnt", ResultKind.REJECTED),
        ("vertagt", ResultKind.POSTPONED),
        ("verwiesen to=hfa", ResultKind.REFERRED),
        ("zurückgezogen", ResultKind.WITHDRAWN),
        ("kenntnis", ResultKind.NOTED),
    ],
)
def test_results_are_worded_as_readers_know_them(outcome: str, kind: ResultKind) -> None:
    words = result_words(station_from(f"stvv 0 {outcome}"), None, "Haupt- und Finanzausschuss")
    result = result_of(words)
    assert result is not None
    assert result.kind == kind


def test_every_kind_of_outcome_happens_somewhere() -> None:
    happened = {station.outcome for paper in papers() for station in paper.way}
    assert happened >= COUNTED | {"vertagt", "zurückgezogen", "kenntnis", "beantwortet", "abgesetzt", "geändert"}
