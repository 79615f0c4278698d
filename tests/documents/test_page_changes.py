from collections.abc import Sequence
from dataclasses import replace

import pytest

from ris.documents.page_changes import PageChange, PageComparison, TooLarge, compare_pages
from ris.documents.page_looks import PRINT_HEIGHT, PRINT_WIDTH, PageLook, correlation, looks_of
from tests.notes.pairs import LAYOUT, REFLOWED
from tests.notes.typesetting import Layout, Paragraph, dice, prose, typeset

DOTS = PRINT_WIDTH * PRINT_HEIGHT
PLAIN = "f" * DOTS


def looks(paragraphs: Sequence[Paragraph], layout: Layout = LAYOUT) -> list[PageLook]:
    texts = [page.text for page in typeset(paragraphs, layout)]
    return looks_of(texts, [PLAIN] * len(texts))


def document(seed: str, pages: int = 7) -> list[Paragraph]:
    """A document of which every page begins with a paragraph of its own."""
    chance = dice(seed)
    return [Paragraph(f"{seed}{at}", prose(chance, 5), new_page=at % 4 == 0) for at in range(4 * pages)]


def said(compared: PageComparison) -> list[tuple[str, int | None, int | None]]:
    return [(each.change.value, each.old, each.new) for each in compared.changes]


def words(compared: PageComparison, change: str) -> str:
    return " ".join(piece.text for each in compared.changes for piece in each.pieces if piece.change == change)


OLD = document("old")


def test_the_same_document_has_no_changed_page() -> None:
    compared = compare_pages(looks(OLD), looks(OLD))
    assert said(compared) == []
    assert compared.moved_to == tuple(range(1, len(compared.moved_to) + 1))


def test_a_document_set_anew_says_the_same() -> None:
    compared = compare_pages(looks(OLD), looks(OLD, replace(REFLOWED, header="Fassung vom 3. Mai")))
    assert said(compared) == []
    assert compared.new_count > compared.old_count


def test_an_inserted_page_is_new_and_the_others_are_not_changed() -> None:
    compared = compare_pages(looks(OLD), looks([*OLD[:8], *document("more", 1), *OLD[8:]]))
    assert said(compared) == [("inserted", None, 3)]
    assert compared.moved_to == (1, 2, 4, 5, 6, 7, 8)


def test_a_removed_page_is_named_where_it_was() -> None:
    compared = compare_pages(looks(OLD), looks(OLD[:8] + OLD[12:]))
    assert said(compared) == [("removed", 3, None)]
    assert compared.moved_to == (1, 2, None, 3, 4, 5, 6)


def test_a_moved_page_is_moved_and_nothing_else() -> None:
    compared = compare_pages(looks(OLD), looks(OLD[:4] + OLD[8:16] + OLD[4:8] + OLD[16:]))
    assert said(compared) == [("moved", 2, 4)]


def test_a_changed_word_is_shown_with_what_stands_around_it() -> None:
    new = [
        replace(each, text=each.text.replace("Euro", "Taler", 1)) if at == 13 else each for at, each in enumerate(OLD)
    ]
    compared = compare_pages(looks(OLD), looks(new))
    assert said(compared) == [("changed", 4, 4)]
    assert (words(compared, "removed"), words(compared, "added")) == ("Euro", "Taler")
    assert "[…]" in words(compared, "kept")


def test_a_new_paragraph_that_pushes_the_text_on_changes_the_page_it_stands_on() -> None:
    flowing = [replace(each, new_page=False) for each in document("flow", 20)]
    fresh = Paragraph("fresh", "Neu ist dieser eine Absatz, und sonst nichts.")
    compared = compare_pages(looks(flowing), looks([*flowing[:30], fresh, *flowing[30:]]))
    assert [each.change for each in compared.changes] == [PageChange.CHANGED]
    assert words(compared, "added") == fresh.text
    assert words(compared, "removed") == ""


def test_a_rewritten_page_stands_beside_what_it_was() -> None:
    compared = compare_pages(looks(OLD), looks([*OLD[:8], *document("other", 1), *OLD[12:]]))
    assert said(compared) == [("changed", 3, 3)]


def test_a_page_that_moved_and_changed_is_one_page() -> None:
    moved = [replace(each, text=each.text.replace("Euro", "Taler", 1)) for each in OLD[4:8]]
    compared = compare_pages(looks(OLD), looks([*OLD[:4], *OLD[8:20], *moved, *OLD[20:]]))
    assert said(compared) == [("changed", 2, 5)]
    assert compared.moved_to[1] == 5


def test_a_word_divided_at_a_lines_or_a_pages_end_is_the_same_word() -> None:
    one = looks_of(["Das Radwege-\nkonzept wird beraten und be-", "schlossen im März"], [PLAIN] * 2)
    other = looks_of(["Das Radwegekonzept wird beraten und beschlossen", "im März"], [PLAIN] * 2)
    assert said(compare_pages(one, other)) == []


def test_a_page_with_the_same_words_and_another_plan_looks_different() -> None:
    old = looks(OLD)
    drawn = PLAIN[: DOTS // 2] + "0" * (DOTS // 2)
    new = [replace(look, small=drawn) if at == 2 else look for at, look in enumerate(old)]
    assert said(compare_pages(old, new)) == [("redrawn", 3, 3)]


def scan(seed: str) -> str:
    chance = dice(seed)
    rows = [chance.choice("0123456789abcdef") for _ in range(DOTS // 8)]
    return "".join(row * 8 for row in rows)


def noisy(picture: str, seed: str) -> str:
    chance = dice(seed)
    return "".join(chance.choice("02468ace") if chance.random() < 0.1 else dot for dot in picture)


def test_scans_are_known_again_by_what_they_look_like() -> None:
    old = looks_of([""] * 4, [scan(name) for name in "abcd"])
    new = looks_of([""] * 4, [noisy(scan("a"), "1"), scan("new"), noisy(scan("b"), "2"), noisy(scan("d"), "4")])
    compared = compare_pages(old, new)
    assert compared.moved_to == (1, 3, None, 4)
    assert said(compared) == [("inserted", None, 2), ("removed", 3, None)]


def test_a_scan_scanned_anew_is_told_from_others() -> None:
    assert correlation(scan("a"), noisy(scan("a"), "1")) > 0.8
    assert correlation(scan("a"), scan("b")) < 0.5
    assert correlation("", scan("a")) == 0
    assert correlation(PLAIN, "0" * DOTS) == 0


def test_more_words_than_are_compared_are_refused() -> None:
    endless = [PageLook(("ja",) * 800_000, ("ja",) * 800_000, PLAIN)]
    with pytest.raises(TooLarge):
        compare_pages(endless, endless)


@pytest.mark.parametrize("text", ["", "ja nein " * 200], ids=["empty", "repetitive"])
def test_pages_that_are_all_alike_cost_no_more_than_others(text: str) -> None:
    old = looks_of([text] * 2000, [PLAIN] * 2000)
    compared = compare_pages(old, old[:1900])
    assert len(compared.changes) == 100
    assert {each.change for each in compared.changes} == {PageChange.REMOVED}
