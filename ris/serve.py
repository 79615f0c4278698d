"""One command for everything: web processes and the background worker, stopped together.

The worker and the web server are separate processes, so that a hostile PDF in the one never
disturbs the other. When either ends on its own, both end: a half-running system is worse than none.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config import Config

POLL_SECONDS = 0.2
GRACE_SECONDS = 20.0
"""How long a process may take to finish what it has in hand."""


def serve(config: Config) -> int:
    """Run until Ctrl-C or SIGTERM; the exit status is 0 after a clean stop."""
    stop = _StopFlag()
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    children = [
        subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 - our own programs
        for command in (web_command("wsgi:app", f"{config.host}:{config.port}", config.web_workers), _worker_command())
    ]
    while not stop.asked and all(child.poll() is None for child in children):
        time.sleep(POLL_SECONDS)
    failed = [child.returncode for child in children if child.poll() not in {None, 0}]
    _stop(children)
    return 1 if failed and not stop.asked else 0


class _StopFlag:
    """Set by Ctrl-C and by the service manager."""

    def __init__(self) -> None:
        self.asked = False
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, self._ask)

    def _ask(self, *_: object) -> None:
        self.asked = True


def web_command(program: str, address: str, workers: int) -> list[str]:
    """The web server for a WSGI program (``wsgi:app``) at ``host:port``; further options: ``ris/web_process.py``."""
    options = ["--config", "python:ris.web_process", "--bind", address, "--workers", str(workers)]
    return [sys.executable, "-m", "gunicorn", program, *options]


def _worker_command() -> list[str]:
    return [sys.executable, "-m", "ris", "jobs", "work"]


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
