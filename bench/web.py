"""What pages cost: CPU milliseconds in the server processes and requests a second, beside a bare Flask page.

Both applications run on the same server program with two workers, page after page in turn, so that a slow moment of
the machine hits both. ``run(data)`` wants a data folder with an imported council and its search index.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import func, select

from bench.ports import free_port, wait_for
from config import Config
from ris.app import create_app
from ris.council.models import Body
from ris.db import db
from ris.documents.models import Paper
from ris.meetings.models import AgendaItem, Consultation
from ris.scope.current import working_for
from ris.serve import web_command

ROOT = Path(__file__).parent.parent
WORKERS = 2
CONNECTIONS = 8
REQUESTS = 400
ROUNDS = 3
ITEMS = 40
COOKIE = {"Cookie": "seen=1"}
"""A visitor with any cookie gets a page of their own, rendered anew (ris/web/kept_pages.py)."""
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """One measured page."""

    cpu_ms: float
    per_second: float
    status: int


def run(data: Path, search_engine: str = "tantivy") -> dict[str, Any]:
    """Measure and print; the rows for results.json."""
    pages = addresses(data)
    results: dict[str, list[Cost]] = {}
    environment = {"RIS_DATA": str(data), "RIS_SEARCH_ENGINE": search_engine}
    with server("wsgi:app", environment) as ours, server("bench.bare:app", {}) as bare:
        for _ in range(ROUNDS):
            for name, path in pages.items():
                results.setdefault("bare", []).append(measure(bare, "/", {}))
                results.setdefault(name, []).append(measure(ours, path, COOKIE))
                results.setdefault(f"{name}, für den Nächsten", []).append(measure(ours, path, {}))
                results.setdefault(f"{name}, unverändert", []).append(measure(ours, path, etag_of(ours, path)))
    yardstick = median(cost.cpu_ms for cost in results["bare"])
    rows = {
        name: {
            "cpu_ms": round(median(cost.cpu_ms for cost in costs), 2),
            "requests_per_second": round(median(cost.per_second for cost in costs)),
            "ratio_to_bare_flask": round(median(cost.cpu_ms for cost in costs) / yardstick, 1),
            "status": costs[0].status,
        }
        for name, costs in results.items()
    }
    print(f"{'Seite':34} {'CPU ms':>8} {'x Flask':>8} {'je s':>7}")
    for name, row in rows.items():
        print(f"{name:34} {row['cpu_ms']:8.2f} {row['ratio_to_bare_flask']:8.1f} {row['requests_per_second']:7}")
    return rows


def addresses(data: Path) -> dict[str, str]:
    """The pages to measure, found in the data: a meeting with about 40 items, a paper that was consulted."""
    app = create_app(Config.from_env({"RIS_DATA": str(data)}))
    with app.app_context():
        body = db.session.scalars(select(Body.id).order_by(Body.id)).first()
        if body is None:
            raise LookupError(f"{data} holds no council")
        with working_for(body):
            count = func.count(AgendaItem.id)
            meeting = db.session.scalars(
                select(AgendaItem.meeting_id)
                .group_by(AgendaItem.meeting_id)
                .order_by(func.abs(count - ITEMS), AgendaItem.meeting_id)
                .limit(1),
            ).one()
            paper = db.session.scalars(
                select(Paper.slug)
                .join(Consultation, Consultation.paper_id == Paper.id)
                .group_by(Paper.id)
                .order_by(func.count().desc(), Paper.id)
                .limit(1),
            ).one()
    return {
        "Start": "/",
        "Sitzungen": "/sitzungen",
        f"Sitzung mit {ITEMS} Punkten": f"/sitzung/{meeting}",
        "Vorlage": f"/vorlage/{paper}",
        "Suche": "/suche?q=radweg",
    }


@dataclass(frozen=True)
class Server:
    """A running server program."""

    port: int
    process: int

    def cpu_seconds(self) -> float:
        """CPU time of the program's processes so far."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        return sum(_cpu_seconds(int(pid)) for pid in [self.process, *map(int, children)])


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


@contextmanager
def server(application: str, environment: dict[str, str], port: int = 0) -> Iterator[Server]:
    """A gunicorn with two workers, as ``python -m ris serve`` starts it; on a free port where none is named."""
    port = port or free_port()
    command = web_command(application, f"127.0.0.1:{port}", WORKERS)
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}) as process:
        try:
            wait_for(port)
            yield Server(port, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)


def measure(target: Server, path: str, headers: dict[str, str]) -> Cost:
    """Ask for a page many times over several connections; the first answers are not counted."""
    _ask(target.port, path, headers, 2 * WORKERS)
    before, started = target.cpu_seconds(), time.monotonic()
    threads = [
        threading.Thread(target=_ask, args=(target.port, path, headers, REQUESTS // CONNECTIONS))
        for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - started
    cpu = target.cpu_seconds() - before
    return Cost(cpu / REQUESTS * 1000, REQUESTS / seconds, _ask(target.port, path, headers, 1))


def etag_of(target: Server, path: str) -> dict[str, str]:
    """What a reader sends who has the page already."""
    connection = HTTPConnection("127.0.0.1", target.port, timeout=60)
    connection.request("GET", path)
    etag = connection.getresponse().headers["ETag"]
    connection.close()
    return {"If-None-Match": etag or ""}


def _ask(port: int, path: str, headers: dict[str, str], times: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    status = 0
    for _ in range(times):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        status = answer.status
    connection.close()
    return status


if __name__ == "__main__":
    run(Path(sys.argv[1]))
