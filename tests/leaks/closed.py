"""Finding everything closed in a database, and every address it could be asked for at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import String, Text, inspect, select
from sqlalchemy.orm import Session
from werkzeug.routing import BuildError, Rule, ValidationError

from ris.access.circles import PUBLIC
from ris.audit.models import Tombstone
from ris.db import Base
from ris.scope.readers import Protected

TEMPLATES = Path(__file__).parents[2] / "templates"
"""What every page may say."""
SHORTEST = 12
"""Shorter texts ("Mitglied", "3.1") say nothing about the thing they stand on."""
NOT_SAID = {"text_state", "mime_type", "meeting_state", "result", "organization_type", "closed_reason", "digest"}
"""Columns of few values, which stand on public rows as well."""

CHOICE = re.compile(r"<any\((?P<words>[^)]*)\):(?P<name>\w+)>")
NAMED = {
    "meeting_id": "Meeting",
    "_meeting": "Meeting",
    "item_id": "AgendaItem",
    "file_id": "File",
    "person_id": "Person",
    "organization_id": "Organization",
    "faction_id": "Organization",
    "slug": "Paper",
    "key": "Paper",
    "body_id": "Body",
}
"""What the blanks of our addresses stand for."""
NO_IDS = {"token", "word", "name", "version"}
"""Blanks for what is signed, drawn by lot or a name of a file: an id there is no more than a wrong word."""
FEW = 10

NOT_FROZEN = {"digest", "role", "slug", "date"}
"""Of a frozen version; what proves something, or says nothing by itself."""


@dataclass(frozen=True)
class Closed:
    """A thing the public must not learn of."""

    kind: str
    id: int
    slug: str | None
    withdrawn: bool
    """It was public once; its address answers with a tombstone."""
    words: frozenset[str]
    """Pieces of its texts that stand on nothing public."""


def protected_models() -> list[Any]:
    """Every table whose rows have readers."""
    return [m.class_ for m in Base.registry.mappers if issubclass(m.class_, Protected)]


def closed_things(session: Session) -> list[Closed]:
    """All rows that are not public, with the words by which they would be recognised."""
    rows = [row for model in protected_models() for row in session.scalars(select(model))]
    said = " ".join(text for row in rows if PUBLIC in row.reader_tokens for text in texts_of(row))
    said += " ".join(session.scalars(select(Tombstone.reason)))
    said += " ".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    said = squeezed(said)
    return [
        Closed(
            kind=type(row).__name__,
            id=row.id,
            slug=getattr(row, "slug", None),
            withdrawn=getattr(row, "deleted", False),
            words=frozenset(piece for text in texts_of(row) for piece in pieces(text) if piece not in said)
            - digests_of_withdrawn(row),
        )
        for row in rows
        if PUBLIC not in row.reader_tokens
    ]


def digests_of_withdrawn(row: Protected) -> frozenset[str]:
    """The digest of what was public once stays in the public log; it proves, and says nothing."""
    digest = getattr(row, "sha512_checksum", None)
    return frozenset({digest}) if digest and getattr(row, "deleted", False) else frozenset()


def texts_of(row: Protected) -> Iterator[str]:
    """The texts of a row a reader would recognise."""
    for column in inspect(type(row)).columns:
        if isinstance(column.type, String | Text) and column.key not in NOT_SAID:
            value = getattr(row, column.key)
            if isinstance(value, str):
                yield value
    yield from strings_in(getattr(row, "content", None))


def strings_in(content: object) -> Iterator[str]:
    """What a frozen version says: every string in its JSON, keys, digests and addresses aside."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            if key not in NOT_FROZEN:
                yield from strings_in(value)
    elif isinstance(content, list):
        for value in content:
            yield from strings_in(value)


def pieces(text: str) -> set[str]:
    """Recognisable pieces of a text: the whole of a short one, sentences of a long one."""
    parts = [text] if len(text) < 200 else re.split(r"[.\n\f]", text)
    return {piece for part in parts if len(piece := squeezed(part)) >= SHORTEST}


def squeezed(text: str) -> str:
    """Text without what pages change: blanks, soft hyphens, case."""
    return re.sub(r"[\s\u00ad\u200b]+", " ", text).strip().casefold()


def routes(app: Flask) -> list[Rule]:
    """Every address pattern that answers GET, static files aside."""
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]


def keys_for(rule: Rule, things: Iterable[Closed]) -> list[int | str]:
    """Ids and slugs that name one of the things in the rule's first blank, by the blank's name; all where it says nothing.

    The id of a closed item in ``/sitzung/<meeting_id>`` is the id of another thing or of none, and asked for there.
    """
    names = [name for name in in_order(rule) if name not in choices(rule)]
    kind = NAMED.get(names[0]) if names and not choices(rule).keys() & {"kind"} else None
    found = [thing for thing in things if kind is None or thing.kind == kind]
    keys = list(dict.fromkeys(key for thing in found for key in (thing.id, thing.slug) if key is not None))
    return keys[:FEW] if names and names[0] in NO_IDS else keys or [1, 2]


def addresses_for(app: Flask, rule: Rule, keys: Iterable[int | str]) -> Iterator[str]:
    """The rule's addresses with each key in its first blank, 1 and 2 in a second one, and every word of a choice."""
    adapter = app.url_map.bind("localhost")
    words = choices(rule)
    blanks = [name for name in in_order(rule) if name not in words]
    filled = [
        dict(zip(blanks, [key, second, *[1] * len(blanks)], strict=False))
        for key in (keys if blanks else (0,))
        for second in ((1, 2) if len(blanks) > 1 else (0,))
    ]
    for chosen in product(*words.values()):
        for values in filled:
            with suppress(BuildError, ValidationError, ValueError):  # a blank for numbers takes no words
                yield adapter.build(rule.endpoint, {**values, **dict(zip(words, chosen, strict=True))})


def in_order(rule: Rule) -> list[str]:
    """The names of a rule's blanks as they stand in it."""
    return sorted(rule.arguments, key=rule.rule.index)


def choices(rule: Rule) -> dict[str, list[str]]:
    """Blanks that take only some words, and which."""
    return {
        found["name"]: [word.strip(" '") for word in found["words"].split(",")] for found in CHOICE.finditer(rule.rule)
    }
