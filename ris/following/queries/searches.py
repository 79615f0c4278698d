"""Asking a saved search as the public."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ris.following.queries.subjects import question_of
from ris.following.rules import MOST_HITS
from ris.search.engine import Sort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ris.access.actor import Actor
    from ris.search.index import SearchIndex


@dataclass(frozen=True)
class Answer:
    """What a search finds."""

    keys: Sequence[str]
    """At most so many as a search may find that is followed, the newest first."""
    total: int

    @property
    def too_wide(self) -> bool:
        """Whether it finds more than anybody could be told about."""
        return self.total > MOST_HITS


def answer_to(index: SearchIndex, public: Actor, about: str) -> Answer:
    """What the public finds now; raises ``NoIndex`` before the first rebuild."""
    query = replace(question_of(about).query(public), limit=MOST_HITS, sort=Sort.NEWEST, after=None)
    hits = index.reader().search(query)
    return Answer([hit.key for hit in hits.hits], hits.total)
