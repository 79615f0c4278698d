"""A folder of JSON or JSONL files as a source; what the objects are says their ``type``, not the file's name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from ris.oparl.reading import Problem, objects_in
from ris.oparl.sources import Found, Note, Report

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of one line or one JSON file."""


class Folder:
    """All ``.json`` and ``.jsonl`` files in and below a folder, in the order of their names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self.address = str(self._folder)
        self.name = self._folder.name.removeprefix("oparl-").replace("-", " ").replace("_", " ").strip().title()

    def objects(self, since: datetime | None, limit: int | None) -> Iterator[Report]:
        """Everything in the files: a folder is always read as a whole."""
        del since, limit
        paths = sorted(
            path for path in self._folder.rglob("*") if path.suffix in {".json", ".jsonl"} and path.is_file()
        )
        if not paths:
            yield Problem(self.address, "keine .json- oder .jsonl-Dateien gefunden")
        for path in paths:
            yield from self._file(path)

    def _file(self, path: Path) -> Iterator[Report]:
        name = str(path.relative_to(self._folder))
        typed, untyped = 0, 0
        for report in self._lines(path, name) if path.suffix == ".jsonl" else self._whole(path, name):
            if isinstance(report, Found) and isinstance(report.value, dict) and "type" not in report.value:
                untyped += 1
                if typed:
                    yield Problem(report.place, "Objekt ohne type")
                continue
            typed += isinstance(report, Found)
            yield report
        if untyped and not typed:
            yield Note(f"{name} enthält keine OParl-Objekte ({untyped} ohne type) und wurde übergangen.")

    def _lines(self, path: Path, name: str) -> Iterator[Report]:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(LARGEST + 1):
                number += 1
                place = f"{name}:{number}"
                if len(line) > LARGEST:
                    yield Problem(place, f"Zeile ist größer als {LARGEST // 2**20} MB")
                    while line and not line.endswith(b"\n"):
                        line = file.readline(LARGEST)
                elif line.strip():
                    yield from parsed(line, place)

    def _whole(self, path: Path, name: str) -> Iterator[Report]:
        if path.stat().st_size > LARGEST:
            yield Problem(name, f"Datei ist größer als {LARGEST // 2**20} MB; bitte als JSONL liefern")
        else:
            yield from parsed(path.read_bytes(), name)


def parsed(content: bytes, place: str) -> Iterator[Report]:
    """The objects of one JSON text, or the problem with it."""
    value = json_in(content, place)
    if isinstance(value, Problem):
        yield value
    else:
        for found in objects_in(value):
            yield Found(place, found)


def json_in(content: bytes, place: str) -> object:
    """The value of a JSON text, or the :class:`Problem` with it."""
    try:
        value: object = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Problem(place, f"kein UTF-8 (Byte {error.start})")
    except RecursionError:
        return Problem(place, "zu tief geschachtelt")
    except ValueError as error:
        return Problem(place, f"kein gültiges JSON: {error}")
    return value
