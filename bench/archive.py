"""What the record as a folder costs: a first run, a second one that finds nothing new, one after a change, and the way back.

``run(data)`` wants the folder of the imported city of "import" and revises one of its papers.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.following import papers, revise
from bench.meter import MEGABYTE, Cost, cost_of
from config import Config
from ris.app import create_app
from ris.council.models import Body
from ris.db import db
from ris.scope.current import working_for

TOLD = re.compile(r"(\d+) Seiten und (\d+) Unterlagen in (\d+) Dateien; (\d+) geschrieben, (\d+) entfernt")
RESTORED = re.compile(r"(\d+) Zeilen")


def run(data: Path) -> dict[str, Any]:
    """Measure and print; the rows for results.json."""
    environment = {**os.environ, "RIS_DATA": str(data)}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "copy"
        results: dict[str, Any] = {"first": _export(folder, environment)}
        results["bytes_mb"] = _megabytes(folder)
        results["second"] = _export(folder, environment)
        _revise_a_paper(environment)
        results["after_a_change"] = _export(folder, environment)
        results["restore"] = _restore(folder, {**environment, "RIS_DATA": str(Path(place) / "again")})
    print(json.dumps(results, indent=2))
    return results


def _export(folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    cost = cost_of([sys.executable, "-m", "ris", "export", str(folder)], environment)
    told = TOLD.search(cost.said)
    if told is None:
        raise LookupError(f"the command said something else:\n{cost.said}")
    words = ("pages", "documents", "files", "written", "removed")
    return {**_row(cost), **dict(zip(words, map(int, told.groups()), strict=True))}


def _restore(folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    cost_of([sys.executable, "-m", "ris", "prepare"], environment)
    cost = cost_of([sys.executable, "-m", "ris", "restore-public", str(folder)], environment)
    rows = RESTORED.search(cost.said)
    return {**_row(cost), "rows": int(rows[1]) if rows else 0}


def _row(cost: Cost) -> dict[str, float]:
    return {"cpu_seconds": round(cost.cpu, 1), "seconds": round(cost.seconds, 1), "memory_mb": round(cost.memory)}


def _megabytes(folder: Path) -> float:
    """What it takes on the disk; a file with two names counts once."""
    sizes = {found.stat().st_ino: found.stat().st_blocks * 512 for found in folder.rglob("*") if found.is_file()}
    return round(sum(sizes.values()) / MEGABYTE, 1)


def _revise_a_paper(environment: dict[str, str]) -> None:
    app = create_app(Config.from_env(environment))
    with app.app_context():
        body_id = db.session.scalars(select(Body.id).order_by(Body.id)).one()
        with working_for(body_id):
            revise(papers(db.session(), body_id)[0], body_id, "Klappentext")
