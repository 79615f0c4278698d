"""What people type, as a tree."""

import pytest

from ris.search.analysis import forms
from ris.search.compounds import Dictionary, Splitter
from ris.search.language import MOST_TERMS, All, Apart, Either, Exact, Number, Phrase, Prefix, Question, Word, parse


def word(text: str) -> Word:
    return Word(forms(text))


def test_several_words() -> None:
    assert parse("Ausbau Nordring") == Question((word("ausbau"), word("nordring")))


@pytest.mark.parametrize(
    "typed", ['"Ausbau der Straße"', "„Ausbau der Straße“", "»Ausbau der Straße«", '"Ausbau der Straße']
)
def test_every_kind_of_quotation_marks_makes_a_phrase(typed: str) -> None:
    assert parse(typed) == Question((Phrase((forms("ausbau"), forms("der"), forms("straße"))),))


def test_a_phrase_of_one_word_is_an_exact_word() -> None:
    assert parse('"Straße"') == Question((Exact("strasse"),))


def test_a_minus_before_a_word_excludes() -> None:
    assert parse("Satzung -Entwurf") == Question((word("satzung"),), (word("entwurf"),))


@pytest.mark.parametrize("typed", ["Lenkung und -beruhigung", "Haus- und -garten", "Antrag Nr. 56 -57"])
def test_a_hyphen_that_completes_a_word_excludes_nothing(typed: str) -> None:
    assert parse(typed).unwanted == ()


def test_a_dash_between_blanks_means_nothing() -> None:
    assert parse("Stadion - Neubau – Plan") == parse("Stadion Neubau Plan")


def test_a_star_makes_a_prefix_from_three_letters_on() -> None:
    assert parse("Straß* ab*") == Question((Prefix("strass"), word("ab")))


def test_a_number_is_one_term() -> None:
    assert parse("DS 3/2019 Straße") == Question((Number(("ds/3/2019", "3/2019")), word("straße")))
    assert parse("-2026/0412") == Question((), (Number(("2026/412",)),))


def test_a_plain_number_may_be_a_papers_or_a_word() -> None:
    assert parse("30326") == Question((Either((Number(("30326",)), word("30326"))),))


def test_a_hyphened_word_is_also_looked_for_written_together() -> None:
    assert parse("Car-Sharing") == Question((Either((All((word("car"), word("sharing"))), word("carsharing"))),))


def test_little_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert parse("Radweg in der Stadt") == parse("Radweg Stadt")
    assert parse("in der") == Question((word("in"), word("der")))


def test_what_stands_before_a_number_is_left_out() -> None:
    assert parse("Vorlage Nr. 2026/0412") == parse("2026/0412")
    assert parse("Vorlage") == Question((word("vorlage"),))


def test_a_question_without_end_is_cut() -> None:
    assert len(parse("ab " * 1000).wanted) == MOST_TERMS


def test_a_compound_also_asks_for_its_two_words_side_by_side() -> None:
    splitter = Splitter(Dictionary(frozenset(("radwege", "konzept", "gebühr"))))
    compound = Either((word("radwegekonzept"), Apart(("konzept+radweg",))))
    assert parse("Radwegekonzept Nordring", splitter) == Question((compound, word("nordring")))
    assert parse("Gebührkonzept", splitter) == Question((Either((word("gebührkonzept"), Apart(("gebuhr+konzept",)))),))
    assert parse("-Radwegekonzept", splitter) == Question((), (word("radwegekonzept"),))
    assert parse("Radwegeplan", splitter) == Question((word("radwegeplan"),))
