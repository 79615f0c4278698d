"""PURE. Order and numbers of an agenda in the making, and what changed between two versions of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from ris.documents.page_labels import letters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

T = TypeVar("T")
WHOLE = re.compile(r"(?P<whole>.*?\d)[a-z]*")


class Direction(StrEnum):
    """Where an item moves by one."""

    UP = "hoch"
    DOWN = "runter"


def moved_by_one(row: Sequence[T], thing: T, direction: Direction) -> list[T]:
    """The row with the thing one place further; as it was where there is no further."""
    place = row.index(thing) + (-1 if direction is Direction.UP else 1)
    return moved_to(row, thing, place) if 0 <= place < len(row) else list(row)


def moved_to(row: Sequence[T], thing: T, place: int) -> list[T]:
    """The row with the thing at a 0-based place; beyond the ends means at the end."""
    others = [other for other in row if other != thing]
    place = max(0, min(place, len(others)))
    return [*others[:place], thing, *others[place:]]


def numbers_for(count: int) -> list[str]:
    """The numbers of an agenda that has not been sent out: 1, 2, 3 … through both parts."""
    return [str(number) for number in range(1, count + 1)]


def number_after(number: str, taken: Collection[str]) -> str:
    """The number of a late item that follows another: after „4“ comes „4a“, after „4a“ „4b“.

    What was sent out keeps its number. An item at the very beginning follows „0“.
    """
    found = WHOLE.fullmatch(number)
    whole = found["whole"] if found else number
    free = (whole + suffix for suffix in letters() if whole + suffix not in taken)
    return next(free)


class ChangeKind(StrEnum):
    """What happened to an item between two versions of an agenda."""

    ADDED = "neu"
    REMOVED = "abgesetzt"
    RENAMED = "umbenannt"
    PAPER = "neue Fassung der Vorlage"
    PUBLICITY = "öffentlich oder nichtöffentlich geändert"


@dataclass(frozen=True)
class AgendaChange:
    """One difference, as members read it."""

    kind: ChangeKind
    item_id: int
    number: str
    name: str
    words: str


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[AgendaChange]:
    """What is different in the contents of two agenda versions, in the order of the newer one.

    Items are known by their id, so that a new wording is no new item.
    """
    old = {item["id"]: item for item in _standing(before)}
    new = {item["id"]: item for item in _standing(after)}
    changes = [change for item in new.values() for change in _changes_of(old.get(item["id"]), item)]
    gone = [item for key, item in old.items() if key not in new]
    return changes + [_change(ChangeKind.REMOVED, item, "Wird nicht beraten (abgesetzt).") for item in gone]


def _standing(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [item for item in content.get("items", ()) if not item.get("removed")]


def _changes_of(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Iterable[AgendaChange]:
    if old is None:
        yield _change(ChangeKind.ADDED, new, "Neu auf der Tagesordnung.")
        return
    if old.get("name") != new.get("name"):
        yield _change(ChangeKind.RENAMED, new, f"Hieß vorher: „{old.get('name')}“.")
    if bool(old.get("public")) != bool(new.get("public")):
        words = "Jetzt öffentlich." if new.get("public") else "Jetzt nichtöffentlich vorgeschlagen."
        yield _change(ChangeKind.PUBLICITY, new, words)
    versions = {paper["slug"]: paper.get("version") for paper in old.get("papers", ())}
    for paper in new.get("papers", ()):
        if paper["slug"] not in versions:
            yield _change(ChangeKind.PAPER, new, f"Vorlage {paper['slug']} ist dazugekommen.")
        elif versions[paper["slug"]] != paper.get("version"):
            words = f"Vorlage {paper['slug']}: jetzt Fassung {paper.get('version')}, vorher {versions[paper['slug']]}."
            yield _change(ChangeKind.PAPER, new, words)


def _change(kind: ChangeKind, item: Mapping[str, Any], words: str) -> AgendaChange:
    return AgendaChange(kind, item["id"], item.get("number") or "", item.get("name") or "", words)
