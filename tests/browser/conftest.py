"""Fixtures of the browser tests: the demo town behind a real port, and windows onto it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import NoChromium, running_browser
from tests.browser.server import served
from tests.browser.visit import Visit, visiting
from tests.demo_town import DemoTown

expect.set_options(timeout=20_000)  # ms; two workers share a machine with PostgreSQL, and some pages wait on purpose
Visiting = Callable[..., AbstractContextManager[Visit]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; the tests that ask for it are skipped, loudly, where there is none."""
    with ExitStack() as stack:
        try:
            chromium = stack.enter_context(running_browser())
        except NoChromium as reason:
            pytest.skip(str(reason))
        yield chromium


@pytest.fixture(scope="session")
def site(demo_town: DemoTown) -> Iterator[str]:
    """Address of the demo town's portal."""
    with served(demo_town.app) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, site: str) -> Visiting:
    """How a test opens a window onto the town, in any size and colours; see `visiting`."""
    return partial(visiting, browser, site)
