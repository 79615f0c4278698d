"""A real Chromium for the tests: what it is started with, and the machine's path to it."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = (
    "--no-sandbox",  # Chromium refuses its sandbox to root; it only ever sees our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",  # it would call home at every start
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


class NoChromium(RuntimeError):
    """There is no Chromium on this machine, or nothing that could drive it; the message says what to install."""


def chromium_path() -> str:
    """Where Debian's chromium is. Raises NoChromium."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise NoChromium("Chromium: sudo apt-get install chromium")


def check_driver() -> None:
    """Playwright's own Node.js must start. Raises NoChromium with what it misses."""
    node = compute_driver_executable()[0]
    asked = subprocess.run([node, "--version"], capture_output=True, check=False, text=True)
    if asked.returncode:
        raise NoChromium(f"Playwright: {asked.stderr.strip()}")


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A headless browser; pages come from `Browser.new_context()`. Raises NoChromium."""
    path = chromium_path()
    check_driver()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()
