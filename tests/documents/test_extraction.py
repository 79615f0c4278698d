"""Reading the text of files: sound, scanned, broken and hostile ones, each with a clear outcome."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ris.documents.extraction import extract_text
from ris.documents.models import TextState
from ris.documents.pdf.cell import Limits
from ris.documents.pdf.problems import SENTENCES, Problem
from tests.documents import papers


def test_each_page_gives_its_text_with_its_umlauts(tmp_path: Path) -> None:
    found = extract_text(papers.paper(tmp_path, "vorlage", 3))
    assert found.state is TextState.FOUND
    assert found.page_count == 3
    assert [page.split(":")[1].strip() for page in found.pages] == [
        f"Seite {number} mit Straßen und Gebühren" for number in (1, 2, 3)
    ]
    assert found.text.count("\f") == 2
    assert (found.note, found.problem, found.tagged, found.needs_ocr) == (None, None, False, False)


def test_a_scan_is_flagged(tmp_path: Path) -> None:
    found = extract_text(papers.scan(tmp_path))
    assert found.needs_ocr
    assert found.page_count == 2
    assert found.text == ""
    assert found.note == "Die Datei enthält keinen Text, nur Bilder von Seiten (Scan)."


def test_empty_pages_are_no_scan(tmp_path: Path) -> None:
    found = extract_text(papers.many_pages(tmp_path, 5))
    assert (found.state, found.page_count, found.text) == (TextState.FOUND, 5, "")
    assert found.note == "Die Datei enthält keinen Text."


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (papers.empty, Problem.EMPTY),
        (papers.login_page, Problem.NOT_A_PDF),
        (papers.encrypted, Problem.ENCRYPTED),
        (papers.truncated, Problem.DAMAGED),
    ],
)
def test_what_cannot_be_read_says_why(make: Callable[[Path], Path], problem: Problem, tmp_path: Path) -> None:
    found = extract_text(make(tmp_path))
    assert found.state is TextState.UNREADABLE
    assert found.problem is problem
    assert found.note == SENTENCES[problem]
    assert found.pages == ()


def test_a_restricted_paper_that_opens_for_everybody_is_read(tmp_path: Path) -> None:
    assert "Seite 2" in extract_text(papers.restricted(tmp_path)).text


def test_ten_thousand_pages_are_counted(tmp_path: Path) -> None:
    assert extract_text(papers.many_pages(tmp_path)).page_count == 10_000


def test_a_page_that_inflates_without_end_ends_its_cell_and_nothing_else(tmp_path: Path) -> None:
    limits = Limits(memory=500_000_000, seconds=10, silence=10)
    found = extract_text(papers.bomb(tmp_path), limits)
    assert found.state in {TextState.UNREADABLE, TextState.FOUND}
    assert found.page_count == 1
    assert found.note is not None


def test_what_was_read_before_a_limit_struck_is_kept(tmp_path: Path) -> None:
    found = extract_text(papers.paper_with_bomb(tmp_path), Limits(memory=500_000_000, seconds=10, silence=10))
    assert found.state is TextState.FOUND
    assert ["Seite 1" in found.text, "Seite 2" in found.text] == [True, True]
    assert found.page_count == 3
    assert found.note is not None
    assert found.note.endswith("Gelesen sind nur die ersten 2 von 3 Seiten.")


def test_too_little_memory_is_an_outcome_not_a_crash(tmp_path: Path) -> None:
    found = extract_text(papers.paper(tmp_path, "a"), Limits(memory=20_000_000, seconds=10, silence=10))
    assert found.state is TextState.UNREADABLE
    assert found.problem in {Problem.TOO_HUNGRY, Problem.CRASHED}
