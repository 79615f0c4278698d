"""The worker's side: the record is written by a process of its own, so that no other job waits for it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import current_app

from ris.archive.checking import MANIFEST
from ris.archive.nightly import plan_night
from ris.db import now_utc, transaction
from ris.jobs.worker import JobRun, NotYet
from ris.search.builder import BUSY, WITH_PARENT, Builder

if TYPE_CHECKING:
    from pathlib import Path

LOOK_AGAIN = timedelta(seconds=2)


def export_record(run: JobRun) -> None:
    """See to it that a town's folder was made after this was asked for; whoever made it, and however often it is tried."""
    config = current_app.config["RIS"]
    if config.export_dir is None:
        return  # the setting was taken out since
    writer: Builder = current_app.extensions["record_writer"]
    if writer.running():
        raise NotYet(LOOK_AGAIN)
    with transaction() as session:
        plan_night(session, run.body_id, now_utc())
    status, root = writer.ended(), town_folder(config.export_dir, run.body_id)
    if made(root) >= datetime.fromisoformat(run.payload["since"]).replace(microsecond=0):
        return
    if status not in {None, 0, BUSY}:
        raise RuntimeError(f"export: exit status {status}")
    writer.start("export", str(root), "--body", str(run.body_id), WITH_PARENT)
    raise NotYet(LOOK_AGAIN)


def town_folder(folder: Path, body_id: int) -> Path:
    """Where the record of one of the towns lies."""
    return folder / f"koerperschaft-{body_id}"


def made(root: Path) -> datetime:
    """When a folder was written last; long ago where there is none."""
    if not (root / MANIFEST).is_file():
        return datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    return datetime.fromisoformat(json.loads((root / MANIFEST).read_text("utf-8"))["made"])
