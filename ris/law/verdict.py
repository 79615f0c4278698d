"""The answer of every function of the law."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Whether something is lawful, by which norm, and why, in a German sentence a clerk can read."""

    lawful: bool
    norm: str
    """As cited: „§ 58 Abs. 1 Satz 2 HGO“."""
    reason: str
