"""What it costs to find 500 notes again in a new version, and how many are found; and to compare two long versions.

The notes are those of the fixture set (tests/notes/pairs.py), made with other words until there are 500 of them; expected
places come from the typesetting, so "wrong" and "lost" are counted, not estimated.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

from ris.documents.version_changes import Version, compare_files
from ris.notes.anchoring import Anchor, Note, Where, place, placed
from tests.notes.pairs import LAYOUT, Expected, Pair, all_pairs
from tests.notes.typesetting import Paragraph, dice, drawn, prose, typeset

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTES = 500
ROUNDS = 3
PARAGRAPHS, EVERY = 5100, 400
"""About 1,000 pages; a word is another in one paragraph of so many."""
NODE = """
import { place } from "./anchoring.js";
import { readFileSync } from "node:fs";
const cases = JSON.parse(readFileSync(0, "utf8"));
const before = process.cpuUsage();
for (const { where, notes } of cases) { for (const note of notes) { place(note, where); } }
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1e6);
"""


def run() -> dict[str, Any]:
    """Measure and print; the rows for results.json."""
    result = {**_found(), **_time(), **_long_versions()}
    for name, value in result.items():
        print(f"{name:34} {value}")
    return result


def _found() -> dict[str, Any]:
    """The whole fixture set: how many unchanged quotes are found, how many stand wrongly, how many are lost."""
    seen = [
        (pair, note, expected, place(note, where))
        for pair in all_pairs()
        for where in [Where(pair.new_hash, pair.new)]
        for note, expected in pair.notes
    ]
    unchanged = [at for _, _, expected, at in seen if expected.unchanged]
    placed_ones = [(expected, at) for _, _, expected, at in seen if at.state is not Anchor.ORPHAN]
    kept = [placed(note, at, pair.new_hash)["id"] == note["id"] for pair, note, _, at in seen]
    return {
        "fixture: pairs": len(all_pairs()),
        "fixture: notes": len(seen),
        "fixture: unchanged quotes": len(unchanged),
        "fixture: of them found": sum(at.state is not Anchor.ORPHAN for at in unchanged),
        "fixture: placed wrongly": sum(at.page not in expected.pages for expected, at in placed_ones),
        "fixture: in the tray": sum(at.state is Anchor.ORPHAN for *_, at in seen),
        "fixture: lost": len(kept) - sum(kept),
    }


def _time() -> dict[str, Any]:
    """500 notes, each pair's in one go as the worker does it, on the server and in the device's language."""
    cases = list(islice(_cases(), NOTES))
    seconds = []
    for _ in range(ROUNDS):
        wheres = {pair.name: Where(pair.new_hash, pair.new) for pair, _, _ in cases}
        start = process_time()
        for pair, note, _ in cases:
            place(note, wheres[pair.name])
        seconds.append(process_time() - start)
    spent = median(seconds)
    return {
        "500 notes, CPU s": round(spent, 2),
        "a note, CPU ms": round(1000 * spent / NOTES, 1),
        "500 notes in JavaScript, CPU s": _in_node(cases),
    }


def _cases() -> Iterator[tuple[Pair, Note, Expected]]:
    """Notes of all pairs in turn."""
    rows = [[(pair, note, expected) for note, expected in pair.notes] for pair in all_pairs()]
    for turn in range(max(map(len, rows))):
        yield from (row[turn] for row in rows if turn < len(row))


def _in_node(cases: list[tuple[Pair, Note, Expected]]) -> float | str:
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if node is None:
        return "nicht gemessen: kein Node.js"
    by_pair: dict[str, dict[str, Any]] = {}
    for pair, note, _ in cases:
        where = {"hash": pair.new_hash, "pages": pair.new}
        by_pair.setdefault(pair.name, {"where": where, "notes": []})["notes"].append(note)
    with tempfile.TemporaryDirectory() as folder:
        for source in (Path(__file__).parents[1] / "ris" / "static" / "reader").glob("*.js"):
            shutil.copy(source, folder)
        Path(folder, "package.json").write_text('{"type": "module"}')
        Path(folder, "measure.js").write_text(NODE)
        sent = json.dumps(list(by_pair.values()))
        done = subprocess.run([node, "measure.js"], cwd=folder, input=sent, capture_output=True, text=True, check=True)
    return round(float(done.stdout), 2)


def _long_versions() -> dict[str, Any]:
    """Two versions of 1,000 pages, one page gone and words changed on a dozen; reading, comparing, in its cell."""
    paragraphs = [Paragraph(f"p{at}", prose(dice(f"long{at}"), 5)) for at in range(PARAGRAPHS)]
    edited = [
        replace(each, text=each.text.replace("Euro", "Taler", 1)) if at % EVERY == 0 else each
        for at, each in enumerate(paragraphs[:2000] + paragraphs[2005:])
    ]
    with tempfile.TemporaryDirectory() as place_:
        folder = Path(place_)
        versions = []
        for number, texts in enumerate((paragraphs, edited), 1):
            path = folder / f"{number}.pdf"
            path.write_bytes(drawn(typeset(texts, LAYOUT), LAYOUT))
            versions.append(Version(number, str(number), path))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        compared = compare_files(*versions)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    pages = compared.content["pages"] if compared.content else compared.note
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "long versions: pages": pages,
        "long versions: changed pages": len(compared.pages["changed"]) if compared.pages else None,
        "long versions: CPU s": round(spent, 1),
        "long versions: peak MB": round(after.ru_maxrss / 1024),
    }
