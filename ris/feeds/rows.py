"""PURE. Rows for programs (JSON Feed 1.1) and for spreadsheets: the same columns, each in its own manner of speaking."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from ris.feeds.listing import Column, Entry, Value
from ris.web.csv_tables import csv_lines, csv_of
from ris.web.dates import has_clock, in_berlin, numeric_day

JSON_TYPE = "application/json; charset=utf-8"
CSV_TYPE = "text/csv; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"
COLUMNS = "_angaben"
"""Where a row's columns stand; words of our own begin with a line (JSON Feed 1.1, Extensions)."""
ADDRESS = "Adresse"


def feed_of(
    facts: dict[str, str | int], columns: Sequence[Column], entries: Iterable[Entry], *, public_url: str
) -> str:
    """One page of a list as a JSON Feed; ``facts`` are the feed's own, and empty ones are left out."""
    told = {name: fact for name, fact in facts.items() if fact != ""}
    items = [_item(entry, columns, public_url) for entry in entries]
    return json.dumps({"version": VERSION, "language": "de", **told, "items": items}, ensure_ascii=False, indent=1)


def _item(entry: Entry, columns: Sequence[Column], public_url: str) -> dict[str, Any]:
    values = zip(columns, entry.values, strict=True)
    return {
        "id": entry.identity(public_url),
        "url": entry.page(public_url),
        "title": entry.title,
        "content_text": entry.summary or entry.title,
        "date_modified": in_berlin(entry.updated).isoformat(timespec="seconds"),
        COLUMNS: {column.key: _for_programs(value) for column, value in values if value not in (None, "", ())},
    }


def _for_programs(value: Value) -> str | int | list[str]:
    if isinstance(value, datetime):
        return (
            in_berlin(value).isoformat(timespec="seconds") if has_clock(value) else in_berlin(value).date().isoformat()
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value if value is not None else ""


def headings_of(columns: Sequence[Column]) -> bytes:
    """The first line of a table."""
    return csv_of([*(column.heading for column in columns), ADDRESS], ())


def lines_of(entries: Iterable[Entry], *, public_url: str) -> bytes:
    """The following lines of a table."""
    rows = ([*(_for_people(value) for value in entry.values), entry.page(public_url)] for entry in entries)
    return csv_lines(rows).encode()


def _for_people(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{in_berlin(value):%d.%m.%Y %H:%M}" if has_clock(value) else numeric_day(value)
    if isinstance(value, date):
        return numeric_day(value)
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)
