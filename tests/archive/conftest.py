"""The demo town as a folder, made once for all tests that only read it."""

from pathlib import Path

import pytest

from ris.archive.cli import chosen_town
from ris.archive.export import Report, export
from ris.db import now_utc
from tests.demo_town import DemoTown


def exported(town: DemoTown, root: Path) -> Report:
    """Write the town into a folder."""
    with town.at_work() as session:
        return export(town.app, session, chosen_town(None), root, now=now_utc())


@pytest.fixture(scope="session")
def folder(demo_town: DemoTown, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything public of Lindenau."""
    root = tmp_path_factory.mktemp("archive") / "lindenau"
    assert exported(demo_town, root).problems == []
    return root
