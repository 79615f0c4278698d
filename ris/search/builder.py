"""The process that builds a large index anew beside the worker, so that no other job waits for it.

It is ``python -m ris search rebuild`` and ends with the worker, however that ends: its standard input is a pipe only the
worker holds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Thread

WITH_PARENT = "--with-parent"
"""Option of ``search rebuild``: end when standard input does."""
BUSY = 75
"""Exit status of ``search rebuild`` when another one is at work (EX_TEMPFAIL)."""


class Builder:
    """At most one process of this worker."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def running(self) -> bool:
        """Whether a process is at work."""
        return self._process is not None and self._process.poll() is None

    def start(self, *arguments: str) -> None:
        """Begin a command of ours (``search rebuild --with-parent``), which must call :func:`end_with_parent`."""
        command = [sys.executable, "-m", "ris", *arguments]
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            env={**os.environ, **self._environment, "TQDM_DISABLE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )

    def ended(self) -> int | None:
        """Exit status of the process that has ended; ``None`` when there was none. Answers once."""
        if self._process is None or self._process.poll() is None:
            return None
        with self._process as ended:
            self._process = None
        return ended.returncode


def end_with_parent() -> None:
    """In the process itself: end at once when the one that started it is gone. Half an index is nobody's."""

    def wait() -> None:
        while os.read(0, 1):  # not sys.stdin, whose lock would be held when the program ends
            pass
        os._exit(1)

    Thread(target=wait, daemon=True).start()
