"""What the keeper of the machine reads when a command cannot do its work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def ris(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own, with a data folder and nothing else."""
    environment = {**os.environ, "RIS_DATA": str(folder)}
    command = [sys.executable, "-m", "ris", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("command", [("body", "list"), ("jobs", "list"), ("log", "verify")])
def test_a_command_before_preparing_names_the_cure(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = ris(tmp_path, *command)
    assert done.returncode == 1
    assert "no such table" in done.stderr
    assert "python -m ris prepare" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_database_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "ris.db").write_bytes(bytes(range(256)) * 20)
    done = ris(tmp_path, "prepare")
    assert done.returncode == 1
    assert done.stderr.startswith("Die Datenbank lässt sich so nicht benutzen: file is not a database")


def test_the_whole_story_is_told_when_asked_for(tmp_path: Path) -> None:
    assert "Traceback" in ris(tmp_path, "--debug", "body", "list").stderr


def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full on this machine")
    ris(tmp_path, "prepare")
    ris(tmp_path, "body", "add", "Lindenau")
    done = ris(tmp_path, "maintenance-page", str(full))
    assert (done.returncode, done.stderr.partition(":")[0]) == (1, "Es lässt sich nichts mehr speichern")
