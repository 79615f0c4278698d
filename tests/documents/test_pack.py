"""Plans without a PDF: their names for pages and their digest."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ris.documents.pack import (
    PackFile,
    PackKind,
    PackPlan,
    PackSection,
    plan_data,
    plan_digest,
    plan_from,
    section_labels,
)

PLAN = PackPlan("Lindenau", "Bauausschuss", ("Montag",), "https://lindenau.example/sitzung/1", "Für alle.", "heute")


def plan_with(*numbers: str) -> PackPlan:
    return replace(PLAN, sections=tuple(PackSection(number, "Punkt") for number in numbers))


def test_items_are_called_by_their_printed_number() -> None:
    assert section_labels(plan_with("1", "4a", "Ö 7", "TOP 9")) == ("TOP 1", "TOP 4a", "TOP Ö 7", "TOP 9")


def test_repeated_and_missing_numbers_still_give_each_item_a_name_of_its_own() -> None:
    labels = section_labels(plan_with("1", "", "1", " ", "1", "1 (2)"))
    assert labels == ("TOP 1", "Punkt 2", "TOP 1 (2)", "Punkt 4", "TOP 1 (3)", "TOP 1 (2) (2)")


def test_the_announcement_of_a_part_is_no_item() -> None:
    part = PackSection("", "Öffentlicher Teil", heading=True)
    plan = replace(PLAN, sections=(part, PackSection("1", "Radweg"), part))
    assert section_labels(plan) == ("Öffentlicher Teil", "TOP 1", "Öffentlicher Teil (2)")


@given(st.lists(st.sampled_from(["", "1", "2", "1 (2)", "TOP 1", " 1 "]), max_size=40))
def test_no_two_items_ever_share_a_name(numbers: list[str]) -> None:
    labels = section_labels(plan_with(*numbers))
    assert len(set(labels)) == len(labels) == len(numbers)


def test_the_digest_changes_with_everything_that_is_drawn_and_with_nothing_else() -> None:
    file = PackFile("Lageplan", "https://lindenau.example/datei/1", digest="ab", pages=3)
    plan = replace(PLAN, sections=(PackSection("1", "Radweg", files=(file,)),))
    counted = replace(PLAN, sections=(PackSection("1", "Radweg", files=(replace(file, pages=4),)),))
    exchanged = replace(PLAN, sections=(PackSection("1", "Radweg", files=(replace(file, digest="cd"),)),))
    assert plan_digest(plan) == plan_digest(counted)  # the pack counts its pages itself
    assert plan_digest(plan, PackKind.AGENDA) != plan_digest(counted, PackKind.AGENDA)
    assert len({plan_digest(plan), plan_digest(exchanged), plan_digest(PLAN), plan_digest(plan, PackKind.AGENDA)}) == 4


def test_a_plan_survives_being_written_down() -> None:
    file = PackFile("Lageplan", "", digest=None, missing="Fehlt.")
    plan = replace(PLAN, sections=(PackSection("1", "Radweg", "Vorlage", closed=True, files=(file,)),))
    assert plan_from(plan_data(plan)) == plan
