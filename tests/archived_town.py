"""The demo town written into a folder, as the worker does it by night."""

from pathlib import Path

from ris.archive.cli import chosen_town
from ris.archive.export import Report, export
from ris.db import now_utc
from tests.demo_town import DemoTown


def exported(town: DemoTown, root: Path) -> Report:
    """Write the town into a folder; what the run did."""
    with town.at_work() as session:
        return export(town.app, session, chosen_town(None), root, now=now_utc())
