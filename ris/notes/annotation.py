"""PURE. A note as it travels (W3C Web Annotation, JSON), looked through before anything of it is kept.

Only what is known is taken over, within limits; the clock of a device is kept for show and orders nothing.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID

from ris.notes.anchoring import BYTES, PAGE_SELECTOR, Anchor

Json = dict[str, Any]
Kind = TypeVar("Kind", bound=StrEnum)

LONGEST_TEXT: Final = 20_000
LARGEST_INK: Final = 200_000
LARGEST_PLACE: Final = 60_000
"""Bytes of the target: quotes of whole pages included."""
MOST_PEOPLE: Final = 50
MOST_SELECTORS: Final = 8
PAGE: Final = re.compile(r"page=[1-9][0-9]{0,5}", re.ASCII)
RECTANGLE: Final = re.compile(r"xywh=percent:[0-9.,]{1,60}", re.ASCII)
MARK: Final = re.compile(r"[0-9]{1,9}:[0-9a-f]{0,400}", re.ASCII)
DEEPEST: Final = 8
HIGHEST_ID: Final = 999_999_999
LONGEST_TIME: Final = 40
HASH_LENGTH: Final = 128
PREFIX: Final = "urn:uuid:"
APART: Final = frozenset({"ris:author", "ris:own", "ris:ink"})
"""What the server says, whatever a device says of it; and strokes, which are looked through by themselves."""


class Motivation(StrEnum):
    """What kind of note it is."""

    HIGHLIGHTING = "highlighting"
    COMMENTING = "commenting"
    DRAWING = "drawing"


class Visibility(StrEnum):
    """Who reads it beside its writer."""

    PRIVATE = "private"
    FACTION = "faction"
    PEOPLE = "people"


class NoteRefused(Exception):
    """A note that is not taken; the words say why, in German."""


@dataclass(frozen=True)
class Annotation:
    """A note, looked through."""

    content: Json
    """What is sealed and given back."""
    meeting_id: int | None
    item_id: int | None
    file_id: int | None
    anchored_to: str | None
    anchor: Anchor
    visibility: Visibility
    people: tuple[int, ...]
    faction_id: int | None


def uuid_of(value: object) -> str:
    """The id or key as we keep it; raises :class:`NoteRefused`."""
    text = value.removeprefix(PREFIX) if isinstance(value, str) else ""
    try:
        return str(UUID(text))
    except ValueError:
        message = "Eine Notiz hat keine gültige Kennung."
        raise NoteRefused(message) from None


def annotation_from(note: object) -> Annotation:
    """The note a device sent; raises :class:`NoteRefused`."""
    if not isinstance(note, dict):
        message = "Diese Notiz hat keine lesbare Form."
        raise NoteRefused(message)
    target = _target(note.get("target"))
    visibility = _one_of(Visibility, note.get("ris:visibility", "private"), "Sichtbarkeit")
    anchor = _one_of(Anchor, note.get("ris:anchor", "same"), "Verankerung")
    # What lost its place still quotes the bytes it was written about, whichever version it was last looked for in.
    found_in = None if anchor is Anchor.ORPHAN else note.get("ris:anchored_to")
    anchored_to = _hash(found_in, target["source"])
    people, faction = _people(note.get("ris:people")), _id(note.get("ris:faction"), "Fraktion")
    own = {key: _bounded(value) for key, value in note.items() if key.startswith("ris:") and key not in APART}
    if len(_bytes(own)) > LARGEST_PLACE:
        message = "Diese Notiz hat zu viele Angaben."
        raise NoteRefused(message)
    own["ris:ink"] = _ink(note.get("ris:ink"))
    content: Json = {
        "type": "Annotation",
        "motivation": _one_of(Motivation, note.get("motivation"), "Art").value,
        "created": _time(note.get("created")),
        "modified": _time(note.get("modified")),
        "body": _body(note.get("body")),
        "target": target,
        **own,
    }
    return Annotation(
        content=content,
        meeting_id=_id(note.get("ris:meeting"), "Sitzung"),
        item_id=_id(note.get("ris:item"), "Tagesordnungspunkt"),
        file_id=_id(target.get("scope"), "Unterlage"),
        anchored_to=anchored_to,
        anchor=anchor,
        visibility=visibility,
        people=people if visibility is Visibility.PEOPLE else (),
        faction_id=faction if visibility is Visibility.FACTION else None,
    )


def same_words(one: Json, other: Json) -> bool:
    """Whether two contents say the same, wherever they stand and whenever they were written."""
    told = ("motivation", "body", "ris:ink", "ris:visibility", "ris:people", "ris:faction")
    return all(one.get(key) == other.get(key) for key in told)


def _body(value: object) -> list[Json]:
    if value in (None, []):
        return []
    texts = [each.get("value") for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    if len(texts) != 1 or not isinstance(texts[0], str):
        message = "Der Text dieser Notiz hat keine lesbare Form."
        raise NoteRefused(message)
    if len(texts[0]) > LONGEST_TEXT:
        message = f"Diese Notiz ist zu lang ({len(texts[0])} Zeichen). Erlaubt sind 20.000 Zeichen."
        raise NoteRefused(message)
    return [{"type": "TextualBody", "value": texts[0], "format": "text/plain"}]


def _target(value: object) -> Json:
    source = value.get("source") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(source, str) or len(source) > len(BYTES) + HASH_LENGTH:
        message = "Diese Notiz sagt nicht, wozu sie gehört."
        raise NoteRefused(message)
    target = {
        "source": source,
        "scope": _id(value.get("scope"), "Unterlage"),
        "selector": _selectors(value.get("selector", [])),
    }
    if len(_bytes(target)) > LARGEST_PLACE:
        message = "Die markierte Stelle ist zu lang."
        raise NoteRefused(message)
    return target


def _selectors(value: object) -> list[Json]:
    """The place in the three ways there are to say it (docs/adr/0110)."""
    if isinstance(value, list) and len(value) <= MOST_SELECTORS and all(_says_place(each) for each in value):
        return [_bounded_object(each) for each in value]
    message = "Die Stelle dieser Notiz hat keine lesbare Form."
    raise NoteRefused(message)


def _says_place(selector: object) -> bool:
    if not isinstance(selector, dict):
        return False
    kind = selector.get("type")
    if kind == "FragmentSelector":
        of_page = selector.get("conformsTo") == PAGE_SELECTOR
        shape = PAGE if of_page else RECTANGLE
        return isinstance(selector.get("value"), str) and shape.fullmatch(selector["value"]) is not None
    if kind == "TextQuoteSelector":
        words = [selector.get("exact"), selector.get("prefix", ""), selector.get("suffix", "")]
        counts = [selector.get("ris:nth", 0), selector.get("ris:of", 0)]
        return all(isinstance(each, str) for each in words) and all(_is_count(each) for each in counts)
    return kind == "TextPositionSelector" and all(_is_count(selector.get(key)) for key in ("start", "end"))


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HIGHEST_ID


def _ink(value: object) -> Json | None:
    """Strokes with the mark of the page they stand on; a mark that is none is left out (ris/notes/likeness.py)."""
    if not isinstance(value, dict):
        return None
    ink = _bounded_object(value)
    mark = ink.get("page_text")
    if not (isinstance(mark, str) and MARK.fullmatch(mark)):
        ink.pop("page_text", None)
    if len(_bytes(ink)) > LARGEST_INK:
        message = "Diese Zeichnung ist zu groß. Bitte teilen Sie sie auf mehrere Notizen auf."
        raise NoteRefused(message)
    return ink


def _hash(value: object, source: str) -> str | None:
    text = value if isinstance(value, str) and value else source
    text = text.removeprefix(BYTES).lower()
    return text if len(text) == HASH_LENGTH and set(text) <= set("0123456789abcdef") else None


def _people(value: object) -> tuple[int, ...]:
    given = value if isinstance(value, list) else [] if value is None else [value]
    if len(given) > MOST_PEOPLE:
        message = f"Eine Notiz lässt sich mit höchstens {MOST_PEOPLE} Personen teilen."
        raise NoteRefused(message)
    ids = (_id(each, "Person") for each in given)
    return tuple(sorted({each for each in ids if each is not None}))


def _id(value: object, what: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= HIGHEST_ID:
        return value
    message = f"Diese Notiz nennt keine gültige Nummer ({what})."
    raise NoteRefused(message)


def _time(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) <= LONGEST_TIME else None


def _one_of(kinds: type[Kind], value: object, what: str) -> Kind:
    try:
        return kinds(str(value))
    except ValueError:
        message = f"Diese Notiz hat eine unbekannte Angabe ({what})."
        raise NoteRefused(message) from None


def _bounded(value: object, depth: int = 0) -> object:
    """The JSON value, if it is one: not too deep, and without numbers that are none."""
    if depth > DEEPEST or (isinstance(value, float) and not math.isfinite(value)):
        message = "Diese Notiz hat keine lesbare Form."
        raise NoteRefused(message)
    if isinstance(value, dict):
        return {str(key): _bounded(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_bounded(each, depth + 1) for each in value]
    return value


def _bounded_object(value: Json) -> Json:
    return {str(key): _bounded(each) for key, each in value.items()}


def _bytes(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
