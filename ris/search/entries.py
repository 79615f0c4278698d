"""PURE. From a thing of the town to the entry that is found of it; who loads things is ``sources``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ris.access.circles import PUBLIC
from ris.documents.models import FileRole
from ris.search.engine import Entry
from ris.web.dates import local_day

LONGEST_RESULT = 120
MINUTES = frozenset({FileRole.RESULTS_PROTOCOL.value, FileRole.VERBATIM_PROTOCOL.value})


class Kind(StrEnum):
    """What is found; the value is the word in the address of the page."""

    PAPER = "vorlage"
    AGENDA_ITEM = "top"
    MINUTES = "niederschrift"
    FILE = "unterlage"
    MEETING = "sitzung"
    ORGANIZATION = "gremium"
    PERSON = "person"


@dataclass(frozen=True)
class Owner:
    """What a file hangs on: a paper, a meeting or an agenda item."""

    title: str
    readers: frozenset[str]
    role: str
    date: date | None = None
    reference: str | None = None
    organizations: frozenset[int] = frozenset()


def key_of(table: str, row_id: int) -> str:
    """The key of a row in the index."""
    return f"{table}:{row_id}"


def row_of(key: str) -> tuple[str, int]:
    """Table name and id of a key."""
    table, _, row_id = key.partition(":")
    return table, int(row_id)


def readers_within(own: frozenset[str], around: Iterable[frozenset[str]]) -> frozenset[str]:
    """Who finds a thing that is read inside others: the public only where it may read one of those, too."""
    if PUBLIC in own and not any(PUBLIC in tokens for tokens in around):
        return own - {PUBLIC}
    return own


def day_of(moment: datetime | None) -> date | None:
    """The German day of a moment."""
    return local_day(moment) if moment else None


def paper_entry(
    row_id: int,
    body_id: int,
    readers: frozenset[str],
    *,
    title: str | None,
    reference: str | None,
    day: date | None,
    organizations: frozenset[int],
    texts: Sequence[str | None],
) -> Entry:
    """A paper with its own texts and those of its main files."""
    return Entry(
        key=key_of("paper", row_id),
        body_id=body_id,
        readers=readers,
        kind=Kind.PAPER,
        title=title or "",
        text=joined(texts),
        date=day,
        organizations=organizations,
        references=(reference,) if reference else (),
    )


def file_entry(
    row_id: int,
    body_id: int,
    readers: frozenset[str],
    *,
    name: str | None,
    day: date | None,
    text: str | None,
    owners: Sequence[Owner],
) -> Entry:
    """A file, found under its own name and under what it hangs on."""
    minutes = any(owner.role in MINUTES for owner in owners)
    around = [f"{owner.reference or ''} {owner.title}" for owner in owners]
    return Entry(
        key=key_of("file", row_id),
        body_id=body_id,
        readers=readers_within(readers, [owner.readers for owner in owners]),
        kind=Kind.MINUTES if minutes else Kind.FILE,
        title=name or "",
        text=joined([*around, text]),
        date=next((owner.date for owner in owners if owner.date), day),
        organizations=frozenset().union(*(owner.organizations for owner in owners)),
    )


def result_words(result: str | None) -> str:
    """A result as it is chosen in the facet: its first line, and no longer than a label may be."""
    lines = (result or "").strip().splitlines()
    return " ".join(lines[0].split())[:LONGEST_RESULT].rstrip() if lines else ""


def joined(texts: Iterable[str | None]) -> str:
    """Several texts as one; a phrase does not run from one into the next."""
    return "\n¶\n".join(text for text in texts if text)
