"""PURE. Pages that are not the same any more, word by word: which belong together, and what came and went on each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ris.documents.alignment import RUN, gaps, in_order, words_kept
from ris.documents.comparing import Change, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ris.documents.alignment import Budget, Pair
    from ris.documents.page_looks import PageLook

Said = tuple[Change, str]
SHARE = 3
"""A page is gone, or new, where fewer than one word in so many stands in both versions."""
SHOWN = 40
"""Unchanged words shown before and after a change."""
LONGEST = 1500
"""Words of one page that are shown at most."""
LEFT_OUT = " […] "


@dataclass
class Fates:
    """What became of some old and some new pages; pages by their index."""

    homes: dict[int, int] = field(default_factory=dict)
    """Old page → the new page that holds most of it."""
    changed: list[tuple[int | None, int | None, tuple[Piece, ...]]] = field(default_factory=list)
    """Old page or none, new page or none, and the words."""


def fates_of(old: Sequence[PageLook], new: Sequence[PageLook], budget: Budget) -> Fates:
    """What became of pages between two others that stayed."""
    mine, its = _owners(old), _owners(new)
    kept = words_kept(_all_keys(old), _all_keys(new), budget)
    together = Counter((mine[here], its[there]) for here, there in kept)
    left, found = (Counter(pages[pair[side]] for pair in kept) for side, pages in ((0, mine), (1, its)))
    gone = [at for at, page in enumerate(old) if left[at] * SHARE < len(page.keys) or not page.keys]
    come = [at for at, page in enumerate(new) if found[at] * SHARE < len(page.keys) or not page.keys]
    fates = Fates({here: there for here, there in _mains(together).items() if here not in gone}, [])
    turned = Counter({(there, here): count for (here, there), count in together.items()})
    origins = {there: here for there, here in _mains(turned).items() if there not in come}
    said = _said(old, new, kept, set(gone))
    rewritten = _rewritten(gone, come, fates.homes, len(old), len(new))
    for at, words in enumerate(said):
        before = rewritten.get(at, origins.get(at))
        pieces = _pieces(words)
        if at in rewritten:
            pieces = (*_whole(Change.REMOVED, old[rewritten[at]]), *pieces)
            fates.homes[rewritten[at]] = at
        if before is None or at in rewritten or any(change is not Change.KEPT for change, _ in words):
            fates.changed.append((before, at, pieces))
    paired = set(rewritten.values())
    fates.changed += [(at, None, _whole(Change.REMOVED, old[at])) for at in gone if at not in paired]
    return fates


def runs_of(numbers: Iterable[int], pages: Sequence[PageLook]) -> dict[tuple[str, ...], int]:
    """Runs of words → the one of these pages they stand on, for :func:`like`."""
    return {run: at for at in sorted(numbers) for run in _runs(pages[at])}


def like(page: PageLook, origins: dict[tuple[str, ...], int], pages: Sequence[PageLook]) -> int | None:
    """The page this one shares half of its runs of words with."""
    shared = Counter(origins[run] for run in _runs(page) if run in origins)
    found, count = max(shared.items(), key=lambda each: (each[1], -each[0]), default=(0, 0))
    return found if count * 2 >= max(len(_runs(pages[found])), 1) else None


def _runs(page: PageLook) -> set[tuple[str, ...]]:
    return {page.keys[at : at + RUN] for at in range(len(page.keys) - RUN + 1)}


def _all_keys(pages: Iterable[PageLook]) -> list[str]:
    return [key for page in pages for key in page.keys]


def _owners(pages: Sequence[PageLook]) -> list[int]:
    return [at for at, page in enumerate(pages) for _ in page.keys]


def _mains(together: Counter[Pair]) -> dict[int, int]:
    """For each page the one it shares most with."""
    best: dict[int, tuple[int, int]] = {}
    for (here, there), count in together.items():
        best[here] = max(best.get(here, (0, 0)), (count, -there))
    return {here: -there for here, (_, there) in best.items()}


def _said(old: Sequence[PageLook], new: Sequence[PageLook], kept: Sequence[Pair], gone: set[int]) -> list[list[Said]]:
    """For each new page its words, and before what took their place the words that went."""
    before = [(at, word) for at, page in enumerate(old) for word in page.words]
    after = [(at, word) for at, page in enumerate(new) for word in page.words]
    pages: list[list[Said]] = [[] for _ in new]
    if not pages:
        return pages
    done = 0
    for mine, its in gaps(kept, len(before), len(after)):
        for at, word in after[done : its.start]:
            pages[at].append((Change.KEPT, word))
        here = after[its.start][0] if its else after[its.start - 1][0] if its.start else 0
        pages[here] += [(Change.REMOVED, before[at][1]) for at in mine if before[at][0] not in gone]
        for at, word in after[its.start : its.stop]:
            pages[at].append((Change.ADDED, word))
        done = its.stop
    for at, word in after[done:]:
        pages[at].append((Change.KEPT, word))
    return pages


def _rewritten(gone: Sequence[int], come: Sequence[int], homes: dict[int, int], old: int, new: int) -> dict[int, int]:
    """New pages that stand exactly where old ones went, one for one: new page → old page."""
    left, fresh = set(gone), set(come)
    pairs: dict[int, int] = {}
    for mine, its in gaps(in_order(sorted(homes.items())), old, new):
        here, there = [at for at in mine if at in left], [at for at in its if at in fresh]
        if len(here) == len(there):
            pairs |= dict(zip(there, here, strict=True))
    return pairs


def _whole(change: Change, page: PageLook) -> tuple[Piece, ...]:
    text = " ".join(page.words[:LONGEST]) + (LEFT_OUT.rstrip() if len(page.words) > LONGEST else "")
    return (Piece(change, text),) if text else ()


def _pieces(words: Sequence[Said]) -> tuple[Piece, ...]:
    """Words as runs of the same fate, long unchanged runs cut down to what stands next to a change."""
    runs: list[tuple[Change, list[str]]] = []
    for change, word in words[: LONGEST * 2]:
        if not runs or runs[-1][0] is not change:
            runs.append((change, []))
        runs[-1][1].append(word)
    return tuple(
        Piece(
            change, _shortened(run, first=at == 0, last=at == len(runs) - 1) if change is Change.KEPT else " ".join(run)
        )
        for at, (change, run) in enumerate(runs)
    )


def _shortened(run: Sequence[str], *, first: bool, last: bool) -> str:
    if len(run) <= 2 * SHOWN:
        return " ".join(run)
    before = "" if first else " ".join(run[:SHOWN])
    behind = "" if last else " ".join(run[-SHOWN:])
    return f"{before}{LEFT_OUT}{behind}".strip()
