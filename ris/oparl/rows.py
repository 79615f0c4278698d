"""From what was said to columns of our tables."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from ris.council.models import Body, LegislativeTerm, Location, Membership, Organization, Person
from ris.documents.models import File, Paper, TextState
from ris.documents.rules import free_slug
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.oparl.directory import Directory
from ris.oparl.said import Thing
from ris.oparl.values import VOTES
from ris.oparl.vocabulary import BY_TABLE, TIMES

MODELS: Final[dict[str, Any]] = {
    model.__tablename__: model
    for model in (
        Body,
        Location,
        LegislativeTerm,
        Organization,
        Person,
        Membership,
        File,
        Paper,
        Meeting,
        AgendaItem,
        Consultation,
    )
}
"""Every kind's table, in an order in which each only points to those before it."""

FOREIGN_KEYS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "body": {"location": ("location_id", "location")},
    "organization": {
        "subOrganizationOf": ("sub_organization_of_id", "organization"),
        "location": ("location_id", "location"),
    },
    "person": {"location": ("location_id", "location"), "locationObject": ("location_id", "location")},
    "membership": {
        "person": ("person_id", "person"),
        "organization": ("organization_id", "organization"),
        "onBehalfOf": ("on_behalf_of_id", "organization"),
    },
    "meeting": {"location": ("location_id", "location")},
    "agenda_item": {"meeting": ("meeting_id", "meeting"), "consultation": ("consultation_id", "consultation")},
    "consultation": {
        "paper": ("paper_id", "paper"),
        "meeting": ("meeting_id", "meeting"),
        "agendaItem": ("agenda_item_id", "agenda_item"),
    },
    "file": {"masterFile": ("master_file_id", "file")},
}
"""Reference → column and table it points to."""

AMONG_THEMSELVES: Final = frozenset({("organization", "subOrganizationOf"), ("file", "masterFile")})
"""References within one table: they take their seat when all are written."""

OURS: Final = frozenset({"text"})
"""Columns an import fills but never empties: the text may also come from the bytes."""


def columns_of(thing: Thing) -> dict[str, Any]:
    """Every column the source speaks about, with ``None`` for what it left out."""
    values: dict[str, Any] = {}
    for column, _reader in BY_TABLE[thing.kind].columns.values():
        value = thing.values.get(column)
        if value is None and column in OURS:
            continue
        if value is not None and column in TIMES:
            value = date.fromisoformat(value) if TIMES[column] == "day" else datetime.fromisoformat(value)
        values[column] = value
    values["extra"] = thing.extra or None
    _settle(thing, values)
    return values


def _settle(thing: Thing, values: dict[str, Any]) -> None:
    """What our tables want to know and OParl leaves open."""
    if thing.kind == "meeting":
        values["cancelled"] = bool(values["cancelled"])
    if thing.kind == "agenda_item":
        # A public source shows what is public; only what it calls closed is closed.
        values["public"] = values["public"] is not False
        counted = values.pop("votes") or {}
        values |= {f"votes_{name}": counted.get(name) for name in VOTES}
        if "position" in thing.values:
            values["position"] = thing.values["position"]
    if thing.kind == "file" and values.get("text"):
        values["text_state"] = TextState.FOUND.value
    if thing.kind == "body" and not values["name"]:
        del values["name"]
    if thing.kind in {"meeting", "agenda_item"}:
        start, end = values["start"], values["end"]
        if start is not None and end is not None and end < start:
            # Vendors write midnight for "unknown".
            values["end"] = None
            values["extra"] = {**thing.extra, "end": thing.values["end"]}


def references_of(thing: Thing, directory: Directory) -> dict[str, int | None]:
    """Columns that point to other rows; ``None`` where nothing was said or the target is not here (yet)."""
    columns: dict[str, int | None] = {}
    for name, (column, table) in FOREIGN_KEYS.get(thing.kind, {}).items():
        target = target_of(thing, name)
        found = None if target is None else directory.id_of(target, table)
        if (thing.kind, name) == ("agenda_item", "consultation") and target is not None:
            found = directory.id_of(f"{target}#{thing.url}", table) or found  # a repeated station has this address
        if found is not None or columns.get(column) is None:
            columns[column] = found
    return columns


def target_of(thing: Thing, name: str) -> str | None:
    """The one address a reference names."""
    urls = thing.references.get(name)
    return urls[0] if urls else None


class Slugs:
    """Addresses of papers, each given once."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def new(self, reference: str | None, own_id: int) -> str:
        """A free address part; a paper without a number is called by our id."""
        slug = free_slug(reference, self._taken.__contains__, f"id-{own_id}")
        self._taken.add(slug)
        return slug
