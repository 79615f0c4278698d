"""How far an import is, on the error stream: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

from tqdm import tqdm

from ris.oparl.run import Progress

SECONDS_BETWEEN_LINES: Final = 10.0


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Something to tell how many objects a step has dealt with."""
    shown = Bar() if sys.stderr.isatty() else Lines()
    try:
        yield shown
    finally:
        shown.close()


class Bar:
    """A bar for every step, with count and rate."""

    def __init__(self) -> None:
        self._step = ""
        self._bar: tqdm[NoReturn] | None = None

    def __call__(self, step: str, count: int, total: int | None = None) -> None:
        """Show that a step has dealt with so many objects."""
        if step != self._step or self._bar is None:
            self.close()
            self._step = step
            self._bar = tqdm(desc=step, total=total, unit=" Objekte", file=sys.stderr, mininterval=0.2)
        self._bar.update(count - self._bar.n)

    def close(self) -> None:
        """Leave the finished bar as it is."""
        if self._bar is not None:
            self._bar.close()


class Lines:
    """A line at most every ten seconds, for logs."""

    def __init__(self) -> None:
        self._started = self._last = time.monotonic()

    def __call__(self, step: str, count: int, total: int | None = None) -> None:
        """Write a line when the last one is long ago."""
        now = time.monotonic()
        if now - self._last >= SECONDS_BETWEEN_LINES:
            self._last = now
            of_all = f" von {total}" if total else ""
            sys.stderr.write(f"{step}: {count}{of_all} Objekte, seit {now - self._started:.0f} Sekunden\n")
            sys.stderr.flush()

    def close(self) -> None:
        """Nothing is left to say."""
