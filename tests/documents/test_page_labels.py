"""What pages are called, and that they are called so for good."""

from hypothesis import given
from hypothesis import strategies as st

from ris.documents.page_labels import Counted, Stage, page_labels


def numbers(*documents: Counted) -> list[list[str]]:
    return [[label.removeprefix("TOP 4 – ") for label in labels] for labels in page_labels("TOP 4", documents)]


def test_the_pages_of_an_item_are_counted_through() -> None:
    assert page_labels("TOP 4", [Counted(2), Counted(0), Counted(1)]) == [
        ["TOP 4 – 1/3", "TOP 4 – 2/3"],
        [],
        ["TOP 4 – 3/3"],
    ]


def test_a_document_that_comes_with_a_supplement_is_put_in_between() -> None:
    late = Counted(2, (Stage(1, 2),))
    assert numbers(Counted(2), late, Counted(2)) == [["1/4", "2/4"], ["2a/4", "2b/4"], ["3/4", "4/4"]]
    assert numbers(late, Counted(1)) == [["0a/1", "0b/1"], ["1/1"]]


def test_an_item_whose_first_papers_come_late_counts_them_like_any_other() -> None:
    assert numbers(Counted(2, (Stage(1, 2),)), Counted(1, (Stage(2, 1),))) == [["1/2", "2/2"], ["2a/2"]]


def test_what_came_with_an_earlier_supplement_keeps_its_letter() -> None:
    first, second = Counted(1, (Stage(1, 1),)), Counted(1, (Stage(2, 1),))
    assert numbers(Counted(1), second, first) == [["1/1"], ["1b/1"], ["1a/1"]]


def test_a_page_that_is_put_into_a_document_moves_no_other() -> None:
    replaced = Counted(4, (Stage(0, 3), Stage(1, 4, (1, 2, 0, 3))))
    assert numbers(replaced, Counted(1)) == [["1/4", "2/4", "2a/4", "3/4"], ["4/4"]]


def test_a_page_that_is_taken_out_takes_its_number_with_it() -> None:
    shorter = Counted(2, (Stage(0, 3), Stage(1, 2, (1, 3))))
    assert numbers(shorter, Counted(1)) == [["1/4", "3/4"], ["4/4"]]


def test_letters_of_pages_that_are_gone_are_not_given_again() -> None:
    stages = (Stage(0, 2), Stage(1, 3, (1, 0, 2)), Stage(2, 2, (1, 3)), Stage(3, 3, (1, 0, 2)))
    assert numbers(Counted(3, stages)) == [["1/2", "1b/2", "2/2"]]


def test_what_nobody_compared_goes_on_page_by_page() -> None:
    assert numbers(Counted(3, (Stage(0, 2), Stage(1, 3))), Counted(1)) == [["1/3", "2/3", "2a/3"], ["3/3"]]
    assert numbers(Counted(1, (Stage(0, 2), Stage(1, 1)))) == [["1/2"]]


def test_a_document_with_other_pages_than_were_noted_is_named_as_it_is() -> None:
    assert numbers(Counted(3, (Stage(0, 2),))) == [["1/3", "2/3", "3/3"]]
    assert numbers(Counted(3, (Stage(0, 2), Stage(1, 2, (2, 1))))) == [["1/2", "2/2", "2a/2"]]


STAGES = st.lists(st.integers(0, 30).flatmap(lambda pages: st.lists(st.integers(0, 9), max_size=pages)), max_size=3)


@st.composite
def documents(draw: st.DrawFn) -> list[Counted]:
    made = []
    for _ in range(draw(st.integers(0, 4))):
        first = draw(st.integers(1, 8))
        stages = [Stage(draw(st.integers(0, 3)), first)]
        for number, continues in enumerate(draw(STAGES), start=4):
            stages.append(Stage(number, max(1, len(continues)), tuple(continues)))
        made.append(Counted(stages[-1].pages, tuple(stages)))
    return made


@given(documents())
def test_no_two_pages_of_an_item_share_a_name_and_each_has_one(given_documents: list[Counted]) -> None:
    found = numbers(*given_documents)
    assert [len(labels) for labels in found] == [document.pages for document in given_documents]
    flat = [label for labels in found for label in labels]
    assert len(set(flat)) == len(flat)


@given(documents(), st.integers(1, 9), st.data())
def test_another_supplement_changes_no_name_given_before(
    given_documents: list[Counted], pages: int, data: st.DataObject
) -> None:
    before = numbers(*given_documents)
    place = data.draw(st.integers(0, len(given_documents)))
    late = Counted(pages, (Stage(99, pages),))
    after = numbers(*given_documents[:place], late, *given_documents[place:])
    if given_documents:
        assert after[:place] + after[place + 1 :] == before
