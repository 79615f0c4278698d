"""What importing the open data of a city costs: the first run, its texts, and a run that finds nothing new."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.meter import cost_of


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
    run = cost_of(
        [sys.executable, "-m", "ris", "import-oparl", str(city), "--body", "Stadt Karlsruhe", *more], environment
    )
    told = run.said
    found = re.search(r"^(\d+) Objekte in", told, re.MULTILINE)
    result = re.search(r"^Texte: .*$" if more else r"^Ergebnis: .*$", told, re.MULTILINE)
    objects = int(found[1]) if found else 0
    return Cost(
        what=what,
        objects=objects,
        cpu_seconds=round(run.cpu, 2),
        seconds=round(run.seconds, 2),
        objects_per_second=round(objects / run.seconds, 1),
        memory_mb=round(run.memory, 1),
        result=result[0] if result else "",
    )
