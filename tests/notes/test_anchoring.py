import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ris.documents.extraction import extract_text
from ris.documents.squeezing import squeezed
from ris.notes.anchoring import Anchor, Note, Place, Where, place, placed, selectors_for
from tests.notes.pairs import LAYOUT, REFLOWED, Expected, Pair, all_pairs
from tests.notes.typesetting import Paragraph, dice, drawn, prose, typeset

READER = Path(__file__).parents[2] / "ris" / "static" / "reader"
SCRIPT = """
import { place, placed } from "./anchoring.js";
import { squeezed } from "./squeezing.js";
import { readFileSync } from "node:fs";
const { texts, cases } = JSON.parse(readFileSync(0, "utf8"));
const answers = cases.map(({ where, notes }) => notes.map((note) => {
  const at = place(note, where);
  return [at.state, at.page, at.start, at.end, placed(note, at, where.hash)];
}));
console.log(JSON.stringify({ texts: texts.map(squeezed), answers }));
"""


@cache
def _found_in() -> dict[str, tuple[tuple[Expected, Place], ...]]:
    """Every note of every pair, looked for once."""
    found = {}
    for pair in all_pairs():
        where = Where(pair.new_hash, pair.new)
        found[pair.name] = tuple((expected, place(note, where)) for note, expected in pair.notes)
    return found


def _found(pair: Pair) -> tuple[tuple[Expected, Place], ...]:
    return _found_in()[pair.name]


def _is_right(expected: Expected, at: Place) -> bool:
    if at.state is Anchor.ORPHAN:
        return True  # kept in the tray, not lost
    there = at.page in expected.pages and at.state in expected.states
    return there and (expected.start is None or (at.start, at.end) == (expected.start, expected.end))


@pytest.mark.parametrize("pair", all_pairs(), ids=lambda pair: pair.name)
def test_no_note_is_placed_wrongly(pair: Pair) -> None:
    assert [each for each in _found(pair) if not _is_right(*each)] == []


def test_of_quotes_that_are_still_there_95_percent_are_found_and_more() -> None:
    unchanged = [at for pair in all_pairs() for expected, at in _found(pair) if expected.unchanged]
    found = sum(at.state is not Anchor.ORPHAN for at in unchanged)
    assert len(unchanged) > 1000
    assert found / len(unchanged) >= 0.97


@pytest.mark.parametrize("name", ["page_inserted", "page_moved", "reflowed", "item_moved", "same_sentence_30_times"])
def test_where_words_only_moved_nearly_none_is_missed(name: str) -> None:
    (pair,) = (each for each in all_pairs() if each.name == name)
    missed = [expected for expected, at in _found(pair) if at.state is Anchor.ORPHAN]
    assert len(missed) <= len(pair.notes) // 100


def test_no_note_is_lost() -> None:
    for pair in all_pairs():
        for (note, _), (_, at) in zip(pair.notes, _found(pair), strict=True):
            after = placed(note, at, pair.new_hash)
            assert after["id"] == note["id"]
            assert after["ris:anchored_to"] == pair.new_hash
            if after["ris:anchor"] == "orphan":
                assert after["target"] == note["target"]  # all that was known, for the next version


def test_an_orphan_comes_back_with_its_words() -> None:
    (pair,) = (each for each in all_pairs() if each.name == "page_removed")
    gone = next(note for note, expected in pair.notes if not expected.unchanged)
    lost = placed(gone, place(gone, Where(pair.new_hash, pair.new)), pair.new_hash)
    back = place(lost, Where("later", pair.old))
    assert (lost["ris:anchor"], back.state) == ("orphan", Anchor.MOVED if back.page != _page(gone) else Anchor.SAME)
    assert back.start == next(each["start"] for each in gone["target"]["selector"] if "start" in each)


def test_the_same_bytes_say_the_same_place() -> None:
    for pair in all_pairs():
        for note, _ in pair.notes:
            assert place(note, Where(pair.old_hash, ())).page == _page(note)


