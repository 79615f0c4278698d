"""Tables for spreadsheets: nothing in a cell is ever run as a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Signs a spreadsheet takes for the beginning of a formula (OWASP, CSV injection); full-width ones too."""

MARK = "\ufeff"
"""By which spreadsheets know that a table is written in UTF-8."""


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table in UTF-8 with a mark at its beginning and semicolons, as German spreadsheets open it by a click."""
    return f"{MARK}{csv_lines([headings])}{csv_lines(rows)}".encode()


def csv_lines(rows: Iterable[Sequence[str]]) -> str:
    """Further lines of such a table."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL).writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def _cell(value: str) -> str:
    text = value.replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(RUN) else text
