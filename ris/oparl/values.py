"""PURE. Single values as other systems write them: read generously, refused with a German sentence."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

BERLIN: Final = ZoneInfo("Europe/Berlin")
LONGEST_WORDS: Final = 100_000
"""Characters of a name or note; more is not a name."""
LONGEST_TEXT: Final = 20_000_000
"""Characters of the text of a file."""
LONGEST_MARK: Final = 500
"""Characters of a number or other mark that is looked up."""
LONGEST_ADDRESS: Final = 2000
"""Bytes of an address that is looked up."""
DEEPEST: Final = 40
"""Levels of nesting of a value we do not look into."""
VOTES: Final = ("yes", "no", "abstain")
LARGEST_NUMBER: Final = 2**31 - 1
YEARS: Final = range(1600, 2400)
"""Years in which a council can have met."""

Reader = Callable[[Any], Any]


class Unfit(ValueError):
    """A value cannot be used; the message says in German why."""


def clean(value: str) -> str:
    """Without NUL and half surrogates, which no database keeps."""
    if "\x00" in value:
        value = value.replace("\x00", "")
    if value.isascii():
        return value
    return value.encode("utf-8", "replace").decode()


def words(value: Any) -> str | None:  # noqa: ANN401 - whatever the source wrote
    """A short text; numbers are taken for one, blanks for nothing."""
    return _text(value, LONGEST_WORDS)


def mark(value: Any) -> str | None:  # noqa: ANN401
    """A text that is looked up, such as the number of a paper."""
    return _text(value, LONGEST_MARK)


def address(value: Any) -> str | None:  # noqa: ANN401
    """An address that is looked up."""
    found = _text(value, LONGEST_ADDRESS)
    if found is not None and len(found.encode()) > LONGEST_ADDRESS:
        raise Unfit(f"Adresse von {len(found)} Zeichen ist zu lang")
    return found


def long_text(value: Any) -> str | None:  # noqa: ANN401
    """The text of a file."""
    return _text(value, LONGEST_TEXT)


def _text(value: Any, longest: int) -> str | None:  # noqa: ANN401
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        value = str(value)
    if not isinstance(value, str):
        raise Unfit(f"Text erwartet, nicht {german_type(value)}")
    if len(value) > longest:
        raise Unfit(f"Text von {len(value)} Zeichen ist zu lang (Grenze {longest})")
    return clean(value).strip() or None


def all_words(value: Any) -> list[str] | None:  # noqa: ANN401
    """A list of short texts; a single one is a list of one."""
    found = [words(one) for one in (value if isinstance(value, list) else [value]) if one is not None]
    return [one for one in found if one] or None


def number(value: Any) -> int | None:  # noqa: ANN401
    """A whole number, also written as text."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise Unfit(f"Zahl erwartet, nicht {german_type(value)}")
    if value == "":
        return None
    try:
        found = int(value)
    except (ValueError, OverflowError):
        raise Unfit(f"„{shortened(value)}“ ist keine ganze Zahl") from None
    if abs(found) > LARGEST_NUMBER:
        raise Unfit(f"{shortened(value)} ist als Zahl zu groß")
    return found


def votes(value: Any) -> dict[str, int] | None:  # noqa: ANN401
    """How many were for, against, or neither: ``{"yes": 21, "no": 8, "abstain": 1}``, as our own record says it."""
    if not isinstance(value, dict):
        raise Unfit(f"Stimmen erwartet, nicht {german_type(value)}")
    counted = {name: number(value[name]) for name in VOTES if name in value}
    found = {name: count for name, count in counted.items() if count is not None}
    if any(count < 0 for count in found.values()):
        raise Unfit("weniger als null Stimmen gibt es nicht")
    return found or None


