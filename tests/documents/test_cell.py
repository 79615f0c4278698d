"""The wall between strangers' files and the house."""

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from ris.documents import building
from ris.documents.building import NotBuilt, build, probe
from ris.documents.pack import PackFile, PackKind, PackPlan, PackSection
from ris.documents.pdf import cell
from ris.documents.pdf.cell import CellFailure, Limits, environment_of_cells, run_in_cell
from ris.documents.pdf.problems import Problem
from tests.documents import papers

LIMITS = Limits(memory=1_000_000_000, seconds=10, silence=5)


def run_program(monkeypatch: pytest.MonkeyPatch, program: str, limits: Limits = LIMITS) -> list[dict[str, Any]]:
    """Put a program of the test into the cell; what it said before its result."""
    heard: list[dict[str, Any]] = []
    monkeypatch.setattr(cell, "command_of", lambda _task: [sys.executable, "-c", program])
    run_in_cell("text", {}, limits, heard.append)
    return heard


def test_what_is_said_before_the_result_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    program = 'print(\'{"page": "eins"}\\n{"page": "zwei"}\\n{"result": {}}\')'
    assert run_program(monkeypatch, program) == [{"page": "eins"}, {"page": "zwei"}]


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        ("import time; time.sleep(60)", Problem.TOO_SLOW),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", Problem.CRASHED),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", Problem.TOO_SLOW),
        ("raise SystemExit(3)", Problem.CRASHED),
        ('print(\'{"failure": "too_hungry"}\')', Problem.TOO_HUNGRY),
    ],
)
def test_however_a_cell_ends_it_is_a_named_problem(
    program: str, problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CellFailure) as failure:
        run_program(monkeypatch, program, Limits(memory=10**9, seconds=2, silence=1, patience=1))
    assert failure.value.problem is problem


def test_a_cell_that_only_waits_for_the_processor_is_not_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = Limits(memory=10**9, seconds=5, silence=0.5, patience=20)
    assert run_program(monkeypatch, "import time; time.sleep(1.5); print('{\"result\": {}}')", limits) == []


def test_a_cell_that_works_and_says_nothing_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CellFailure) as failure:
        run_program(monkeypatch, "while True: pass", Limits(memory=10**9, seconds=60, silence=0.5))
    assert failure.value.problem is Problem.TOO_SLOW


def test_endless_talk_ends_with_the_time_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = "import sys\nwhile True: sys.stdout.write('{\"alive\": 1}\\n')"
    with pytest.raises(CellFailure) as failure:
        run_program(monkeypatch, talk, Limits(memory=10**9, seconds=1, silence=1, patience=1))
    assert failure.value.problem is Problem.TOO_SLOW


def test_nothing_a_cell_started_outlives_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    note = tmp_path / "child"
    program = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([{sys.executable!r}, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(note)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)"
    )
    with pytest.raises(CellFailure):
        run_program(monkeypatch, program, Limits(memory=10**9, seconds=2, silence=2, patience=1))
    status = Path(f"/proc/{note.read_text()}/status")
    deadline = time.monotonic() + 5
    while status.exists() and "State:\tZ" not in status.read_text() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not status.exists() or "State:\tZ" in status.read_text()


def test_a_killed_reader_is_an_outcome(tmp_path: Path) -> None:
    path = papers.many_pages(tmp_path)
    killed = threading.Event()

    def kill(message: dict[str, Any]) -> None:
        if "count" in message and not killed.is_set():
            killed.set()
            os.kill(_cell_of_this_process(), signal.SIGKILL)

    with pytest.raises(CellFailure) as failure:
        run_in_cell("text", {"path": str(path)}, LIMITS, kill)
    assert failure.value.problem is Problem.TOO_SLOW


def _cell_of_this_process() -> int:
    children = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()
    return next(int(pid) for pid in children if b"pdf.inside" in Path(f"/proc/{pid}/cmdline").read_bytes())


def test_a_cell_learns_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIS_SECRET_KEY", "geheim")
    assert "geheim" not in environment_of_cells().values()
    assert set(environment_of_cells()) <= {*cell.KEPT_ENVIRONMENT, "MALLOC_ARENA_MAX"}


def plan_of(*paths: Path) -> PackPlan:
    files = tuple(PackFile(path.stem, "https://lindenau.example/1", digest=str(path)) for path in paths)
    return PackPlan("Lindenau", "Bauausschuss", (), "", "", "", (PackSection("1", "Radweg", files=files),))


def test_a_paper_that_kills_the_whole_cell_is_found_out_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound, hostile = papers.paper(tmp_path, "gut", 2), papers.paper(tmp_path, "boese", 2)
    run = run_in_cell

    def fragile(task: str, request: dict[str, Any], limits: Limits, hear: Any) -> dict[str, Any]:  # noqa: ANN401
        alone = request.get("path") == str(hostile)
        with_it = any(
            file["digest"] == str(hostile) and not file["missing"]
            for section in request.get("plan", {}).get("sections", ())
            for file in section["files"]
        )
        if alone or with_it:
            raise CellFailure(Problem.CRASHED)
        return run(task, request, limits, hear)

    monkeypatch.setattr(building, "run_in_cell", fragile)
    plan = plan_of(sound, hostile)
    result = build(PackKind.PACK, plan, Path, tmp_path / "pack.pdf", lambda _done, _total: None)
    assert (result.pages, result.missing) == (6, 1)  # cover, contents, divider, two pages, a sheet for the other


def test_a_pack_beyond_all_limits_is_refused_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "PACK_LIMITS", Limits(memory=20_000_000, seconds=5, silence=5))
    with pytest.raises(NotBuilt, match="zu groß"):
        build(PackKind.PACK, plan_of(papers.paper(tmp_path, "a")), Path, tmp_path / "p.pdf", lambda _d, _t: None)


def test_probing_tells_sound_from_unfit(tmp_path: Path) -> None:
    assert probe(papers.paper(tmp_path, "a")) is None
    assert probe(papers.encrypted(tmp_path)) is Problem.ENCRYPTED
    assert probe(papers.login_page(tmp_path)) is Problem.NOT_A_PDF
