"""Fixtures of the reader's tests: a town of their own behind a process that is really killed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.tablet import Tablet, a_tablet
from tests.browser.town_process import TownProcess
from tests.browser.working import COUNCIL_CHAIR
from tests.demo_town import DemoTown, demo_town_in


@pytest.fixture(scope="module")
def lindenau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoTown]:
    """A town of these tests alone: they log people out and withdraw papers."""
    with demo_town_in(tmp_path_factory.mktemp("tablet") / "lindenau", tmp_path_factory) as town:
        yield town


@pytest.fixture(scope="module")
def process(lindenau: DemoTown) -> Iterator[TownProcess]:
    """Its process."""
    started = TownProcess(lindenau.folder)
    yield started
    started.kill()


@pytest.fixture
def server(process: TownProcess) -> TownProcess:
    """The process, alive at the beginning of each test."""
    if process.process is None or process.process.poll() is not None:
        process.start()
    return process


@pytest.fixture
def tablet(browser: Browser, server: TownProcess) -> Iterator[Tablet]:
    """A tablet with the next pack on it, just unlocked."""
    with a_tablet(browser, server.address) as device:
        device.log_in(COUNCIL_CHAIR)
        device.set_up()
        device.is_saved()
        yield device
        assert device.complaints == []