def truth(value: Any) -> bool | None:  # noqa: ANN401
    """True or false, also as 0, 1 or the words."""
    if value == "":
        return None
    found = {"true": True, "false": False, "1": True, "0": False}.get(str(value).strip().lower())
    if found is None or not isinstance(value, (bool, int, str)):
        raise Unfit(f"true oder false erwartet, nicht „{shortened(value)}“")
    return found


def day(value: Any) -> str | None:  # noqa: ANN401
    """A calendar day as ``yyyy-mm-dd``; of an instant, its day in Germany."""
    if not isinstance(value, str):
        raise Unfit(f"Datum erwartet, nicht {german_type(value)}")
    if not value.strip():
        return None
    try:
        found = date.fromisoformat(value) if len(value) <= 10 else _instant(value).astimezone(BERLIN).date()  # noqa: PLR2004 - yyyy-mm-dd
    except (ValueError, OverflowError):
        raise Unfit(f"„{shortened(value)}“ ist kein Datum") from None
    if found.year not in YEARS:
        raise Unfit(f"„{shortened(value)}“ ist kein Datum dieser Zeit")
    return found.isoformat()


def instant(value: Any) -> str | None:  # noqa: ANN401
    """An instant in UTC as ISO 8601; without an offset it is German time."""
    if not isinstance(value, str):
        raise Unfit(f"Zeitpunkt erwartet, nicht {german_type(value)}")
    if not value.strip():
        return None
    try:
        found = _instant(value)
        if found.year not in YEARS:
            raise Unfit(f"„{shortened(value)}“ ist kein Zeitpunkt dieser Zeit")
        return found.astimezone(UTC).isoformat()
    except (ValueError, OverflowError) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(f"„{shortened(value)}“ ist kein Zeitpunkt") from None


def _instant(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=BERLIN)


def feature(value: Any) -> dict[str, Any] | None:  # noqa: ANN401
    """A GeoJSON Feature; a bare geometry becomes one, coordinates written as text become numbers."""
    if not isinstance(value, dict):
        raise Unfit(f"GeoJSON erwartet, nicht {german_type(value)}")
    if not value:
        return None
    value = kept(value)
    if value.get("type") != "Feature":
        value = {"type": "Feature", "properties": {}, "geometry": value}
    geometry = value.get("geometry")
    if not isinstance(geometry, dict):
        raise Unfit("GeoJSON ohne Geometrie")
    if "coordinates" in geometry:
        geometry = {**geometry, "coordinates": _coordinates(geometry["coordinates"])}
    return {**value, "properties": value.get("properties") or {}, "geometry": geometry}


def _coordinates(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return [_coordinates(one) for one in value]
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        raise Unfit(f"„{shortened(value)}“ ist keine Koordinate") from None
    if not math.isfinite(found):
        raise Unfit("eine Koordinate ist nicht endlich")
    return found


def kept(value: Any, depth: int = DEEPEST) -> Any:  # noqa: ANN401 - any JSON
    """A value we do not look into, as it came, if it can be kept."""
    if depth == 0:
        raise Unfit("zu tief geschachtelt")
    if isinstance(value, str):
        if len(value) > LONGEST_WORDS:
            raise Unfit(f"Text von {len(value)} Zeichen ist zu lang (Grenze {LONGEST_WORDS})")
        return clean(value)
    if isinstance(value, list):
        return [kept(one, depth - 1) for one in value]
    if isinstance(value, dict):
        return {clean(name): kept(one, depth - 1) for name, one in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        raise Unfit("eine Zahl ist nicht endlich")
    return value


def german_type(value: Any) -> str:  # noqa: ANN401
    """What kind of JSON value it is."""
    names = {dict: "Objekt", list: "Liste", str: "Text", bool: "Wahrheitswert", int: "Zahl", float: "Zahl"}
    return names.get(type(value), "null")


def shortened(value: Any) -> str:  # noqa: ANN401
    """A value as it can stand in a message."""
    text = clean(str(value)[:60])
    return text if len(str(value)) <= 60 else f"{text}…"  # noqa: PLR2004 - as above
