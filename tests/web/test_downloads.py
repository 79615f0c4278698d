"""Names of saved files."""

import pytest

from ris.web.downloads import LONGEST, download_name


@pytest.mark.parametrize(
    ("words", "suffix", "name"),
    [
        ("Gebührensatzung.pdf", ".pdf", "Gebührensatzung.pdf"),
        ("Anlage 1: Größe/Lage?", ".pdf", "Anlage 1 Größe Lage.pdf"),
        ("../../etc/passwd", "", "etc passwd"),
        ("a\r\nSet-Cookie: x", ".pdf", "a Set-Cookie x.pdf"),
        ("Plan.PDF", ".pdf", "Plan.pdf"),
        ("\u202egnp.exe", ".pdf", "gnp.exe.pdf"),
        ("", ".pdf", ""),
        (" ... ", ".pdf", ""),
    ],
)
def test_a_name_is_readable_and_harmless(words: str, suffix: str, name: str) -> None:
    assert download_name(words, suffix) == name


def test_a_name_of_200_letters_is_cut() -> None:
    assert download_name("a" * 200, ".pdf") == "a" * LONGEST + ".pdf"
