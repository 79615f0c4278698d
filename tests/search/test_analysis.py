"""German as people type it and as papers print it."""

import pytest

from ris.search.analysis import fold, forms, stem, tidy, words

INFLECTIONS = """
Gebühr Gebühren | Beschluss Beschlüsse | Beschlüssen Beschluss | Radweg Radwege | Straße Straßen | Haus Häuser
Häusern Haus | Baum Bäume | Antrag Anträge | Anträgen Antrag | Vorlage Vorlagen | Satzung Satzungen
Ausschuss Ausschüsse | Ausschusses Ausschuss | Kind Kinder | Kindern Kind | Platz Plätze | Stadt Städte
Städten Stadt | Bürgerin Bürgerinnen | Bürger Bürgern | Schule Schulen | Land Länder | Wahl Wahlen | Amt Ämter
Ämtern Amt | Fraktion Fraktionen | Vertrag Verträge | Zuschuss Zuschüsse | Sitzung Sitzungen | Magistrat Magistrats
Haushalt Haushalts | Friedhof Friedhöfe | Spielplatz Spielplätze | bauen gebaut | beschließen beschlossen
ändern geändert | öffentlich öffentliche | städtisch städtischen | groß größer | Maßnahme Maßnahmen
Grundstück Grundstücke | Gebäude Gebäuden | Bericht Berichte | Anfrage Anfragen | Vereine Vereinen | Fahrrad Fahrräder
Wald Wälder | Brücke Brücken | genehmigen genehmigt
"""
UMLAUTS = """
Häuser Haeuser | Gebühren Gebuehren | Straße Strasse | Müller Mueller | Lärmschutz Laermschutz
Öffentlichkeit Oeffentlichkeit | Bäume Baeume | Beschlüsse Beschluesse | Fußgänger Fussgaenger | Größe Groesse
Grünfläche Gruenflaeche | Anträge Antraege | Maßnahmen Massnahmen | Ämter Aemter | Brücke Bruecke
"""
DIFFERENT = """
Rat Rad | Stadt Staat | Wahl Wal | Straße Strauß | Bau Baum | Gebühr Gebiet | Antrag Auftrag | Vertrag Vertreter
Haus Haut | Amt Ampel | Sitzung Satzung | Gemeinde Gemeinschaft | Bürger Burg | Schule Schuld | Wald Wand | Platz Platte
Kinder Kino | Fraktion Faktor | Beirat Beirut | Müller Müll | Ort Orden | Land Landung | Marke Markt
Schüler Schule | Mieter Miete
"""


def pairs(text: str) -> list[tuple[str, str]]:
    lines = text.replace("\n", "|").split("|")
    return [(one, other) for one, other in (line.split() for line in lines if line.strip())]


def together(text: str) -> list[tuple[str, str]]:
    """The pairs that have one stem."""
    return [(one, other) for one, other in pairs(text) if stem(one.lower()) == stem(other.lower())]


def test_fifty_inflections_meet() -> None:
    assert len(pairs(INFLECTIONS)) == 50
    assert len(together(INFLECTIONS)) >= 48, set(pairs(INFLECTIONS)) - set(together(INFLECTIONS))


def test_every_spelling_of_umlauts_meets() -> None:
    assert len(pairs(UMLAUTS)) == 15
    assert together(UMLAUTS) == pairs(UMLAUTS)


def test_different_words_stay_different() -> None:
    assert len(pairs(DIFFERENT)) == 25
    assert together(DIFFERENT) == []


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Stadt-\nverordnete", "Stadtverordnete"),
        ("Stadt-\r\n   verordnete", "Stadtverordnete"),
        ("Stadt\u00ad\nverordnete", "Stadtverordnete"),
        ("Stadt\u00adverordnete", "Stadtverordnete"),
        ("Bau-\nund Verkehrsausschuss", "Bau-\nund Verkehrsausschuss"),
        ("Sport-\noder Spielplatz", "Sport-\noder Spielplatz"),
        ("Baden-\nWürttemberg", "Baden-\nWürttemberg"),
        ("2020-\n2024", "2020-\n2024"),
        ("Car-Sharing", "Car-Sharing"),
        ("– Punkt\n- noch ein punkt", "– Punkt\n- noch ein punkt"),
        ("Gebu\u0308hr", "Gebühr"),
        ("Gra\ufb01k", "Grafik"),
    ],
)
def test_only_hyphens_that_a_line_end_has_put_there_go(printed: str, meant: str) -> None:
    assert tidy(printed) == meant


def test_words_are_runs_of_letters_and_digits() -> None:
    assert words("Car-Sharing, 2,50 m (TOP_3) für 100%") == ["car", "sharing", "2", "50", "m", "top", "3", "für", "100"]


def test_a_word_without_end_is_cut() -> None:
    assert len(words("x" * 1000)[0]) == 60


def test_exact_forms_spell_umlauts_out_and_drop_accents() -> None:
    assert [fold(word) for word in ("straße", "über", "café", "strasse")] == ["strasse", "ueber", "cafe", "strasse"]


def test_numbers_have_no_stem_but_themselves() -> None:
    assert forms("2026") == ("2026", "2026")
    assert forms("top3") == ("top3", "top3")
