"""The demo town written into a folder, as the worker does it by night."""

from datetime import datetime
from functools import cache
from pathlib import Path

import time_machine

from ris.archive.cli import chosen_town
from ris.archive.export import Report, export
from ris.db import now_utc
from tests.demo_town import DemoTown


@cache
def begun() -> datetime:
    """When the first town was written."""
    return now_utc()


def exported(town: DemoTown, root: Path) -> Report:
    """Write the town into a folder; what the run did.

    It is always the same time of day: when a meeting of the demo town begins, pages say so.
    """
    with time_machine.travel(begun(), tick=True), town.at_work() as session:
        return export(town.app, session, chosen_town(None), root, now=now_utc())
