"""What a pack (Sitzungsmappe) contains, as pure data: no PDF, no database, no clock.

A plan is made for one audience (``ris/meetings/packs.py``), drawn by ``ris/documents/pdf`` and
known by its digest: the same plan gives the same bytes, so a built pack is found again by it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from ris.documents.page_labels import Counted, Stage, page_labels

LAYOUT = 3
"""Number of the drawing; raised when the sheets change, so that packs are drawn anew."""


class PackKind(StrEnum):
    """What is drawn from a plan."""

    PACK = "pack"
    """Cover, contents and all papers (Sitzungsmappe)."""
    CHANGES = "changes"
    """The same with the pages that changed since the first sending, and no others (Nur Änderungen)."""
    TWO_UP = "two-up"
    """The pack with two pages on each sheet, turned, for printing."""
    LARGE = "large"
    """The pack with half a page on each sheet, turned and made larger."""
    AGENDA = "agenda"
    """The agenda alone, tagged for screen readers (Tagesordnung)."""


@dataclass(frozen=True)
class PackFile:
    """A paper of an item."""

    name: str
    address: str
    """Where the original can be had: an absolute address, or empty."""
    digest: str | None = None
    """SHA-512 of the bytes in our storage, in hex; ``None`` when they are not here."""
    missing: str = ""
    """Why it cannot be part of the pack, a German sentence; empty when it can."""
    pages: int | None = None
    """Pages as far as known before drawing; only ever a hint."""
    restricted: bool = False
    """Not everybody may read it."""
    suffix: str = ""
    """How the name of the original ends, e.g. ``.pdf``; for who hands out originals, never drawn."""
    stages: tuple[Stage, ...] = ()
    """How it came to be what it is, where it came later or was replaced; its pages are named by it."""
    change: str = ""
    """What changed about it since the first sending and why, German sentences; empty: nothing."""
    changed: tuple[int, ...] | None = None
    """Which of its pages those are, from 1; ``None``: all of them, or nobody compared."""
    shown: tuple[int, ...] | None = None
    """Which of its pages are in the pack, from 1; ``None``: all of them."""


@dataclass(frozen=True)
class PackSection:
    """An agenda item with its papers."""

    number: str
    """As printed; may repeat or be empty."""
    title: str
    note: str = ""
    """What stands under the title: number and kind of the paper."""
    closed: bool = False
    """Belongs to the part without the public."""
    heading: bool = False
    """Only announces a part of the agenda; it is no item of its own."""
    files: tuple[PackFile, ...] = ()
    restricted: bool = False
    """Not everybody may read of it: it belongs to the closed part, or is not published yet."""

    @property
    def holds_restricted(self) -> bool:
        """Whether the item or one of its papers is not for everybody."""
        return self.restricted or any(file.restricted for file in self.files)


@dataclass(frozen=True)
class PackNews:
    """What one sending after the first, or what came to pass after it, changed."""

    title: str
    """E.g. ``1. Nachtrag vom 23. November 2026``."""
    lines: tuple[str, ...]
    """What changed, one sentence each."""
    reason: str = ""


@dataclass(frozen=True)
class Wording:
    """The words of a letter that names an agenda (Einladung, Nachtrag, Bekanntmachung)."""

    kind: str
    """What it is, above the title."""
    before: tuple[str, ...] = ()
    """Paragraphs before the agenda."""
    after: tuple[str, ...] = ()
    """Paragraphs behind it, the signature last."""
    code: str = ""
    """An address to be scanned off paper (QR code); empty: none."""


@dataclass(frozen=True)
class PackPlan:
    """A whole pack: what it says of itself and its sections in order."""

    body: str
    """Who meets, e.g. ``Stadt Lindenau``."""
    title: str
    """Whose meeting, e.g. ``Stadtverordnetenversammlung``."""
    lines: tuple[str, ...]
    """Date, time and place, one line each."""
    address: str
    """The meeting's own page."""
    audience: str
    """For whom this pack is, a German sentence for the cover."""
    as_of: str
    """State of the papers, e.g. ``22. November 2026, 18:00 Uhr``; part of the plan, never the clock."""
    sections: tuple[PackSection, ...] = ()
    published: bool = True
    """Whether everybody may know of the meeting at all."""
    news: tuple[PackNews, ...] = ()
    """What is new since the first sending, the latest first."""
    told_to_few: bool = False
    """The news tell of something that not everybody may know."""
    name: str = ""
    """What the pack is called on its cover, where it is not called after its kind."""
    crest: str = ""
    """SHA-512 of the town's coat of arms in our storage; empty: none."""

    @property
    def files(self) -> tuple[PackFile, ...]:
        """All papers in order."""
        return tuple(file for section in self.sections for file in section.files)

    @property
    def restricted(self) -> bool:
        """Whether anything in it is not for everybody."""
        return not self.published or self.told_to_few or any(section.holds_restricted for section in self.sections)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What each item is called in page labels and bookmarks, e.g. ``TOP 4``."""
        return section_labels(self)


def only_changes(plan: PackPlan) -> PackPlan:
    """The plan with the pages that changed since the first sending; everything keeps the name it has in the whole pack.

    It is for the same readers: whose whole pack is confidential has a confidential one of changes.
    """
    sections = tuple(
        replace(section, files=tuple(_changed_part(file) for file in section.files)) for section in plan.sections
    )
    return replace(plan, sections=sections, told_to_few=plan.restricted)


def _changed_part(file: PackFile) -> PackFile:
    return replace(file, shown=file.changed if file.change else ())


def plan_digest(plan: PackPlan, kind: PackKind = PackKind.PACK) -> str:
    """SHA-256 of what would be drawn, in hex: equal digests mean equal documents."""
    drawn = asdict(plan)
    for section in drawn["sections"]:
        for file in section["files"]:
            del file["suffix"], file["changed"]
            if kind is not PackKind.AGENDA:
                del file["pages"]  # the pack counts for itself
    content = {"layout": LAYOUT, "kind": kind.value, "plan": drawn}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def plan_data(plan: PackPlan) -> dict[str, Any]:
    """The plan as a JSON object."""
    return asdict(plan)


def plan_from(data: dict[str, Any]) -> PackPlan:
    """The plan out of :func:`plan_data`'s object; raises ``KeyError`` or ``TypeError`` for another shape."""
    sections = tuple(
        PackSection(**{**section, "files": tuple(_file_from(file) for file in section["files"])})
        for section in data["sections"]
    )
    news = tuple(PackNews(**{**each, "lines": tuple(each["lines"])}) for each in data.get("news", ()))
    return PackPlan(**{**data, "lines": tuple(data["lines"]), "sections": sections, "news": news})


