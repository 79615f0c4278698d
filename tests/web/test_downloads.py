"""Names of saved files."""

import pytest

from ris.web.downloads import LONGEST, download_name, file_suffix


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


@pytest.mark.parametrize(
    ("file_name", "mime_type", "suffix"),
    [
        ("Vorlage.pdf", "application/pdf", ".pdf"),
        ("PLAN.DWG", None, ".DWG"),
        (None, "application/pdf", ".pdf"),
        ("ohne Endung", "image/png", ".png"),
        ("Anlage zu Nr. 12 der Geschäftsordnung", "application/pdf", ".pdf"),
        ("böse.p\x00df", "application/pdf", ".pdf"),
        ("x." + "a" * 40, None, ""),
        (None, None, ""),
    ],
)
def test_a_file_keeps_the_end_of_its_name_if_it_is_one(
    file_name: str | None, mime_type: str | None, suffix: str
) -> None:
    assert file_suffix(file_name, mime_type) == suffix
