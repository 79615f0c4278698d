"""``make bench``: measure everything, print the tables, write bench/results.json.

``python -m bench import web`` measures some parts again and keeps the rest of the file; "web", "record", "archive"
and "following" need "import".
RIS_REAL_DATA names the folder of real data; what needs it says so and is left out when it is absent.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    """Measure part by part; each part in its own process's memory where memory is measured."""
    wanted = set(sys.argv[1:])
    results: dict[str, Any] = json.loads(RESULTS.read_text()) if wanted and RESULTS.exists() else {}
    results |= {"machine": machine(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
    real = os.environ.get("RIS_REAL_DATA", "")
    with tempfile.TemporaryDirectory() as folder:
        parts: dict[str, tuple[bool, Callable[[], Any]]] = {
            "import": (True, lambda: _import(Path(real), Path(folder))),
            "web": (True, lambda: _web(Path(folder))),
            "record": (True, lambda: _record(Path(folder))),
            "archive": (True, lambda: _archive(Path(folder))),
            "pack": (False, _packs),
            "search": (True, _search),
            "accounts": (False, _accounts),
            "office": (False, _office),
            "reader": (False, _reader),
            "anchoring": (False, _anchoring),
            "tablets": (False, _tablets),
            "following": (True, lambda: _following(Path(folder))),
        }
        for name, (needs_data, part) in parts.items():
            if wanted and name not in wanted:
                continue
            print(f"\n== {name}")
            if needs_data and not real:
                print("nicht gemessen: RIS_REAL_DATA nennt keinen Ordner mit den echten Daten")
                continue
            results[name] = part()
            RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n")
    print(f"\n{RESULTS}")


def machine() -> str:
    """What it ran on, in one line."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return f"{os.cpu_count()} × {model}, {platform.system()} {platform.release()}, Python {platform.python_version()}"


def _import(real: Path, folder: Path) -> Any:  # noqa: ANN401 - JSON
    from bench import importing  # noqa: PLC0415 - a part that does not run is not loaded

    return importing.run(real, folder)


def _web(folder: Path) -> Any:  # noqa: ANN401 - JSON
    from bench import web  # noqa: PLC0415

    environment = {**os.environ, "RIS_DATA": str(folder), "RIS_SEARCH_ENGINE": "tantivy"}
    subprocess.run([sys.executable, "-m", "ris", "search", "rebuild"], env=environment, check=True)
    return web.run(folder)


def _record(folder: Path) -> Any:  # noqa: ANN401 - JSON
    from bench import record  # noqa: PLC0415

    return record.run(folder)


def _archive(folder: Path) -> Any:  # noqa: ANN401 - JSON
    from bench import archive  # noqa: PLC0415

    return archive.run(folder)


def _reader() -> Any:  # noqa: ANN401 - JSON
    from bench import reader_browser  # noqa: PLC0415

    return reader_browser.run()


def _search() -> Any:  # noqa: ANN401 - JSON
    from bench import search  # noqa: PLC0415

    return search.run()


def _following(city: Path) -> Any:  # noqa: ANN401 - JSON
    """The demo town and the imported city, each with both engines: CPU and memory of a rebuild, and people's wait."""
    from bench import following  # noqa: PLC0415
    from ris.search.engines import ENGINES  # noqa: PLC0415

    town = city / "town"
    for command in ("prepare", "demo"):
        environment = {**os.environ, "RIS_DATA": str(town)}
        subprocess.run([sys.executable, "-m", "ris", command], env=environment, check=True)
    return {
        f"{name}, {engine}": following.rebuilt(data, engine) | following.run(data, engine)
        for name, data in (("town", town), ("city", city))
        for engine in ENGINES
    }


def _accounts() -> Any:  # noqa: ANN401 - JSON
    from bench import accounts  # noqa: PLC0415

    return accounts.run()


def _office() -> Any:  # noqa: ANN401 - JSON
    from bench import office, session_office  # noqa: PLC0415

    return office.run() | session_office.run()


def _anchoring() -> Any:  # noqa: ANN401 - JSON
    from bench import anchoring  # noqa: PLC0415

    return anchoring.run()


def _tablets() -> Any:  # noqa: ANN401 - JSON
    from bench import reader  # noqa: PLC0415

    return reader.run()


def _packs() -> Any:  # noqa: ANN401 - JSON
    from bench import packs  # noqa: PLC0415

    return packs.run()


if __name__ == "__main__":
    main()
