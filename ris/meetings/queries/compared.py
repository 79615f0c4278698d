"""Reading which pages of an agenda's documents changed since the first sending, and how they go on from version to version."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ris.documents.queries.changes import changed_since, comparison_for
from ris.meetings.queries.late import Continued
from ris.web.typography import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.queries.late import Sendings


@dataclass(frozen=True)
class Compared:
    """What is known of a replaced document beside what it was when it was sent out."""

    changed: tuple[int, ...] | None = None
    """Pages of the current version, from 1; ``None``: not compared, so any page may be another."""
    removed: tuple[int, ...] = ()
    """Pages of the version that was sent out."""
    steps: tuple[Continued, ...] = ()

    @property
    def words(self) -> str:
        """What the changed pages themselves do not show, as German sentences."""
        if self.removed:
            pages = ", ".join(map(str, self.removed))
            return f"Entfallen: {counted(len(self.removed), 'Seite', 'Seiten')} der alten Fassung ({pages})."
        return "" if self.changed != () else "Keine Seite sieht anders aus."


def compared_for(
    session: Session, actor: Actor, sendings: Sendings, versions: Mapping[int, int]
) -> dict[int, Compared]:
    """What is known of the documents that were replaced since; ``versions``: file → number of its current version."""
    replaced = {file: history.replaced for file, history in sendings.histories.items() if history.replaced}
    if not replaced:
        return {}
    found = changed_since(session, actor, {file: each[0].number for file, each in replaced.items()})
    compared = {}
    for file, each in replaced.items():
        numbers = [*(one.number for one in each), versions.get(file, each[-1].number + 1)]
        steps = tuple(_steps(session, actor, file, numbers))
        pages = found.get(file)
        known = pages is not None and pages.note is None
        compared[file] = Compared(pages.pages, pages.removed, steps) if pages and known else Compared(steps=steps)
    return compared


def _steps(session: Session, actor: Actor, file: int, numbers: Sequence[int]) -> list[Continued]:
    rows = [(old, comparison_for(session, actor, file, old, new)) for old, new in pairwise(numbers)]
    return [continued(old, row.content) for old, row in rows if row is not None and row.content]


def continued(number: int, content: Mapping[str, Any]) -> Continued:
    """How pages go on, out of a kept comparison."""
    before, after = content["pages"]
    continues = [0] * after
    for old, new in enumerate(content["moved_to"], start=1):
        if new:
            continues[new - 1] = old
    return Continued(number, before, tuple(continues))
