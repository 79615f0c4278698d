"""A town whose index is kept by a worker, with each engine."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ris.council.models import Body
from ris.jobs.cli import current_worker
from ris.search.engines import search_index
from ris.search.index import SearchIndex


@pytest.fixture
def engine_name() -> str:
    """The engine of an installation that chose nothing; tests of what engines do ask for all of them."""
    return "whoosh"


@pytest.fixture
def index_of_town(engine_name: str, app: Flask, body: Body, tmp_path: Path) -> SearchIndex:
    """The index the application reads and its worker writes."""
    index = search_index(tmp_path / "searched", engine_name)
    app.extensions["search"] = index
    return index


@pytest.fixture
def work(app: Flask, index_of_town: SearchIndex) -> Callable[[], int]:
    """Do all waiting jobs, as the worker would."""
    return lambda: current_worker().drain()


@pytest.fixture
def page(client: FlaskClient, work: Callable[[], int]) -> Callable[[str], str]:
    """The search page at an address, after all waiting jobs are done."""

    def ask(query: str) -> str:
        work()
        answer = client.get(f"/suche?{query}")
        assert answer.status_code == 200
        return answer.text

    return ask
