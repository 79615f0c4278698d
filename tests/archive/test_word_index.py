"""The search of the copy: words as they are spelled, entries where they are looked for."""

import json

from ris.archive.word_index import WordIndex, words_of


def test_words_are_spelled_without_umlauts_accents_and_soft_hyphens() -> None:
    assert words_of("Möllebrücke: Straße, Café a 2026/0004 Bau\u00adplan") == [
        "moellebruecke",
        "strasse",
        "cafe",
        "2026",
        "0004",
        "bauplan",
    ]


def test_an_entry_is_found_by_each_word_of_its_title() -> None:
    index = WordIndex()
    index.add("Vorlage", "Radweg am Mühlgraben", "vorlage/2026-0004")
    files = {place: json.loads(content) for place, content in index.files().items()}
    (entry,) = files["suche/wort/mu.json"]["muehlgraben"]
    assert files["suche/wort/ra.json"] == {"radweg": [entry]}
    block, _, path = entry.partition("/")
    assert files[f"suche/eintrag/{block}.json"] == {path: ["Vorlage", "Radweg am Mühlgraben"]}


def test_a_new_entry_changes_no_block_but_its_own() -> None:
    few, more = WordIndex(), WordIndex()
    for number in range(50):
        few.add("Sitzung", f"Sitzung {number}", f"sitzung/{number}")
        more.add("Sitzung", f"Sitzung {number}", f"sitzung/{number}")
    more.add("Sitzung", "Sitzung 50", "sitzung/50")
    before, after = few.files(), more.files()
    changed = {place for place in after if place.startswith("suche/eintrag/") and after[place] != before.get(place)}
    assert len(changed) == 1
