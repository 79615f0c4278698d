"""What the public record costs machines: pages of long lists, a whole crawl, the same again, and a crowd that asks for nothing new.

``python -m bench record`` wants the imported city of "import"; the ledger is filled first and that is measured as well.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import Integer, column, event, select
from sqlalchemy import table as sql_table

from bench.conditional import addresses_in, crowd
from bench.ports import free_port
from bench.web import WORKERS, Server, server
from config import Config
from ris.app import create_app
from ris.db import db
from tests.crawler.client import Asking, InProcess, OverHttp
from tests.crawler.crawl import Crawl
from tests.crawler.visit import visit

LISTS = ("meeting", "paper", "file")
TIMES = 5
"""How often a page is asked for; the quickest counts."""
EVERY = 20
"""Of the objects in lists, each such one is also asked for by itself."""
MEGABYTE = 1 << 20


def run(data: Path) -> dict[str, Any]:
    """Measure and print; the rows for results.json."""
    environment = {"RIS_DATA": str(data)}
    results: dict[str, Any] = {"ledger_seconds": _ledger(environment)}
    app = create_app(Config.from_env(environment))
    results["pages"] = _pages(app, _system(app))
    with _served(environment) as (address, target):
        system = f"{address}/oparl/system"
        results["crawl"] = _crawls(system, target)
        results["crowd"] = crowd(addresses_in(system), target)
    print(json.dumps(results, indent=2))
    return results


def _ledger(environment: dict[str, str]) -> float:
    """Seconds to look at every object once."""
    started = time.monotonic()
    subprocess.run([sys.executable, "-m", "ris", "record", "check"], env={**os.environ, **environment}, check=True)
    return round(time.monotonic() - started, 1)


def _system(app: Flask) -> str:
    return f"{app.config['RIS'].public_url}/oparl/system"


def _pages(app: Flask, system: str) -> dict[str, Any]:
    """First and last page of the longest lists: CPU milliseconds and statements."""
    ask = InProcess(app)
    body = ask("GET", ask("GET", system, {}).json()["body"], {}).json()["data"][0]
    rows = {}
    for name in LISTS:
        first = ask("GET", body[name], {}).json()
        last = _last(app, name, body[name], first["pagination"]["elementsPerPage"])
        rows[name] = {
            "objects": first["pagination"]["totalElements"],
            "first": _cost(app, ask, body[name]),
            "last": _cost(app, ask, last),
            # What stands on a page differs; one object on each shows what its place in the list costs.
            "first_alone": _cost(app, ask, f"{body[name]}?limit=1"),
            "last_alone": _cost(app, ask, f"{last}&limit=1"),
        }
        print(name, rows[name])
    return rows


def _last(app: Flask, table: str, url: str, size: int) -> str:
    """The last page that is as full as the first."""
    with app.app_context(), db.engine.connect() as connection:
        ids = (
            select(column("id", Integer))
            .select_from(sql_table(table))
            .order_by(column("id").desc())
            .offset(size)
            .limit(1)
        )
        return f"{url}?after={connection.execute(ids).scalar_one()}"


def _cost(app: Flask, ask: Asking, url: str) -> dict[str, Any]:
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        answer = ask("GET", url, {})
        seconds = []
        for _ in range(TIMES):
            statements.clear()
            before = time.process_time()
            answer = ask("GET", url, {})
            seconds.append(time.process_time() - before)
        event.remove(db.engine, "before_cursor_execute", note)
    known = {"If-None-Match": answer.headers["etag"]}
    before = time.process_time()
    again = ask("GET", url, known)
    return {
        "cpu_ms": round(min(seconds) * 1000, 1),
        "queries": len(statements),
        "kilobytes": len(answer.content) // 1024,
        "unchanged_ms": round((time.process_time() - before) * 1000, 1),
        "unchanged_status": again.status,
    }


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[tuple[str, Server]]:
    port = free_port()
    with server("wsgi:app", {**environment, "PORT": str(port)}, port) as target:
        yield f"http://127.0.0.1:{port}", target


def _crawls(system: str, target: Server) -> dict[str, Any]:
    """Everything; everything anew since a moment ago; everything again with If-None-Match."""
    ask = Remembering()
    whole, cost = _timed(target, lambda: visit(ask, system, every=EVERY))
    print(f"{len(whole.objects)} objects: {whole.faults or 'no fault'}")
    rows: dict[str, Any] = {
        "objects": len(whole.objects),
        "faults": dict(whole.faults.counts),
        "whole": _row(whole, cost),
    }
    since = (
        datetime.fromisoformat(max(seen.modified for seen in whole.objects.values())) + timedelta(seconds=1)
    ).isoformat()
    body = whole.bodies[0]
    lists = [url for url in whole.lists if url.startswith(body["id"] + "/")]
    asked = urlencode({"modified_since": since, "omit_internal": "true"})

    def anew() -> Crawl:
        crawl = Crawl(ask)
        for url in lists:
            list(crawl.things(f"{url}?{asked}", whole.lists[url][0]))
        return crawl

    rows["modified_since"] = _row(*_timed(target, anew))
    ask.knowing = True
    rows["if_none_match"] = _row(*_timed(target, lambda: visit(ask, system, every=EVERY)))
    rows["if_none_match"]["not_modified"] = ask.not_modified
    ask.close()
    return rows


class Remembering(OverHttp):
    """Keeps the ETag of every answer, and its content, to ask with it the next time."""

    def __init__(self) -> None:
        super().__init__()
        self.knowing, self.not_modified = False, 0
        self._kept: dict[str, Any] = {}

    def __call__(self, method: str, url: str, headers: Any = None) -> Any:  # noqa: ANN401 - as the one above
        """Ask; what has not changed is taken from what is kept."""
        kept = self._kept.get(url)
        known = {"If-None-Match": kept.headers["etag"]} if self.knowing and kept is not None else {}
        answer = super().__call__(method, url, {**(headers or {}), **known})
        if answer.status == 304:  # noqa: PLR2004 - Not Modified
            self.not_modified += 1
            return kept
        self._kept[url] = answer
        return answer


def _timed(target: Server, act: Callable[[], Crawl]) -> tuple[Crawl, tuple[float, float]]:
    started, cpu = time.monotonic(), target.cpu_seconds()
    crawl = act()
    return crawl, (time.monotonic() - started, target.cpu_seconds() - cpu)


def _row(crawl: Crawl, cost: tuple[float, float]) -> dict[str, Any]:
    return {
        "requests": crawl.requests,
        "megabytes": round(crawl.bytes / MEGABYTE, 1),
        "seconds": round(cost[0], 1),
        "server_cpu_seconds": round(cost[1], 1),
    }


if __name__ == "__main__":
    run(Path(sys.argv[1]))
    print(f"{WORKERS} workers")
