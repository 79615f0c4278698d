"""Ten thousand questions at once from clients who have everything already: what that costs, and that memory stays as it is.

``python -m bench.conditional DATA`` for the data folder of any town; ``python -m bench record`` asks the imported city.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.ports import free_port
from bench.web import WORKERS, server
from tests.crawler.client import OverHttp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.web import Server

REQUESTS = 10_000
PROCESSES = 4
CONNECTIONS = 25
"""Of each process; all of them ask at the same time."""
WARM_UP = 1_000
"""Requests after which the server has loaded what it ever will."""
NOT_MODIFIED = 304
GROWTH = 16
"""Megabytes by which the server's processes may differ afterwards, together."""
MEGABYTE_IN_KB = 1024

Known = tuple[str, str]
"""Address, and the mark of the answer one has."""


def crowd(addresses: Sequence[str], target: Server) -> dict[str, Any]:
    """Ask; raises ``RuntimeError`` where an answer is not 304 or memory has grown."""
    known = [(address, OverHttp()("GET", address).headers["etag"]) for address in addresses]
    _asked(known, WARM_UP)
    before, cpu, started = memory_of(target), target.cpu_seconds(), time.monotonic()
    statuses = _asked(known, REQUESTS)
    seconds, after = time.monotonic() - started, memory_of(target)
    if set(statuses) != {NOT_MODIFIED}:
        raise RuntimeError(f"answers other than 304: {statuses}")
    if after - before > GROWTH:
        raise RuntimeError(f"the server grew from {before} to {after} MB in {REQUESTS} requests")
    return {
        "requests": statuses.total(),
        "connections": PROCESSES * CONNECTIONS,
        "seconds": round(seconds, 1),
        "per_second": round(statuses.total() / seconds),
        "cpu_ms_each": round((target.cpu_seconds() - cpu) / statuses.total() * 1000, 2),
        "memory_mb": [before, after],
    }


def memory_of(target: Server) -> int:
    """Megabytes of the server's processes."""
    children = Path(f"/proc/{target.process}/task/{target.process}/children").read_text().split()
    told = (Path(f"/proc/{pid}/status").read_text() for pid in [str(target.process), *children])
    return sum(int(text.partition("VmRSS:")[2].split()[0]) for text in told) // MEGABYTE_IN_KB


def _asked(known: Sequence[Known], requests: int) -> Counter[int]:
    """Statuses of so many requests, from processes that each hold many connections."""
    shares = [requests // PROCESSES] * PROCESSES
    context = multiprocessing.get_context("spawn")  # nobody inherits our connections
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        return sum(pool.map(_ask_in_threads, [known] * PROCESSES, shares), Counter())


def _ask_in_threads(known: Sequence[Known], requests: int) -> Counter[int]:
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        shares = [list(islice(cycle(known), start, start + requests // CONNECTIONS)) for start in range(CONNECTIONS)]
        return sum(pool.map(_ask_on, shares), Counter())


def _ask_on(known: Sequence[Known]) -> Counter[int]:
    ask = OverHttp()
    statuses = Counter(ask("GET", address, {"If-None-Match": etag}).status for address, etag in known)
    ask.close()
    return statuses


def addresses_in(system: str) -> list[str]:
    """What a crowd asks for: the way in, a list, a page of it with filters, an object."""
    ask = OverHttp()
    bodies = ask("GET", system).json()["body"]
    papers = ask("GET", bodies).json()["data"][0]["paper"]
    paper = ask("GET", papers).json()["data"][0]["id"]
    ask.close()
    return [system, papers, f"{papers}?limit=10&omit_internal=true", paper]


if __name__ == "__main__":
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with server("wsgi:app", {"RIS_DATA": sys.argv[1], "PORT": str(port)}, port) as started:
        print(json.dumps(crowd(addresses_in(f"{address}/oparl/system"), started), indent=2))
        print(f"{WORKERS} workers")
