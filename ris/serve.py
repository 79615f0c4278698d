"""One command for everything: web processes and the background worker, stopped together.

The worker and the web server are separate processes, so that a hostile PDF in the one never
disturbs the other. When either ends on its own, both end: a half-running system is worse than none.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from config import Config

POLL_SECONDS = 0.2
GRACE_SECONDS = 20.0
"""How long a process may take to finish what it has in hand."""
NOT_OURS = "Das ist keine Adresse dieses Rechners"
REASONS = {
    errno.EADDRINUSE: "Dort läuft schon ein Programm",
    errno.EACCES: "Ports unter 1024 darf hier nur die Systemverwaltung öffnen",
}


def cannot_listen(config: Config) -> str | None:
    """Why nobody can listen where the settings say, as German sentences with the cure; ``None`` when one can."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(config.host, config.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = REASONS.get(error.errno or 0, NOT_OURS)
        return f"{config.address} ist nicht frei: {reason}. HOST und PORT ändern die Adresse, zum Beispiel PORT=8080."
    return None


def require_free_address(config: Config) -> None:
    """End the program with a sentence when nobody can listen where the settings say."""
    if obstacle := cannot_listen(config):
        sys.exit(obstacle)


def announce_and_serve(config: Config) -> NoReturn:
    """Say where the portal is and run it; ends the program."""
    require_free_address(config)
    click.echo(f"Das Ratsinformationssystem läuft unter http://{config.address} – Strg-C beendet es.")
    sys.exit(serve(config))


def serve(config: Config) -> int:
    """Run until Ctrl-C or SIGTERM; the exit status is 0 after a clean stop."""
    stop = _StopFlag()
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    commands = {
        "Web": web_command("wsgi:app", config.address, config.web_workers),
        "Hintergrundaufgaben": _worker_command(),
    }
    children = {
        name: subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 - our own programs
        for name, command in commands.items()
    }
    while not stop.asked and all(child.poll() is None for child in children.values()):
        time.sleep(POLL_SECONDS)
    ended = (
        {} if stop.asked else {name: status for name, child in children.items() if (status := child.poll()) is not None}
    )
    for name, status in ended.items():
        sys.stderr.write(f"{name}: unerwartet zu Ende (Status {status}). Alles wird beendet.\n")
    _stop(list(children.values()))
    return 1 if ended else 0


class _StopFlag:
    """Set by Ctrl-C, by the service manager, and when the terminal is closed (unless ``nohup`` forbade that)."""

    def __init__(self) -> None:
        self.asked = False
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, self._ask)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._ask)

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
