"""Whether one object is what the table of types says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from tests.crawler.faults import Faults
from tests.crawler.types import LEFT_OUT_WHERE_EMBEDDED, OBLIGATORY, SCHEMA, TOMBSTONE, TYPES, Field

INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
PREFIXED: Final = re.compile(r"[a-z][\w-]*:[A-Za-z]\w*")
ESCAPED: Final = re.compile(r"&(amp|lt|gt|quot|#\d+);")
LONGITUDES: Final = (-180, 180)
LATITUDES: Final = (-90, 90)
LONG_AGO: Final = datetime(1, 1, 1, tzinfo=UTC)
MAY_BE_EMPTY: Final = ("Body", "legislativeTerm")

Object = dict[str, Any]


def name_of(thing: Object) -> str:
    """The bare name of its type; empty where it is none of OParl 1.1."""
    said = thing.get("type")
    name = said.removeprefix(SCHEMA) if isinstance(said, str) and said.startswith(SCHEMA) else ""
    return name if name in TYPES else ""


def check(
    thing: object,
    expected: str,
    faults: Faults,
    where: str,
    *,
    embedded: bool = False,
    left_out: frozenset[str] = frozenset(),
) -> None:
    """Say everything that is wrong with an object that should be of a type; ``left_out`` may be missing."""
    if not isinstance(thing, dict):
        faults.say(where, f"{expected}: an object was expected", repr(thing)[:80])
        return
    where = f"{where} [{thing.get('id')}]" if thing.get("id") != where else where
    if name_of(thing) != expected:
        faults.say(where, f"a {expected} was expected", thing.get("type"))
        return
    if "deleted" in thing:
        _check_tombstone(thing, faults, where, embedded=embedded)
    back = LEFT_OUT_WHERE_EMBEDDED.get(expected, frozenset()) if embedded else frozenset()
    _check_missing(thing, expected, faults, where, left_out | back)
    for key in back & thing.keys():
        faults.say(where, f"{expected}.{key} is told where the object is embedded")
    for key, value in thing.items():
        known = TYPES[expected].get(key)
        if known is not None:
            _check_value(expected, key, value, known, faults, where)
        elif key != "deleted" and not PREFIXED.fullmatch(key):
            faults.say(where, f"{expected}.{key} is no property of OParl 1.1", repr(value)[:80])
        _check_nothing_empty(expected, key, value, faults, where)
    _check_times(thing, faults, where)
    if expected == "Meeting":
        _check_order(thing, faults, where)
    if (
        expected == "Person"
        and "locationObject" in thing
        and thing.get("location") != thing["locationObject"].get("id")
    ):
        faults.say(where, "Person.location names another place than locationObject")


def _check_missing(thing: Object, expected: str, faults: Faults, where: str, left_out: frozenset[str]) -> None:
    for key, known in TYPES[expected].items():
        asked = known.level in OBLIGATORY or known.level == "B"
        if asked and key not in thing and key not in left_out and "deleted" not in thing:
            faults.say(where, f"{expected}.{key} is missing")


def _check_tombstone(thing: Object, faults: Faults, where: str, *, embedded: bool) -> None:
    if thing["deleted"] is not True or embedded:
        faults.say(where, "deleted stands where it must not", thing["deleted"])
    for key in thing.keys() - TOMBSTONE:
        if ":" not in key:
            faults.say(where, "a deleted object tells more than that it is gone", key)
    if missing := TOMBSTONE - thing.keys():
        faults.say(where, "a deleted object lacks what must stay", sorted(missing))


def _check_value(name: str, key: str, value: object, known: Field, faults: Faults, where: str) -> None:
    values = value if known.many and isinstance(value, list) else [value]
    if known.many != isinstance(value, list):
        faults.say(where, f"{name}.{key} should {'' if known.many else 'not '}be an array")
        return
    for single in values:
        if known.how == "embedded":
            check(single, known.of, faults, where, embedded=True)
        elif not SHAPES["url" if known.how in {"reference", "list"} else known.of](single):
            faults.say(
                where, f"{name}.{key} is no {known.of if known.how == 'value' else 'address'}", repr(single)[:120]
            )
    plain = [json.dumps(single, sort_keys=True) for single in values]
    if known.how != "value" and len(set(plain)) != len(plain):
        faults.say(where, f"{name}.{key} names something twice")


def _check_nothing_empty(name: str, key: str, value: object, faults: Faults, where: str) -> None:
    if value is None or value == "" or (value == [] and (name, key) != MAY_BE_EMPTY):
        faults.say(where, f"{name}.{key} is empty instead of absent", repr(value))
    for text in texts_in(value):
        if ESCAPED.search(text) and key not in {"text", "resolutionText"}:
            faults.say(where, f"{name}.{key} is escaped for HTML", text[:80])
    if isinstance(value, list) and any(single in (None, "", [], {}) for single in value):
        faults.say(where, f"{name}.{key} holds something empty")


def texts_in(value: object) -> Iterator[str]:
    """The texts of a plain value."""
    for single in value if isinstance(value, list) else [value]:
        if isinstance(single, str):
            yield single


def _check_times(thing: Object, faults: Faults, where: str) -> None:
    for earlier, later in (("created", "modified"), ("start", "end"), ("startDate", "endDate")):
        first, second = thing.get(earlier), thing.get(later)
        if isinstance(first, str) and isinstance(second, str) and moment(first) > moment(second):
            faults.say(where, f"{later} lies before {earlier}", f"{first} {second}")


def moment(said: str) -> datetime:
    """An instant, or the first moment of a day; far in the past where it is neither, which is said elsewhere."""
    try:
        read = datetime.fromisoformat(said)
    except ValueError:
        return LONG_AGO
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _check_order(meeting: Object, faults: Faults, where: str) -> None:
    orders = [item.get("order") for item in meeting.get("agendaItem", []) if isinstance(item, dict)]
    if orders != list(range(len(orders))):
        faults.say(where, "AgendaItem.order is not its place on the agenda", orders)


def is_url(value: object) -> bool:
    """Whether it is an absolute address without blanks."""
    if not isinstance(value, str) or re.search(r"\s", value):
        return False
    parts = urlsplit(value)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _is_instant(value: object) -> bool:
    if not isinstance(value, str) or not INSTANT.fullmatch(value):
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return False
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_feature(value: object) -> bool:
    if not isinstance(value, dict) or value.get("type") != "Feature" or "properties" not in value:
        return False
    geometry = value.get("geometry")
    if geometry is None:
        return True
    if not isinstance(geometry, dict) or "coordinates" not in geometry:
        return False
    return all(
        LONGITUDES[0] <= east <= LONGITUDES[1] and LATITUDES[0] <= north <= LATITUDES[1]
        for east, north in _positions(geometry["coordinates"])
    )


def _positions(coordinates: Any) -> Iterator[tuple[float, float]]:  # noqa: ANN401 - arrays in arrays
    if coordinates and isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _positions(part)


SHAPES: Final[dict[str, Callable[[object], bool]]] = {
    "url": is_url,
    "type": lambda value: isinstance(value, str) and value.startswith(SCHEMA),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "instant": _is_instant,
    "date": _is_day,
    "feature": _is_feature,
}
