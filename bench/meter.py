"""What one run of a program costs: processor, memory, time."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
MEGABYTE = 1 << 20
METER = """
import json, os, shutil, sys
out = [(os.POSIX_SPAWN_OPEN, 1, sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
child = os.posix_spawn(shutil.which(sys.argv[2]), sys.argv[2:], os.environ, file_actions=out)
_, status, usage = os.wait4(child, 0)
print(json.dumps([usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""
"""Starts the program from a small process: Linux counts the memory of whoever starts it as its own."""


@dataclass(frozen=True)
class Cost:
    """One run of a program."""

    cpu: float
    """Seconds in user and system mode."""
    memory: float
    """Peak resident memory in MB."""
    seconds: float
    """Wall time."""
    said: str
    """What it wrote."""


def cost_of(command: Sequence[str], environment: Mapping[str, str], sent: bytes = b"") -> Cost:
    """Run it from the project's folder to its end; raises ``RuntimeError`` with what it wrote where that is not a good one."""
    with tempfile.NamedTemporaryFile() as written:
        meter = [sys.executable, "-I", "-S", "-c", METER, written.name, *command]
        started = time.monotonic()
        answer = subprocess.run(meter, cwd=ROOT, env=dict(environment), input=sent, stdout=subprocess.PIPE, check=True)
        seconds = time.monotonic() - started
        cpu, kilobytes, code = json.loads(answer.stdout)
        said = Path(written.name).read_text(encoding="utf-8", errors="replace")
    if code:
        raise RuntimeError(f"{command[0]} ended with {code}:\n{said}")
    return Cost(cpu, kilobytes * 1024 / MEGABYTE, seconds, said)
