"""Real files that gave other programs trouble: each ends with a clear outcome, in time and within memory."""

import json
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from ris.documents.building import build
from ris.documents.extraction import Extraction, extract_text
from ris.documents.models import TextState
from ris.documents.pack import PackFile, PackKind, PackPlan, PackSection
from ris.documents.pdf.problems import Problem

MOST_SECONDS = 20
"""Of processor time, which does not depend on what else the machine does."""
MOST_MEMORY = 1_000_000_000
UNOPENED = {Problem.ENCRYPTED, Problem.DAMAGED, Problem.NOT_A_PDF}


def used() -> float:
    """Processor seconds of all cells so far."""
    cells = resource.getrusage(resource.RUSAGE_CHILDREN)
    return cells.ru_utime + cells.ru_stime


@pytest.fixture(scope="module")
def hard(real_data: Path) -> Path:
    folder = real_data / "pdfs" / "hard"
    if not folder.is_dir():
        pytest.skip(f"hard PDFs: there is no folder {folder}")
    return folder


@pytest.fixture(scope="module")
def known(hard: Path) -> dict[str, dict[str, str]]:
    entries = json.loads((hard / "manifest.json").read_text(encoding="utf-8"))
    return {entry["file"]: entry for entry in entries if (hard / entry["file"]).exists()}


@pytest.fixture(scope="module")
def found(hard: Path, known: dict[str, dict[str, str]]) -> dict[str, tuple[Extraction, float]]:
    outcomes = {}
    for name in known:
        started = used()
        outcomes[name] = (extract_text(hard / name), used() - started)
    return outcomes


def everything(folder: Path) -> Iterator[Path]:
    yield from sorted((folder / "hard").glob("*.pdf"))
    yield from sorted((folder / "council").rglob("*.pdf"))


def test_every_file_is_read_or_says_why_not_in_time(found: dict[str, tuple[Extraction, float]]) -> None:
    assert found
    slow = {name: seconds for name, (_, seconds) in found.items() if seconds > MOST_SECONDS}
    assert slow == {}
    mute = [name for name, (outcome, _) in found.items() if not outcome.text and not outcome.note]
    assert mute == []
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < MOST_MEMORY


def test_encrypted_files_are_not_silently_empty(
    found: dict[str, tuple[Extraction, float]], known: dict[str, dict[str, str]]
) -> None:
    locked = [name for name, entry in known.items() if entry.get("password")]
    assert locked
    assert {found[name][0].problem for name in locked} <= UNOPENED


def test_scans_are_flagged(found: dict[str, tuple[Extraction, float]], known: dict[str, dict[str, str]]) -> None:
    scans = [name for name, entry in known.items() if entry["category"] == "scan"]
    assert scans
    assert [name for name in scans if not found[name][0].needs_ocr] == []


def test_pages_are_counted_as_others_count_them(
    found: dict[str, tuple[Extraction, float]], known: dict[str, dict[str, str]]
) -> None:
    counted = {
        name: (found[name][0].page_count, int(entry["pages"]))
        for name, entry in known.items()
        if entry.get("pages") and found[name][0].state is not TextState.UNREADABLE
    }
    assert counted
    assert {name: both for name, both in counted.items() if both[0] != both[1]} == {}


def test_every_file_gets_into_a_pack_or_is_named_in_it(real_data: Path, hard: Path, tmp_path: Path) -> None:
    target = tmp_path / "pack.pdf"
    slow, unclear = [], []
    for path in everything(hard.parent):
        file = PackFile(path.stem, "https://lindenau.example/1", digest=str(path))
        plan = PackPlan("Lindenau", "Ausschuss", (), "", "", "", (PackSection("1", "x", files=(file,)),))
        started = used()
        result = build(PackKind.PACK, plan, Path, target, lambda _done, _total: None)
        if used() - started > MOST_SECONDS:
            slow.append(path.name)
        if (result.missing == 1) == (result.pages > 3):
            unclear.append(path.name)
    assert slow == []
    assert unclear == []
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < MOST_MEMORY


def test_all_of_them_fit_into_one_pack(hard: Path, tmp_path: Path) -> None:
    files = tuple(
        PackFile(path.stem, "https://lindenau.example/1", digest=str(path)) for path in everything(hard.parent)
    )
    plan = PackPlan("Lindenau", "Ausschuss", (), "", "", "", (PackSection("1", "x", files=files),))
    result = build(PackKind.PACK, plan, Path, tmp_path / "pack.pdf", lambda _done, _total: None)
    assert result.pages > len(files)
    assert 0 < result.missing < len(files)
