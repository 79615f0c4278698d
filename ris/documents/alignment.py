"""PURE. Which parts of two sequences belong together, at a cost that does not grow faster than they do.

What stands once on each side holds the rest in place (patience diff); what lies between is compared part by part only
while it is small and a budget lasts. What is left over counts as not belonging together: too much is shown, never too little.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

Pair = tuple[int, int]
RUN = 4
"""Words that make a landmark together."""
CHANCE = 12
"""Words from which single ones that stand on both sides, "die" and "und", stand there by chance."""
SMALL = 400
"""Words on each side that are compared one by one."""


@dataclass
class Budget:
    """How many words may still be compared with how many others."""

    left: int = 30_000_000

    def allows(self, one: int, other: int) -> bool:
        """Whether that may be compared; it is paid for."""
        if max(one, other) > SMALL or one * other > self.left:
            return False
        self.left -= one * other
        return True


def in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """The most pairs that keep their order on both sides; ``pairs`` are sorted by the first."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for at, (_, other) in enumerate(pairs):
        place = bisect_left(ends, other)
        before.append(last[place - 1] if place else None)
        ends[place : place + 1] = [other]
        last[place : place + 1] = [at]
    chain: list[Pair] = []
    at_end: int | None = last[-1] if last else None
    while at_end is not None:
        chain.append(pairs[at_end])
        at_end = before[at_end]
    return chain[::-1]


def standing_once(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Pair]:
    """Where what stands once on each side stands."""
    here, there = Counter(one), Counter(other)
    places = {each: at for at, each in enumerate(other) if there[each] == 1}
    return [(at, places[each]) for at, each in enumerate(one) if here[each] == 1 and each in places]


def grown(pairs: Sequence[Pair], one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Pair]:
    """The pairs with their equal neighbours on both sides, sorted by the first."""
    taken, used = dict(pairs), {there for _, there in pairs}
    for step in (1, -1):
        for here, there in sorted(taken.items())[::step]:
            mine, its = here + step, there + step
            while (
                0 <= mine < len(one)
                and 0 <= its < len(other)
                and mine not in taken
                and its not in used
                and one[mine] == other[its]
            ):
                taken[mine] = its
                used.add(its)
                mine, its = mine + step, its + step
    return sorted(taken.items())


def words_kept(one: Sequence[str], other: Sequence[str], budget: Budget) -> list[Pair]:
    """Which words of one are which of the other, in order."""
    runs = [[tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)] for words in (one, other)]
    landmarks = in_order(standing_once(*runs))
    held = {
        pair
        for here, there in landmarks
        for pair in zip(range(here, here + RUN), range(there, there + RUN), strict=True)
    }
    kept = in_order(grown(in_order(sorted(held)), one, other))
    return sorted([*kept, *_between(one, other, kept, budget)])


def gaps(pairs: Sequence[Pair], one: int, other: int) -> Iterator[tuple[range, range]]:
    """What lies between ordered pairs of two sequences of these lengths."""
    mine = its = 0
    for here, there in [*pairs, (one, other)]:
        if here > mine or there > its:
            yield range(mine, here), range(its, there)
        mine, its = here + 1, there + 1


def _between(one: Sequence[str], other: Sequence[str], kept: Sequence[Pair], budget: Budget) -> Iterator[Pair]:
    for mine, its in gaps(kept, len(one), len(other)):
        if mine and its and budget.allows(len(mine), len(its)):
            matcher = SequenceMatcher(None, one[mine.start : mine.stop], other[its.start : its.stop], autojunk=False)
            least = 1 if min(len(mine), len(its)) < CHANCE else RUN - 1
            blocks = (block for block in matcher.get_matching_blocks() if block.size >= least)
            for here, there, size in blocks:
                yield from ((mine.start + here + at, its.start + there + at) for at in range(size))
