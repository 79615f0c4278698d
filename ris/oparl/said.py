"""PURE. What is said about an object: in one place, in several, and all together."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from ris.audit.chain import canonical, digest_of

BACK_REFERENCES = frozenset({("file", "paper"), ("file", "meeting"), ("file", "agendaItem")})
"""Properties by which a file names what it hangs on."""


@dataclass
class Said:
    """What a source says about one object, in one place."""

    table: str
    url: str
    place: str
    values: dict[str, Any] = field(default_factory=dict)
    """Column → value; days and instants as ISO 8601."""
    references: dict[str, list[str]] = field(default_factory=dict)
    """OParl property → addresses."""
    extra: dict[str, Any] = field(default_factory=dict)
    whole: bool = False
    """It stood for itself, so what it does not say is not so; embedded it may be silent about its parents."""
    deleted: bool = False
    silent: frozenset[str] = frozenset()
    """Lists left out by ``omit_internal``."""


@dataclass
class Thing:
    """One object with everything said about it."""

    kind: str
    url: str
    values: dict[str, Any]
    references: dict[str, list[str]]
    extra: dict[str, Any]
    silent: frozenset[str]
    whole: bool
    deleted: bool
    back: list[str] = field(default_factory=list)
    """Files that name this object without being named by it."""

    @property
    def digest(self) -> str:
        """SHA-256 of all that was said."""
        return digest_of([self.values, self.references, self.extra, self.deleted, self.back])


def packed(said: Said) -> bytes:
    """What was said, as it is collected."""
    content: dict[str, Any] = {"values": said.values, "references": said.references, "extra": said.extra}
    if said.silent:
        content["silent"] = sorted(said.silent)
    return canonical(content)


def unpacked(table: str, url: str, collected: bytes, *, whole: bool) -> Said:
    """What was said, as it was read."""
    content = json.loads(collected)
    return Said(
        table,
        url,
        "",
        content["values"],
        content["references"],
        content["extra"],
        whole,
        silent=frozenset(content.get("silent", ())),
    )


def merged(before: Said, now: Said) -> Said:
    """Both together; where they differ the later state counts, then what stood for itself, then what came last."""
    first, second = (now, before) if _outdoes(before, now) else (before, now)
    references = {**first.references, **second.references}
    for name in references:
        if (now.table, name) in BACK_REFERENCES:
            references[name] = sorted({*before.references.get(name, ()), *now.references.get(name, ())})
    values = {**first.values, **second.values}
    if now.table == "agenda_item" and False in {before.values.get("public"), now.values.get("public")}:
        values["public"] = False  # closed in one place is closed
    return Said(
        now.table,
        now.url,
        now.place,
        values,
        references,
        {**first.extra, **second.extra},
        before.whole or now.whole,
        now.deleted,
        before.silent & now.silent,
    )


def _outdoes(one: Said, other: Said) -> bool:
    times = [str(said.extra.get("modified", "")) for said in (one, other)]
    return times[0] > times[1] or (times[0] == times[1] and one.whole and not other.whole)
