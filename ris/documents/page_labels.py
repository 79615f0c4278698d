"""PURE. What a page of an item's papers is called, in the pack and on the tablet: "TOP 4 – 3/12".

Whoever names a page aloud must be found by everybody, with whatever version of the pack. So a name once given stays with
its page: what comes later is put in between as "4a", "4b", and what is taken out leaves its number behind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, product

LETTERS = "abcdefghijklmnopqrstuvwxyz"
BEFORE_ALL = "0"


@dataclass(frozen=True)
class Stage:
    """A document as it stood from some time on."""

    since: int
    """Which sending it came with: 0 the first one, more later."""
    pages: int
    continues: tuple[int, ...] = ()
    """For each page the page of the stage before that it continues, from 1; 0 for one that is new. Empty: page by page."""


@dataclass(frozen=True)
class Counted:
    """A document of an item for the one who names its pages."""

    pages: int
    """As it stands now; 0 where its pages are not here."""
    stages: tuple[Stage, ...] = ()
    """What is known of how it came to be so, the oldest first; empty: it was there from the first, as it is."""


@dataclass
class _Named:
    """The documents of an item while their pages get numbers."""

    numbers: list[list[str]]
    letters: defaultdict[str, Iterator[str]] = field(default_factory=lambda: defaultdict(letters))
    total: int = 0

    def count_on(self, place: int, pages: int) -> None:
        """Number the pages of a document that was there from the first."""
        self.numbers[place] = [str(number) for number in range(self.total + 1, self.total + pages + 1)]
        self.total += pages

    def put_in(self, place: int, stage: Stage) -> None:
        """Number the pages of a document that came later or was replaced: what goes on keeps its number."""
        old = self.numbers[place]
        continues = stage.continues or tuple(range(1, len(old) + 1))[: stage.pages]
        follows = next((names[-1] for names in reversed(self.numbers[:place]) if names), BEFORE_ALL)
        new: dict[str, None] = {}
        for page in range(stage.pages):
            before = continues[page] if page < len(continues) else 0
            if 0 < before <= len(old) and old[before - 1] not in new:
                follows = old[before - 1]
            else:
                whole = follows.rstrip(LETTERS)
                follows = whole + next(self.letters[whole])
            new[follows] = None
        self.numbers[place] = list(new)


def page_labels(name: str, documents: Sequence[Counted]) -> list[list[str]]:
    """The names of all pages of an item's documents, one list for each: "TOP 4 – 3/12", "TOP 4 – 3a/12".

    ``name`` is the item's (:func:`ris.documents.pack.section_labels`). The documents that were there first are counted
    through; the number behind the stroke is theirs, so that it stays as well.
    """
    histories = [_history(document) for document in documents]
    there = [history[0].since for history in histories if history and history[0].pages]
    first = min(there, default=0)
    named = _Named([[] for _ in documents])
    steps = [
        (stage.since, place, number) for place, stages in enumerate(histories) for number, stage in enumerate(stages)
    ]
    for since, place, number in sorted(steps):
        if number == 0 and since == first:
            named.count_on(place, histories[place][number].pages)
        else:
            named.put_in(place, histories[place][number])
    return [[f"{name} – {number}/{named.total}" for number in numbers] for numbers in named.numbers]


def _history(document: Counted) -> tuple[Stage, ...]:
    """A document's stages, the last with the pages it really has."""
    if not document.pages:
        return ()
    if not document.stages:
        return (Stage(0, document.pages),)
    *before, last = document.stages
    if last.pages == document.pages:
        return document.stages
    return (*before, Stage(last.since, document.pages))


def letters() -> Iterator[str]:
    """a, b … z, aa, ab … without end."""
    for length in count(1):
        for word in product(LETTERS, repeat=length):
            yield "".join(word)
