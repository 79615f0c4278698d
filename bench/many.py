"""Two hundred readers and two clerks for a minute: no fault, and every change that was accepted stands there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ris.db import db
from ris.meetings.models import AgendaItem

ROOT = Path(__file__).parent.parent
SECONDS = 60
READERS = 200
STARTS_PER_SECOND = 25
CLERKS = ("erste@lindenau.example", "zweite@lindenau.example")
PASSWORD = "ein langes Passwort"  # noqa: S105 - opens a town that lives for minutes
Changes = Sequence[tuple[int, str, str]]


def run(port: int, folder: Path, pages: Sequence[str], agenda: str, items: Collection[int]) -> dict[str, Any]:
    """Let locust play them (bench/crowd.py); ``agenda`` is the desk whose ``items`` both clerks change."""
    wishes = {
        "pages": pages,
        "items": [f"{agenda}/punkt/{item}" for item in items],
        "clerks": CLERKS,
        "password": PASSWORD,
    }
    told = folder / "changes.json"
    environment = {**os.environ, "RIS_BENCH_TOWN": json.dumps(wishes), "RIS_BENCH_CHANGES": str(told)}
    people = str(READERS + len(CLERKS))
    command = [sys.executable, "-m", "locust", "--headless", "--locustfile", "bench/crowd.py", "--skip-log-setup"]
    command += ["--host", f"http://127.0.0.1:{port}", "--users", people, "--spawn-rate", str(STARTS_PER_SECOND)]
    command += ["--run-time", f"{SECONDS}s", "--stop-timeout", "30", "--json", "--exit-code-on-error", "0"]
    report = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    changes = json.loads(told.read_text(encoding="utf-8"))
    lost = _lost(items, changes["accepted"])
    rows = json.loads(report)
    waits = Counter[float]()
    for row in rows:
        waits.update({float(wait): count for wait, count in row["response_times"].items()})
    for told_fault in (*changes["faults"][:5], *lost[:5]):
        print(told_fault)
    return {
        f"{READERS} readers and {len(CLERKS)} clerks for {SECONDS} s: pages": sum(row["num_requests"] for row in rows),
        "faults": len(changes["faults"]),
        "page, wall ms p50": _quantile(waits, 0.5),
        "page, wall ms p95": _quantile(waits, 0.95),
        "changes accepted": len(changes["accepted"]),
        "changes refused as too late (409)": changes["conflicts"],
        "changes lost": len(lost),
    }


def _quantile(waits: Counter[float], share: float) -> float:
    passed = 0
    for wait in sorted(waits):
        passed += waits[wait]
        if passed >= share * waits.total():
            return wait
    raise ValueError(waits)


def _lost(items: Collection[int], accepted: Changes) -> list[str]:
    """Changes that were accepted and are not there; each revision is accepted once."""
    db.session.rollback()
    last = {int(address.rpartition("/")[2]): name for _, address, name in sorted(accepted)}
    names = {row.id: row.name for row in db.session.scalars(select(AgendaItem).where(AgendaItem.id.in_(items)))}
    twice = [str(revision) for revision, n in Counter(each[0] for each in accepted).items() if n > 1]
    return twice + [f"{item}: {names[item]}, not {name}" for item, name in last.items() if names[item] != name]
