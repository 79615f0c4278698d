"""Counting clicks: on links and buttons, as the browser itself sees them, over all pages of a window."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.browser.visit import Visit

COUNT = """() => {
  if (window.countsClicks) return
  window.countsClicks = true
  addEventListener('click', event => {
    // Enter in a field presses the form's button, and the browser tells of a click as well.
    if (event.isTrusted && event.target.closest('a[href], button, summary, input[type=submit]'))
      sessionStorage.setItem('clicks', 1 + Number(sessionStorage.getItem('clicks')))
  }, true)
}"""
CLICKS = "() => Number(sessionStorage.getItem('clicks'))"


@dataclass
class Counted:
    """What was clicked in a window, once the block is over."""

    clicks: int = 0


@contextmanager
def counted(window: Visit) -> Iterator[Counted]:
    """Count what is clicked inside of the block, beginning on the page that is open."""
    page = window.page
    page.add_init_script(f"({COUNT})()")
    page.evaluate(COUNT)
    before, found = page.evaluate(CLICKS), Counted()
    yield found
    page.wait_for_load_state()
    found.clicks = page.evaluate(CLICKS) - before
