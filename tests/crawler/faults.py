"""What a crawl found wrong: each with the address it was found at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

KEPT: Final = 20
"""Addresses remembered for each sort of fault; the rest is counted."""


@dataclass
class Faults:
    """All of them, by sort."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def say(self, where: str, what: str, detail: object = "") -> None:
        """Something is wrong: ``what`` names the sort, ``detail`` this case of it."""
        self.counts[what] += 1
        examples = self.examples.setdefault(what, [])
        if len(examples) < KEPT:
            examples.append(f"{where} {detail}".strip())

    def __bool__(self) -> bool:
        return bool(self.counts)

    def __str__(self) -> str:
        lines = []
        for what, count in self.counts.most_common():
            lines.append(f"{count} × {what}")
            lines += [f"      {example[:400]}" for example in self.examples[what][:5]]
        return "\n".join(lines)
