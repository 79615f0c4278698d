"""An import that is really killed, again and again, and started anew."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import Config
from ris.access.actor import Actor
from ris.audit.models import AuditEntry
from ris.council.models import Body
from ris.council.services.towns import add_body
from ris.db import now_utc, transaction
from ris.oparl.models import ForeignId
from ris.scope.current import working_for
from tests.architecture.source import ROOT
from tests.oparl.content import content_of
from tests.oparl.town import bring, committee, file, item, paper, thing, url, write_folder

MEETINGS, PAPERS = 130, 600
PATIENCE = 120.0


def large_town(folder: Path) -> Path:
    """Enough for several batches of everything; every tenth meeting has a closed item with a file."""
    objects = [committee()]
    for number in range(MEETINGS):
        items = [item(number * 3 + place) for place in range(3)]
        for one in items:
            one["consultation"] = one["id"].replace("item", "consultation")
        if number % 10 == 0:
            items[2] |= {"public": False, "auxiliaryFile": [file(100_000 + number)]}
        organizations = [url("organization/1"), url("organization/never")]
        told = {"name": f"Sitzung {number}", "organization": organizations, "agendaItem": items}
        objects.append(thing("Meeting", f"meeting/{number}", start="2026-03-03T18:00:00+01:00", **told))
    for number in range(PAPERS):
        related = [url(f"paper/{(number + 400) % PAPERS}")]
        station = {"meeting": url(f"meeting/{number // 3 % MEETINGS}"), "agendaItem": url(f"item/{number}")}
        consultation = thing("Consultation", f"consultation/{number}", **station)
        objects.append(paper(number, auxiliaryFile=[], relatedPaper=related, consultation=[consultation]))
    return write_folder(folder, objects)


def started(folder: Path, config: Config) -> subprocess.Popen[bytes]:
    env = os.environ | {"RIS_DATA": str(config.data_dir), "RIS_DATABASE_URL": config.database_url}
    command = [sys.executable, "-W", "ignore", "-m", "ris", "import-oparl", str(folder), "--body", "Stadt Lindenau"]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def imported(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(ForeignId)) or 0


@pytest.mark.slow
def test_killed_at_any_point_and_started_again_it_completes_with_the_same_result(
    app: Flask, body: Body, session: Session, config: Config, tmp_path: Path
) -> None:
    folder = large_town(tmp_path / "quelle")
    reached = [0]
    for more_than in (0, 1, 1000):
        run = started(folder, config)
        deadline = time.monotonic() + PATIENCE
        while imported(session) <= more_than - 1 and run.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(0.05)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        reached.append(imported(session))
    last = started(folder, config)
    out, err = last.communicate(timeout=PATIENCE)
    assert last.returncode == 0, err.decode()
    assert "0 geändert, 0 gelöscht" in out.decode()
    assert reached == sorted(reached)
    assert any(0 < count < imported(session) for count in reached), f"no kill came in the middle: {reached}"
    interrupted = content_of(session)
    recorded = session.scalars(select(AuditEntry).where(AuditEntry.event == "content:imported")).all()
    assert len(recorded) == 1

    with working_for(_second_town()):
        bring(folder, body_name="Stadt Nebenan")
        whole = content_of(session)
    for table, rows in whole.items():
        assert interrupted[table] == rows, table


def _second_town() -> int:
    """A town of the same source, imported without a pause."""
    with transaction() as writing:
        return add_body(writing, Actor.machine(0, "test"), "Stadt Nebenan", now=now_utc()).id
