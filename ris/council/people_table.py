"""PURE. A table of people as a file: bytes in, rows or line-numbered errors out. Knows nothing of who is there already."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ris.council.people_line import COLUMNS, LineReader, PersonRow, TableError

MOST_BYTES = 8_000_000
MOST_LINES = 10_000
MOST_ERRORS = 100
SEPARATORS = ";,\t"
NEEDED = ("family_name", "given_name")


@dataclass(frozen=True)
class Table:
    """What a file says; rows are worth nothing while there are errors."""

    rows: Sequence[PersonRow]
    errors: Sequence[TableError]


class _Unreadable(Exception):
    """The file cannot be read line by line."""

    def __init__(self, *errors: TableError) -> None:
        super().__init__(*errors)
        self.errors = errors


def read_table(content: bytes) -> Table:
    """Read a file with a line of headings. Every error says in which line, and what to do."""
    try:
        (_, headings), *lines = _lines(content)
        places = _headings(headings)
    except _Unreadable as unreadable:
        return Table((), unreadable.errors)
    rows: list[PersonRow] = []
    errors: list[TableError] = []
    for number, cells in lines:
        reader = LineReader(number, {field: cells[at] if at < len(cells) else "" for field, at in places.items()})
        if any(cell.strip() for cell in cells[len(headings) :]):
            reader.refuse(
                "Die Zeile hat mehr Felder als die Überschrift. Bitte setzen Sie Texte mit Trennzeichen in Anführungszeichen."
            )
        row = reader.row()
        if row is not None:
            rows.append(row)
        errors += reader.errors
    return Table(rows, errors[:MOST_ERRORS])


def _lines(content: bytes) -> list[tuple[int, list[str]]]:
    """All lines with their number in the file, the headings first; empty ones are left out."""
    if len(content) > MOST_BYTES:
        raise _Unreadable(TableError(0, "Die Datei ist zu groß; erlaubt sind 8 MB."))
    lines = list(_cells(_decoded(content)))
    if not lines:
        raise _Unreadable(TableError(0, "Die Datei ist leer."))
    if len(lines) == 1:
        raise _Unreadable(TableError(0, "Unter der Überschrift steht keine Zeile."))
    if len(lines) - 1 > MOST_LINES:
        raise _Unreadable(TableError(0, f"Die Tabelle hat mehr als {MOST_LINES} Zeilen. Bitte teilen Sie sie auf."))
    return lines


def _decoded(content: bytes) -> str:
    """UTF-8 with or without a mark, else what spreadsheets on German Windows write (cp1252)."""
    if b"\0" not in content:  # that would be UTF-16, or no text at all
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise _Unreadable(TableError(0, "Die Datei ist keine Texttabelle. Bitte speichern Sie sie als „CSV UTF-8“."))


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    separator = max(SEPARATORS, key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        sentence = "Die Zeile ist nicht lesbar. Meist fehlt ein Anführungszeichen."
        raise _Unreadable(TableError(line, sentence)) from None


def _headings(cells: Sequence[str]) -> dict[str, int]:
    """Field → place in the line."""
    known = {name.casefold(): column.field for column in COLUMNS for name in (column.name, *column.others)}
    places: dict[str, int] = {}
    errors: list[TableError] = []
    for at, cell in enumerate(cells):
        word = " ".join(cell.split())
        field = known.get(word.casefold())
        if field is None and word:
            names = ", ".join(column.name for column in COLUMNS)
            errors.append(TableError(1, f"Die Spalte „{word[:40]}“ ist unbekannt. Möglich sind: {names}."))
        elif field in places:
            errors.append(TableError(1, f"Die Spalte „{word[:40]}“ steht zweimal da."))
        elif field is not None:
            places[field] = at
    missing = [column.name for column in COLUMNS if column.field in NEEDED and column.field not in places]
    if missing:
        errors.append(TableError(1, f"In der ersten Zeile fehlt: {', '.join(missing)}."))
    if errors:
        raise _Unreadable(*errors)
    return places
