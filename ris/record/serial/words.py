"""PURE. Values as OParl writes them: no null, nothing empty, German time with its offset, whole seconds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from ris.web.dates import in_berlin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ris.db import JsonObject


def moment(value: datetime | None) -> str | None:
    """``2026-04-03T17:00:00+02:00``: the only form OParl knows; before there was a common German time, in UTC."""
    if value is None:
        return None
    local = in_berlin(value)
    offset = local.utcoffset() or timedelta()
    if offset.total_seconds() % 60:
        local = value.astimezone(UTC)
    return local.isoformat(timespec="seconds")


def day(value: date | None) -> str | None:
    """``2026-04-03``."""
    return None if value is None else value.isoformat()


def told(**said: Any) -> JsonObject:  # noqa: ANN401 - JSON
    """What is said, by our names in OParl's spelling; what is nothing or empty is left out."""
    return kept({camel(name): value for name, value in said.items()})


def kept(said: JsonObject) -> JsonObject:
    """Without what is nothing or empty, at any depth of what we say ourselves."""
    found = {name: _plain(value) for name, value in said.items()}
    return {name: value for name, value in found.items() if not _empty(value)}


def columns(row: Any, *names: str) -> JsonObject:  # noqa: ANN401 - a row
    """Columns of a row whose names are OParl's."""
    return told(**{name: getattr(row, name) for name in names})


@cache
def camel(name: str) -> str:
    """``start_date`` → ``startDate``."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def first(values: Iterable[Any]) -> Any:  # noqa: ANN401 - JSON
    """The first of several, ``None`` of none."""
    return next(iter(values), None)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a column
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple):
        return [one for one in map(_plain, value) if not _empty(one)]
    return value


def _empty(value: Any) -> bool:  # noqa: ANN401 - JSON
    return value is None or (isinstance(value, str | list | dict) and not value)
