"""What a pack costs beside ``qpdf --empty --pages`` over the same files: CPU seconds, peak memory, links.

What a copy with its reader's name costs stands beside a plain copy of the same file. Our pack is measured as the worker runs it, a process of its own from start to end: interpreter, cover, contents,
dividers, bookmarks, labels and links included. Both take turns, so that a slow moment hits both.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from bench.meter import Cost, cost_of
from bench.pdf_corpus import make_corpus
from ris.documents.building import PACK_LIMITS
from ris.documents.marked import CHUNK, MarkedCopy
from ris.documents.pack import PackFile, PackKind, PackPlan, PackSection, plan_data, plan_digest
from ris.documents.pdf.cell import command_of, environment_of_cells, letter_of
from ris.documents.pdf.mark import mark_with, words_for
from ris.documents.pdf.marking import find_mark
from tests.documents.checking import Opened
from tests.documents.papers import tagged as make_tagged

ROUNDS = 5
COPIES = 15
PAPERS_PER_ITEM = 4
MEGABYTE = 1 << 20


def run() -> dict[str, Any]:
    """Measure and print; the rows for results.json."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        papers = make_corpus(folder / "papers", times=2)
        half = len(papers) // 2
        tagged = _tagged(folder / "tagged-papers")
        programs: dict[str, Callable[[], Cost]] = {
            "pack 1000": lambda: _pack(papers[:half], folder / "pack.pdf"),
            "pack 2000": lambda: _pack(papers, folder / "pack-2000.pdf"),
            "two-up 1000": lambda: _pack(papers[:half], folder / "two-up.pdf", kind=PackKind.TWO_UP),
            "large print 1000": lambda: _pack(papers[:half], folder / "large.pdf", kind=PackKind.LARGE),
            "tagged 1000": lambda: _pack(tagged, folder / "tagged.pdf"),
            "members' pack 1000": lambda: _pack(papers[:half], folder / "members.pdf", restricted=True),
        }
        if shutil.which("qpdf"):
            programs["qpdf 1000"] = lambda: _qpdf(papers[:half], folder / "qpdf.pdf")
        else:
            print("qpdf ist nicht installiert (Debian: qpdf); ohne Vergleich gemessen")
        costs: dict[str, list[Cost]] = {name: [] for name in programs}
        for _ in range(ROUNDS):
            for name, program in programs.items():
                costs[name].append(program())
        rows = {name: _row(found) for name, found in costs.items()}
        result = {"rounds": ROUNDS, **rows, **_ratios(rows), **_facts(folder / "pack.pdf", papers[:half])}
        result |= _copies(folder / "members.pdf", plan_digest(_plan(papers[:half], restricted=True)))
    for name, value in result.items():
        print(f"{name:22} {value}")
    return result


def _tagged(folder: Path) -> list[Path]:
    """40 papers of 25 pages with tags of their own."""
    found = []
    for number in range(40):
        place = folder / str(number)
        place.mkdir(parents=True)
        found.append(make_tagged(place, 25).rename(folder / f"tagged-{number}.pdf"))
    return found


def _plan(papers: Sequence[Path], *, restricted: bool = False) -> PackPlan:
    files = [PackFile(path.stem, f"https://lindenau.example/datei/{path.stem}", path.name) for path in papers]
    groups = [files[start : start + PAPERS_PER_ITEM] for start in range(0, len(files), PAPERS_PER_ITEM)]
    return PackPlan(
        body="Stadt Lindenau",
        title="Stadtverordnetenversammlung",
        lines=("Donnerstag, 10. Dezember 2026, 18:00 Uhr", "Rathaus, Großer Sitzungssaal"),
        address="https://lindenau.example/sitzung/1",
        audience="Öffentliche Fassung.",
        as_of="22. November 2026",
        sections=tuple(
            PackSection(
                str(number),
                f"Radverkehrskonzept, Abschnitt {number}",
                "Vorlage 2026/0412",
                files=tuple(group),
                restricted=restricted,
            )
            for number, group in enumerate(groups, start=1)
        ),
    )


def _pack(papers: Sequence[Path], target: Path, *, restricted: bool = False, kind: PackKind = PackKind.PACK) -> Cost:
    request = {
        "plan": plan_data(_plan(papers, restricted=restricted)),
        "paths": {path.name: str(path) for path in papers},
        "target": str(target),
        "kind": kind.value,
        "crest": None,
    }
    return cost_of(command_of("pack"), environment_of_cells(), letter_of(request, PACK_LIMITS))


