"""Parts of compounds, with a dictionary learnt from a few sentences."""

from pathlib import Path

import pytest

from ris.search.analysis import stem
from ris.search.compounds import Dictionary, Splitter, learn

SENTENCES = """
Die Gebühr für den Abfall steigt, die Gebühren auch. Das Konzept für Radwege und der Radweg. Ein Rad und ein Weg.
Der Neubau der Grundschule und der Schule auf festem Grund. Der Spielplatz, das Spiel der Kinder und der Platz.
Die Planung liegt im Ausschuss für Verkehr. Der Bebauungsplan, die Bebauung, der Plan und das Verfahren.
Die Satzung zum Haushalt. Ein Garten für jedes Kind, und Plätze im Kindergarten. Der Bau und die Förderung von Wohnungen,
eine Wohnung. Die Einnahmen der Steuer aus dem Gewerbe. Der Ausbau der Straße auf dem Land, die Landstraße.
Schutz vor Lärm, Lärmschutz, eine Wand. Trinkwasser und Wasser: die Versorgung. Die Versammlung der Bürger, ein Bürger.
Der Markt auf dem Marktplatz, seine Gestaltung. Das Klima und der Manager. Die Feuerwehr mit Geräten in einem Haus.
Das Bad, die Halle, die Sanierung. Das Theater und der Staat. Der Vertreter verhandelt vor der Tür mit Ver- und Entsorgern.
"""
COMPOUNDS = """
Gebühr Abfallgebühren | Konzept Radwegekonzept | Radweg Radwegekonzept | Schule Grundschulneubau
Spielplatz Kinderspielplatzplanung | Verkehr Verkehrsausschuss | Ausschuss Verkehrsausschuss
Plan Bebauungsplanverfahren | Haushalt Haushaltssatzung | Satzung Haushaltssatzung | Garten Kindergartenplätze
Wohnung Wohnungsbauförderung | Steuer Gewerbesteuereinnahmen | Straße Landstraßenausbau | Lärm Lärmschutzwand
Wasser Trinkwasserversorgung | Bürger Bürgerversammlung | Platz Marktplatzgestaltung | Klima Klimamanager
Feuerwehr Feuerwehrgerätehaus
"""
PAIRS = [
    (part, whole) for part, whole in (line.split() for line in COMPOUNDS.replace("\n", "|").split("|") if line.strip())
]


@pytest.fixture(scope="module")
def splitter() -> Splitter:
    return Splitter(learn([SENTENCES] * 3))


def test_at_least_fourteen_of_twenty_compounds_are_found_by_a_part(splitter: Splitter) -> None:
    assert len(PAIRS) == 20
    found = [pair for pair in PAIRS if stem(pair[0].lower()) in splitter.parts_of(pair[1].lower())]
    assert len(found) >= 14, set(PAIRS) - set(found)


@pytest.mark.parametrize(
    "word", ["verwaltung", "vertreter", "sitzung", "beteiligung", "rad", "gebühr", "2026", "aussschuss"]
)
def test_words_that_are_no_compounds_have_no_parts(splitter: Splitter, word: str) -> None:
    assert splitter.parts_of(word) == ()


def test_prefixes_and_little_words_are_no_parts(splitter: Splitter) -> None:
    assert "ver" not in splitter.parts_of("bürgerversammlung")
    assert splitter.parts_of("vorplatz") == ()


def test_a_word_in_most_documents_is_never_split() -> None:
    texts = [f"Karlsruhe, die Ruhe von Karl, Seite {number}." for number in range(60)]
    assert Splitter(learn(texts)).parts_of("karlsruhe") == ()


def test_a_word_seen_in_two_documents_only_is_no_part_when_no_dictionary_knows_it() -> None:
    assert Splitter(learn(["Der Quarx und das Konzept."] * 2)).parts_of("quarxkonzept") == ()
    assert Splitter(learn(["Der Quarx und das Konzept."] * 3)).parts_of("quarxkonzept") == ("konzept", "quarx")


def test_without_a_dictionary_nothing_is_split() -> None:
    assert Splitter(Dictionary()).parts_of("radwegekonzept") == ()


def test_a_saved_dictionary_is_the_same_again(tmp_path: Path) -> None:
    learnt = learn([SENTENCES] * 3)
    learnt.save(tmp_path / "dictionary.json")
    assert Dictionary.load(tmp_path / "dictionary.json") == learnt
    assert Dictionary.load(tmp_path / "missing.json") == Dictionary()
