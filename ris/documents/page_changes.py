"""PURE. What changed between two versions of a document, page by page: inserted, removed, moved, other words, another picture.

Pages that say the same are found first, by what they say; only what is left is compared word by word. A page is changed
where words came or went on it, not where the same words merely stand on another page now.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ris.documents.alignment import Budget, gaps, grown, in_order, standing_once
from ris.documents.page_looks import ALIKE, BEYOND_DOUBT, CLEARLY, REDRAWN, correlation
from ris.documents.page_pieces import fates_of, like, runs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ris.documents.alignment import Pair
    from ris.documents.comparing import Piece
    from ris.documents.page_looks import PageLook

PICTURES_AROUND = 8
"""A scan is looked for among so many that follow the last one found."""
MOST_WORDS = 1_500_000
"""Words of both versions together."""


class PageChange(StrEnum):
    """What became of a page."""

    INSERTED = "inserted"
    REMOVED = "removed"
    MOVED = "moved"
    """The same page, at another place among the others."""
    CHANGED = "changed"
    """Other words."""
    REDRAWN = "redrawn"
    """The same words, or none, but it looks different."""


@dataclass(frozen=True)
class ChangedPage:
    """A page that is not as it was."""

    change: PageChange
    old: int | None
    """Its number before, from 1."""
    new: int | None
    pieces: tuple[Piece, ...] = ()
    """Its words with what came and went, long unchanged stretches left out."""


@dataclass(frozen=True)
class PageComparison:
    """Two versions beside each other."""

    old_count: int
    new_count: int
    changes: tuple[ChangedPage, ...]
    """In the order of the new version; what was removed stands where it was."""
    moved_to: tuple[int | None, ...]
    """For each old page the number it has now."""


class TooLarge(Exception):
    """More words than are compared."""


def compare_pages(old: Sequence[PageLook], new: Sequence[PageLook]) -> PageComparison:
    """Compare two versions; raises :class:`TooLarge`."""
    if sum(len(page.words) for page in (*old, *new)) > MOST_WORDS:
        raise TooLarge
    keys = [page.key for page in old], [page.key for page in new]
    ends = [(-1, -1), (len(old), len(new))]
    same = [pair for pair in grown([*standing_once(*keys), *ends], *keys) if pair not in ends]
    order = in_order(same)
    found, taken = dict(same), {there for _, there in same}
    changes = list(_same_words(old, new, same, set(order)))
    for mine, its in list(gaps(order, len(old), len(new))):
        left, fresh = [at for at in mine if at not in found], [at for at in its if at not in taken]
        scanned = list(_same_pictures(old, new, left, fresh))
        order += scanned
        found.update(scanned)
        taken.update(there for _, there in scanned)
    budget = Budget()
    for mine, its in gaps(sorted(order), len(old), len(new)):
        left, fresh = [at for at in mine if at not in found], [at for at in its if at not in taken]
        fates = fates_of([old[at] for at in left], [new[at] for at in fresh], budget)
        found |= {left[here]: fresh[there] for here, there in fates.homes.items()}
        changes += [
            _changed(None if here is None else left[here], None if there is None else fresh[there], pieces)
            for here, there, pieces in fates.changed
        ]
    changes = list(_brought_together(changes, old, new, found, budget))
    moved = tuple(None if (there := found.get(at)) is None else there + 1 for at in range(len(old)))
    return PageComparison(len(old), len(new), tuple(_sorted(changes, moved)), moved)


def _same_words(
    old: Sequence[PageLook], new: Sequence[PageLook], same: Sequence[Pair], order: set[Pair]
) -> Iterator[ChangedPage]:
    for here, there in same:
        if (here, there) not in order:
            yield ChangedPage(PageChange.MOVED, here + 1, there + 1)
        elif correlation(old[here].small, new[there].small) < REDRAWN:
            yield ChangedPage(PageChange.REDRAWN, here + 1, there + 1)


def _same_pictures(
    old: Sequence[PageLook], new: Sequence[PageLook], mine: Sequence[int], its: Sequence[int]
) -> Iterator[Pair]:
    """Pages without words that were scanned anew, in their order."""
    free = [at for at in its if not new[at].words]
    first = 0
    for here in (at for at in mine if not old[at].words):
        near = free[first : first + PICTURES_AROUND]
        shares = [correlation(old[here].small, new[at].small) for at in near]
        best, second = [*sorted(shares, reverse=True), 0.0, 0.0][:2]
        if best >= BEYOND_DOUBT or (best >= ALIKE and best - second >= CLEARLY):
            yield here, near[shares.index(best)]
            first += shares.index(best) + 1


def _changed(here: int | None, there: int | None, pieces: tuple[Piece, ...]) -> ChangedPage:
    if here is None:
        change = PageChange.INSERTED
    elif there is None:
        change = PageChange.REMOVED
    else:
        change = PageChange.CHANGED if pieces else PageChange.REDRAWN
    return ChangedPage(change, None if here is None else here + 1, None if there is None else there + 1, pieces)


def _brought_together(
    changes: Sequence[ChangedPage],
    old: Sequence[PageLook],
    new: Sequence[PageLook],
    found: dict[int, int],
    budget: Budget,
) -> Iterator[ChangedPage]:
    """A page gone here and one come there that share half of their words are one page, moved and changed."""
    gone = {each.old - 1 for each in changes if each.change is PageChange.REMOVED and each.old}
    origins = runs_of(gone, old)
    joined: dict[int, int] = {}
    for each in changes:
        if each.change is PageChange.INSERTED and each.new:
            here = like(new[each.new - 1], origins, old)
            if here is not None and here not in joined.values():
                joined[each.new - 1] = here
    for each in changes:
        there = (each.new or 0) - 1
        if each.change is PageChange.INSERTED and there in joined:
            here = joined[there]
            found[here] = there
            for _, _, pieces in fates_of([old[here]], [new[there]], budget).changed:
                yield ChangedPage(PageChange.CHANGED, here + 1, there + 1, pieces)
        elif each.change is not PageChange.REMOVED or (each.old or 0) - 1 not in joined.values():
            yield each


def _sorted(changes: Sequence[ChangedPage], moved: Sequence[int | None]) -> list[ChangedPage]:
    """By the new version's order; a removed page behind the one before it."""
    behind, last = [], 0
    for there in moved:
        last = there or last
        behind.append(last)
    return sorted(changes, key=lambda each: (each.new or behind[(each.old or 1) - 1], each.new is None, each.old or 0))
