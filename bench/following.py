"""How long a change takes to be found, under the real ``python -m ris serve`` with its web processes and its worker.

Papers are revised through the service in this process, which is neither of those; from the end of each transaction on
the search page is asked again and again until it names the paper. Times are wall time, as people wait. ``run(data,
engine)`` wants a data folder with a council and its search index, and changes it; ``rebuilt`` makes that index and says what it cost.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.meter import cost_of
from bench.ports import free_port, wait_for
from config import Config
from ris.access.actor import Actor, Role
from ris.app import create_app
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.documents.models import File, FileRole, Paper, PaperFile
from ris.documents.services.papers import NewWording, revise_paper
from ris.scope.current import working_for
from ris.scope.readers import readable_by

ROOT = Path(__file__).parent.parent
CHANGES = 40
SETTLING_SECONDS = 8
POLL_SECONDS = 0.02
LONGEST_PAUSE_SECONDS = 0.7
PATIENCE_SECONDS = 60
Json = dict[str, Any]


def run(data: Path, engine: str) -> Json:
    """Revise papers one after another; the spread of the waits in milliseconds."""
    environment = {"RIS_DATA": str(data), "RIS_SEARCH_ENGINE": engine}
    app = create_app(Config.from_env(environment))
    pauses = random.Random(4)
    waits: list[float] = []
    with app.app_context(), serving(environment) as port:
        body_id = db.session.scalars(select(Body.id).order_by(Body.id)).first()
        if body_id is None:
            raise LookupError(f"{data} holds no council")
        with working_for(body_id):
            for paper_id in papers(db.session(), body_id):
                word = f"unverwechselbar{time.time_ns()}"  # a town may have been measured before
                time.sleep(pauses.uniform(0, LONGEST_PAUSE_SECONDS))
                revise(paper_id, body_id, word)
                waits.append(_seconds_until_found(port, word) * 1000)
    waits.sort()
    return {
        "changes": len(waits),
        "p50": waits[len(waits) // 2],
        "p95": waits[int(len(waits) * 0.95)],
        "max": waits[-1],
    }


def rebuilt(data: Path, engine: str) -> Json:
    """Build the index anew, as the worker's child does; CPU seconds and peak memory of that process."""
    environment = {**os.environ, "RIS_DATA": str(data), "RIS_SEARCH_ENGINE": engine}
    cost = cost_of([sys.executable, "-m", "ris", "search", "rebuild"], environment)
    return {"rebuild_cpu_s": cost.cpu, "rebuild_mb": cost.memory}


def revise(paper_id: int, body_id: int, word: str) -> None:
    """Write a new version of a paper with that word in its summary, as a clerk."""
    with transaction() as session:
        paper = session.get_one(Paper, paper_id)
        clerk = Actor(body_id, roles=frozenset({Role.CLERK}))
        wording = NewWording(f"Zusammengefasst: {word}.", paper.proposal, paper.reasons, _files(session, paper))
        revise_paper(session, clerk, paper, wording, now=now_utc())


def _files(session: Session, paper: Paper) -> Sequence[tuple[File, FileRole]]:
    links = select(File, PaperFile.role).join(PaperFile, PaperFile.file_id == File.id)
    rows = session.execute(links.where(PaperFile.paper_id == paper.id).order_by(PaperFile.position))
    return [(file, FileRole(role)) for file, role in rows]


def papers(session: Session, body_id: int) -> list[int]:
    """Public papers from everywhere in the council's life."""
    readable = readable_by(Actor.public(body_id), Paper)
    ids = session.scalars(select(Paper.id).where(readable, Paper.deleted.is_(False)).order_by(Paper.id)).all()
    session.rollback()
    return list(ids[:: max(1, len(ids) // CHANGES)])[:CHANGES]


def _seconds_until_found(port: int, word: str) -> float:
    begun = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    while time.monotonic() - begun < PATIENCE_SECONDS:
        connection.request("GET", f"/suche?q={word}")
        if "1 Treffer für" in connection.getresponse().read().decode():
            connection.close()
            return time.monotonic() - begun
        time.sleep(POLL_SECONDS)
    raise TimeoutError(word)


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[int]:
    """The whole system, running and at rest; answers its port."""
    port = free_port()
    command = [sys.executable, "-m", "ris", "serve"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment, "PORT": str(port)}) as process:
        try:
            wait_for(port)
            time.sleep(SETTLING_SECONDS)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)


if __name__ == "__main__":
    print(rebuilt(Path(sys.argv[1]), sys.argv[2]) | run(Path(sys.argv[1]), sys.argv[2]))