def _file_from(data: dict[str, Any]) -> PackFile:
    stages = (Stage(**{**stage, "continues": tuple(stage["continues"])}) for stage in data.get("stages", ()))
    some = {name: None if data.get(name) is None else tuple(data[name]) for name in ("changed", "shown")}
    return PackFile(**{**data, **some, "stages": tuple(stages)})


def labels_of_pages(name: str, files: Sequence[PackFile], pages: Sequence[int]) -> list[list[str]]:
    """What the pages of an item's files are called, which have so many pages: "TOP 4 – 3/12"."""
    counted = [Counted(number, file.stages) for file, number in zip(files, pages, strict=True)]
    return page_labels(name, counted)


def section_labels(plan: PackPlan) -> tuple[str, ...]:
    """What each item is called in page labels and bookmarks, e.g. ``TOP 4``; no two are the same.

    Printed numbers repeat or are missing in real agendas. A repeated one gets its occurrence behind it, a
    missing one the item's place in the agenda, so that a page has one name that everybody can say aloud.
    """
    labels: dict[str, None] = {}
    repeated: dict[str, int] = {}
    for place, section in enumerate(plan.sections, start=1):
        number = " ".join(section.number.split())
        label = name = _heading(section) if section.heading else _top(number) if number else f"Punkt {place}"
        while label in labels:
            repeated[name] = repeated.get(name, 1) + 1
            label = f"{name} ({repeated[name]})"
        labels[label] = None
    return tuple(labels)


def _heading(section: PackSection) -> str:
    return " ".join(section.title.split()) or "Abschnitt"


def _top(number: str) -> str:
    return number if number.upper().startswith("TOP") else f"TOP {number}"
