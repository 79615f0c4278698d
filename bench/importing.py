"""What importing the open data of a city costs: the first run, its texts, and a run that finds nothing new."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MEGABYTE = 1 << 20
METER = """
import json, os, sys
log = sys.argv[1]
out = [(os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, file_actions=out)
_, status, usage = os.wait4(child, 0)
print(json.dumps([usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""
"""Starts the program from a small process: Linux counts the memory of whoever starts it as its own."""


@dataclass(frozen=True)
class Cost:
    """One run of the command."""

    what: str
    objects: int
    """Objects, or texts, the run dealt with."""
    cpu_seconds: float
    seconds: float
    objects_per_second: float
    memory_mb: float
    result: str
    """The command's own account of it."""


def run(real: Path, folder: Path) -> list[dict[str, Any]]:
    """Measure and print; leaves the imported city in ``folder`` for those who measure its pages."""
    city, texts = real / "oparl-karlsruhe", real / "texts-dev.jsonl"
    environment = {**os.environ, "RIS_DATA": str(folder)}
    subprocess.run([sys.executable, "-m", "ris", "prepare"], env=environment, check=True)
    costs = [_measured("erster Lauf", [], city, environment), _measured("zweiter Lauf", [], city, environment)]
    if texts.is_file():
        costs.append(_measured("Texte dazu", ["--texts", str(texts)], city, environment))
    print(f"{'':14}{'Objekte':>9}{'CPU s':>8}{'s':>8}{'je s':>8}{'MB':>7}  Ergebnis")
    for cost in costs:
        print(
            f"{cost.what:14}{cost.objects:9}{cost.cpu_seconds:8.1f}{cost.seconds:8.1f}"
            f"{cost.objects_per_second:8.0f}{cost.memory_mb:7.0f}  {cost.result}",
        )
    return [asdict(cost) for cost in costs]


def _measured(what: str, more: list[str], city: Path, environment: dict[str, str]) -> Cost:
    log = Path(environment["RIS_DATA"]) / "import.log"
    command = [sys.executable, "-m", "ris", "import-oparl", str(city), "--body", "Stadt Karlsruhe", *more]
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", METER, str(log), *command],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    seconds = time.monotonic() - started
    cpu, memory, status = json.loads(done.stdout)
    told = log.read_text(encoding="utf-8")
    log.unlink()
    if status:
        raise RuntimeError(f"the import ended with {status}:\n{told}")
    found = re.search(r"^(\d+) Objekte in", told, re.MULTILINE)
    result = re.search(r"^Texte: .*$" if more else r"^Ergebnis: .*$", told, re.MULTILINE)
    objects = int(found[1]) if found else 0
    return Cost(
        what=what,
        objects=objects,
        cpu_seconds=round(cpu, 2),
        seconds=round(seconds, 2),
        objects_per_second=round(objects / seconds, 1),
        memory_mb=round(memory * 1024 / MEGABYTE, 1),
        result=result[0] if result else "",
    )