def _qpdf(papers: Sequence[Path], target: Path) -> Cost:
    command = ["qpdf", "--empty", "--pages", *map(str, papers), "--", str(target)]
    return cost_of(command, os.environ)


def _copies(pack: Path, key: str) -> dict[str, float]:
    """What a copy with the reader's name costs beside one without: CPU milliseconds, read and written piece by piece."""
    at = find_mark(pack, key)

    def plain() -> None:
        with pack.open("rb", buffering=0) as source, (pack.parent / "copy.pdf").open("wb", buffering=0) as target:
            while chunk := source.read(CHUNK):
                target.write(chunk)

    def named() -> None:
        copy = MarkedCopy(pack, at, mark_with(words_for("Jürgen Łukasz-Öztürk", datetime.now(UTC))))
        with (pack.parent / "copy.pdf").open("wb", buffering=0) as target:
            for chunk in copy:
                target.write(chunk)
        copy.close()

    spent: dict[str, list[float]] = {"plain": [], "named": []}
    for _ in range(COPIES):
        for name, copying in (("plain", plain), ("named", named)):
            before = process_time()
            copying()
            spent[name].append((process_time() - before) * 1000)
    cheapest, middle = ({name: of(times) for name, times in spent.items()} for of in (min, median))
    return {
        "copy_mb": round(pack.stat().st_size / 1e6, 1),
        "copy_ms_min": round(cheapest["plain"], 1),
        "copy_with_name_ms_min": round(cheapest["named"], 1),
        "name_to_copy_min": round(cheapest["named"] / cheapest["plain"], 2),
        "name_to_copy_median": round(middle["named"] / middle["plain"], 2),
    }


def _row(costs: Sequence[Cost]) -> dict[str, float]:
    return {
        "cpu_s_min": round(min(cost.cpu for cost in costs), 3),
        "cpu_s_median": round(median(cost.cpu for cost in costs), 3),
        "memory_mb": round(max(cost.memory for cost in costs), 1),
    }


def _ratios(rows: dict[str, dict[str, float]]) -> dict[str, float]:
    pack, double = rows["pack 1000"], rows["pack 2000"]
    members = rows["members' pack 1000"]
    ratios = {"2000_to_1000_pages": round(double["cpu_s_min"] / pack["cpu_s_min"], 2)}
    for name in ("two-up 1000", "large print 1000", "tagged 1000"):
        ratios[f"{name.removesuffix(' 1000').replace(' ', '_')}_to_pack"] = round(
            rows[name]["cpu_s_min"] / pack["cpu_s_min"], 2
        )
    ratios["members_to_public_pack"] = round(members["cpu_s_min"] / pack["cpu_s_min"], 2)
    if "qpdf 1000" in rows:
        qpdf = rows["qpdf 1000"]
        ratios["cpu_to_qpdf_min"] = round(pack["cpu_s_min"] / qpdf["cpu_s_min"], 2)
        ratios["cpu_to_qpdf_median"] = round(pack["cpu_s_median"] / qpdf["cpu_s_median"], 2)
        ratios["memory_to_qpdf"] = round(pack["memory_mb"] / qpdf["memory_mb"], 2)
    return ratios


def _facts(target: Path, papers: Sequence[Path]) -> dict[str, Any]:
    """What is in the pack, read by a library that has no part in making it."""
    pack = Opened(target)
    spans = _spans(pack, papers)
    jumps = list(pack.jumps())
    between = [jump for jump in jumps if spans[jump.page] is not None]
    strayed = [jump for jump in between if jump.target is None or spans[jump.target] != spans[jump.page]]
    return {
        "pages": len(pack.pages),
        "size_mb": round(target.stat().st_size / 1e6, 1),
        "bookmarks": len(pack.bookmarks()),
        "links_within_papers": len(between),
        "links_into_another_paper_or_nowhere": len(strayed),
        "links_of_contents_and_dividers": len(jumps) - len(between),
    }


def _spans(pack: Opened, papers: Sequence[Path]) -> list[str | None]:
    """For each page the paper it comes from; ``None`` for sheets of ours."""
    starts = {page: title for depth, title, page in pack.bookmarks() if depth == 1}
    names = {path.stem for path in papers}
    owners: list[str | None] = []
    current: str | None = None
    for page, label in enumerate(pack.labels):
        current = starts.get(page, current)
        owners.append(current if current in names and "/" in label else None)
    return owners


if __name__ == "__main__":
    run()
