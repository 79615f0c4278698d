"""What the worker does with meetings: remove packs that are outdated."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask import current_app

from ris.db import transaction
from ris.meetings.services.purging import purge_packs

if TYPE_CHECKING:
    from ris.jobs.worker import JobRun
    from ris.storage import FileStorage


def remove_packs(run: JobRun) -> None:
    """Remove a meeting's outdated packs; whoever is being sent one gets the rest of it all the same."""
    drawn: FileStorage = current_app.extensions["drawn"]
    with transaction() as session:
        names = purge_packs(session, run.payload["meeting_id"], before=datetime.fromisoformat(run.payload["before"]))
    for name in names:
        drawn.discard(name)
