"""A process of its own for every file of a stranger: limited memory and time, no secrets, killed when silent.

A hostile PDF can at most end its cell. The other side of the wall is ``inside.py``; they speak JSON, one
object a line.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from ris.documents.pdf.problems import Problem

ROOT = Path(__file__).parents[3]
CHUNK = 1 << 16
GLANCE = 0.25
"""Seconds after which a silent cell is looked at."""
TICKS = os.sysconf("SC_CLK_TCK")
KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "LD_LIBRARY_PATH")
"""All a cell learns about the machine; the rest of the environment holds secrets."""


@dataclass(frozen=True)
class Limits:
    """How much a cell may take. Time is processor time, so that a busy machine makes no file unreadable."""

    memory: int
    """Bytes of address space."""
    seconds: int
    """From start to end."""
    silence: float
    """Seconds between two lines from inside."""
    patience: float = 6.0
    """How many times as long it may all take by the clock."""


class CellFailure(Exception):
    """The work inside did not come to its end; ``problem`` says why, ``detail`` what was last heard."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{problem.value}: {detail}")
        self.problem = problem
        self.detail = detail


def run_in_cell(
    task: str,
    request: dict[str, Any],
    limits: Limits,
    hear: Callable[[dict[str, Any]], None],
) -> dict[str, Any]:
    """Do a task of ``inside.py`` in a process of its own; every line it says before the result is heard.

    Raises:
        CellFailure: when it took too long or too much, crashed, or answered nothing.
    """
    with _started(task, request, limits) as (process, errors):
        for message in _messages(process, limits):
            if "result" in message:
                result: dict[str, Any] = message["result"]
                return result
            if "failure" in message:
                raise CellFailure(Problem(message["failure"]), message.get("detail", ""))
            hear(message)
        raise CellFailure(_problem_of(process.wait()), _last_words(errors))


def command_of(task: str) -> list[str]:
    """The command that starts a cell, for ``ROOT`` as its folder."""
    return [sys.executable, "-X", "utf8", "-m", "ris.documents.pdf.inside", task]


def environment_of_cells() -> dict[str, str]:
    """What a cell learns about the machine."""
    environment = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    environment["MALLOC_ARENA_MAX"] = "2"  # one heap per thread would use up the address space
    return environment


def letter_of(request: dict[str, Any], limits: Limits) -> bytes:
    """What a cell reads when it starts."""
    return json.dumps({"limits": [limits.memory, limits.seconds], "request": request}).encode()


@contextmanager
def _started(task: str, request: dict[str, Any], limits: Limits) -> Iterator[tuple[subprocess.Popen[bytes], Any]]:
    """The running cell and its standard error; whatever happens, nothing of it outlives the block."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - our own program, the request goes through its input
            command_of(task),
            cwd=ROOT,
            env=environment_of_cells(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
        try:
            if process.stdin is not None:
                process.stdin.write(letter_of(request, limits))
                process.stdin.close()
            yield process, errors
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):  # it ended by itself, and so did all it started
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _messages(process: subprocess.Popen[bytes], limits: Limits) -> Iterator[dict[str, Any]]:
    """The lines from inside, until it closes its mouth; raises when it is silent or slow for too long."""
    if process.stdout is None:
        return
    end = monotonic() + limits.seconds * limits.patience
    spoke = (monotonic(), processor_seconds(process.pid))
    buffered = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while monotonic() < end:
            if not selector.select(GLANCE):
                silent = (monotonic() - spoke[0]) / limits.patience, processor_seconds(process.pid) - spoke[1]
                if max(silent) > limits.silence:
                    raise CellFailure(Problem.TOO_SLOW)
                continue
            chunk = os.read(process.stdout.fileno(), CHUNK)
            if not chunk:
                return
            spoke = (monotonic(), processor_seconds(process.pid))
            *lines, buffered = (buffered + chunk).split(b"\n")
            yield from (json.loads(line) for line in lines)
    raise CellFailure(Problem.TOO_SLOW)


def processor_seconds(pid: int) -> float:
    """Processor time a running process has used; 0 where the system does not tell (then the clock decides)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return 0.0
    user, system = fields[11:13]  # proc(5): fields 14 and 15 of the line, counted behind the name
    return (int(user) + int(system)) / TICKS


def _problem_of(code: int) -> Problem:
    """What an exit without an answer means."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return Problem.TOO_SLOW
    return Problem.CRASHED


def _last_words(errors: Any) -> str:  # noqa: ANN401 - a temporary file has no public type
    errors.seek(0)
    text = errors.read().decode(errors="replace")
    return str(text[-500:]).strip()
