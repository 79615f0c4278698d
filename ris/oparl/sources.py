"""What a source is to the import: a stream of objects, each with the place it was found at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ris.oparl.reading import Problem


@dataclass(frozen=True)
class Found:
    """A JSON value that should be an object of OParl."""

    place: str
    value: object
    omits_internal: bool = False


@dataclass(frozen=True)
class Note:
    """Something worth saying that is no problem."""

    message: str


Report = Found | Problem | Note


class Source(Protocol):
    """Somewhere objects come from."""

    address: str
    """What it is remembered by."""
    name: str
    """What to call the town if no object does."""

    def objects(self, since: datetime | None, limit: int | None) -> Iterator[Report]:
        """Everything, or what changed since then where the source can tell; at least ``limit`` of each kind."""
