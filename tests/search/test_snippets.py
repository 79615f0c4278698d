"""Marked passages."""

import pytest

from ris.search.compounds import Splitter, learn
from ris.search.language import parse
from ris.search.snippets import PASSAGE, Marker

SPLITTER = Splitter(learn(["Das Konzept. Der Radweg. Die Radwege. Ein Spielplatz."] * 3))


def passage(question: str, text: str) -> str:
    return str(Marker(parse(question), SPLITTER).passage(text).html)


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("Haus", "Die Häuser stehen.", "Die <mark>Häuser</mark> stehen."),
        ("haeuser", "Das Haus steht.", "Das <mark>Haus</mark> steht."),
        ("Straße", "Alle Strassen", "Alle <mark>Strassen</mark>"),
        ("gebaut", "Wir bauen.", "Wir <mark>bauen</mark>."),
        ("Konzept", "Das Radwegekonzept.", "Das <mark>Radwegekonzept</mark>."),
        ("Spielplatz", "Der Spiel-\nplatz.", "Der <mark>Spielplatz</mark>."),
        ("Rad*", "Radweg und Fahrrad", "<mark>Radweg</mark> und Fahrrad"),
        ('"der Radweg"', "der Radweg, der breite Radweg", "<mark>der Radweg</mark>, der breite Radweg"),
        ('"über   Straßen"', "Ueber\nStrassen", "<mark>Ueber Strassen</mark>"),
        ("2026/0412", "Vorlage 2026-412 und 2026/4120", "Vorlage <mark>2026-412</mark> und 2026/4120"),
        ("Radweg -Auto", "Radweg statt Auto", "<mark>Radweg</mark> statt Auto"),
        ("Rat", "Der Rat fährt Rad. Verrat.", "Der <mark>Rat</mark> fährt Rad. Verrat."),
    ],
)
def test_a_word_is_marked_when_the_index_would_find_it(question: str, text: str, marked: str) -> None:
    assert passage(question, text) == marked


def test_nothing_of_a_text_becomes_html() -> None:
    assert passage("x", "<script>alert('x')</script> & <b>x</b>") == (
        "&lt;script&gt;alert(&#39;<mark>x</mark>&#39;)&lt;/script&gt; &amp; &lt;b&gt;<mark>x</mark>&lt;/b&gt;"
    )


def test_nothing_of_a_question_becomes_html() -> None:
    assert "<b>" not in passage('<b> "<b>x"', "Text <b>x</b> mehr")


def test_the_passage_with_most_words_is_taken() -> None:
    filling = "Lorem und so weiter. " * 40
    found = passage("Radweg Nordring", f"Radweg. {filling} Der Radweg am Nordring wird breiter. {filling}")
    assert found.count("<mark>") == 2
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(found) < PASSAGE + 60


def test_without_a_match_the_beginning_is_shown() -> None:
    assert passage("unauffindbar", "Ein Anfang.") == "Ein Anfang."


def test_the_page_of_the_passage_is_counted_by_form_feeds() -> None:
    marker = Marker(parse("Radweg"), SPLITTER)
    assert marker.passage("Eins\fZwei\fDer Radweg").page == 3
    assert marker.passage("Der Radweg\fZwei").page == 1


def test_a_title_is_marked_as_a_whole() -> None:
    assert str(Marker(parse("Radweg"), SPLITTER).whole("Ein Radweg " + "und mehr " * 60)).count("und mehr") == 60


def test_a_huge_text_is_read_only_so_far() -> None:
    text = "Radweg " + "Wort " * 500_000
    assert passage("Wort", text).count("<mark>") > 10