def test_what_was_placed_stays_where_it_was_placed() -> None:
    for pair in all_pairs():
        where = Where(pair.new_hash, pair.new)
        for (note, _), (_, once) in zip(pair.notes, _found(pair), strict=True):
            after = placed(note, once, pair.new_hash)
            again = place(after, where)
            assert (again.state, again.page) == (once.state, once.page)
            assert placed(after, again, pair.new_hash) == after


def test_changed_words_stay_marked_in_the_versions_after() -> None:
    (pair,) = (each for each in all_pairs() if each.name == "words_replaced")
    places = zip(pair.notes, _found(pair), strict=True)
    note, at = next((note, at) for (note, _), (_, at) in places if at.state is Anchor.CHANGED)
    later = place(placed(note, at, pair.new_hash), Where("later", ("", *pair.new)))
    assert at.page is not None
    assert (later.state, later.page) == (Anchor.CHANGED, at.page + 1)


def test_a_rectangle_follows_its_page_where_pages_were_compared() -> None:
    (pair,) = (each for each in all_pairs() if each.name == "scans")
    where = Where(pair.new_hash, pair.new, {pair.old_hash: (1, None, 4)})
    found = [place(note, where) for note, _ in pair.notes]
    assert [(at.state, at.page) for at in found] == [("same", 1), ("orphan", None), ("moved", 4)]
    after = placed(pair.notes[2][0], found[2], pair.new_hash)
    assert after["target"]["selector"][1]["value"] == "xywh=percent:1,2,3,4"


def test_a_running_head_can_be_marked_too() -> None:
    pages = [
        squeezed(f"Stadt Lindenau – Vorlage 2026/0412 {prose(dice(str(page)), 6)} Seite {page} von 5")
        for page in range(5)
    ]
    note: Note = {"target": {"source": "urn:sha512:a", "selector": selectors_for(pages, 2, 0, 13)}}
    assert note["target"]["selector"][1]["exact"] == "stadtlindenau"
    at = place(note, Where("b", pages))
    assert (at.page, at.start, at.end) == (3, 0, 13)


def test_a_position_outside_its_page_is_refused() -> None:
    with pytest.raises(ValueError, match="no signs"):
        selectors_for(["abc"], 0, 1, 9)


@pytest.mark.parametrize("layout", [LAYOUT, REFLOWED], ids=["plain", "hyphenated"])
def test_our_documents_read_as_they_were_set(layout: Any, tmp_path: Path) -> None:  # noqa: ANN401 - parametrised
    chance = dice("read")
    pages = typeset([Paragraph(str(each), prose(chance, 5)) for each in range(12)], layout)
    path = tmp_path / "set.pdf"
    path.write_bytes(drawn(pages, layout))
    assert [squeezed(page) for page in extract_text(path).pages] == [squeezed(page.text) for page in pages]


def _page(note: Note) -> int:
    return int(note["target"]["selector"][0]["value"].removeprefix("page="))


def test_the_browser_gives_the_same_answers(tmp_path: Path) -> None:
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if node is None:
        pytest.skip("no Node.js on this machine: the reader's anchoring is not compared with the server's")
    for source in READER.glob("*.js"):
        shutil.copy(source, tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "compare.js").write_text(SCRIPT)
    texts = [
        "Maß-\nnahme ﬁn Σς İı 😀 𝒜 ½ -5 Rad-, a\u0301\u0308",
        *(page for pair in all_pairs()[:2] for page in pair.new),
    ]
    cases = [
        {"where": {"hash": pair.new_hash, "pages": pair.new}, "notes": [note for note, _ in pair.notes]}
        for pair in all_pairs()
    ]
    sent = json.dumps({"texts": texts, "cases": cases})
    done = subprocess.run([node, "compare.js"], cwd=tmp_path, input=sent, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert said["texts"] == [squeezed(text) for text in texts]
    for pair, answers in zip(all_pairs(), said["answers"], strict=True):
        for (note, _), (_, at), answer in zip(pair.notes, _found(pair), answers, strict=True):
            assert answer == [at.state, at.page, at.start, at.end, placed(note, at, pair.new_hash)]
