"""Tables for spreadsheets: nothing in a cell is ever run as a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Signs a spreadsheet takes for the beginning of a formula (OWASP, CSV injection); full-width ones too."""


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table in UTF-8 with a mark at its beginning and semicolons, as German spreadsheets open it by a click."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _cell(value: str) -> str:
    text = value.replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(RUN) else text
