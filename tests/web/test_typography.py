"""German text on a page."""

import pytest

from ris.web.typography import SOFT_HYPHEN, counted, file_size, soft_hyphens, thousands


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("Stadtverordnetenversammlung", "Stadt-verordneten-versammlung"),
        ("Jugendhilfeausschuss", "Jugendhilfe-ausschuss"),
        ("Oberbürgermeisterin", "Ober-bürger-meisterin"),
        ("Nichtöffentlicher", "Nicht-öffentlicher"),
        ("Wirtschaftsförderungsgesellschaft", "Wirtschafts-förderungs-gesellschaft"),
        ("Ausländerbeirats", "Ausländerbei-rats"),
    ],
)
def test_a_long_word_breaks_at_the_seams_of_its_parts(word: str, broken: str) -> None:
    assert soft_hyphens(word).replace(SOFT_HYPHEN, "-") == broken


@pytest.mark.parametrize("text", ["Magistrat", "Innenstrategien", "2026/0412", ""])
def test_what_has_no_seam_stays_as_it_is(text: str) -> None:
    assert soft_hyphens(text) == text


def test_a_soft_hyphen_never_changes_the_letters() -> None:
    text = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"

    broken = soft_hyphens(text)

    assert broken.replace(SOFT_HYPHEN, "") == text
    assert broken.count(SOFT_HYPHEN) >= 4


def test_numbers_are_grouped_and_counted_in_words() -> None:
    assert thousands(11280) == "11.280"
    assert counted(0, "Sitzung", "Sitzungen") == "keine Sitzungen"
    assert counted(1, "Sitzung", "Sitzungen") == "1\N{NO-BREAK SPACE}Sitzung"
    assert counted(2081, "Sitzung", "Sitzungen") == "2.081\N{NO-BREAK SPACE}Sitzungen"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 Byte"),
        (640_300, "640 KB"),
        (999_999, "1,0 MB"),
        (2_440_000, "2,4 MB"),
        (38_000_000, "38,0 MB"),
        (412_000_000, "412 MB"),
    ],
)
def test_a_size_is_told_as_people_read_it(size: int, words: str) -> None:
    assert file_size(size).replace("\N{NO-BREAK SPACE}", " ") == words
