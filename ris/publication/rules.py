"""PURE. What may become public, what stays closed and why, and what should be looked at before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """What a publication is about."""

    MEETING = "meeting"
    PAPER = "paper"
    FILE = "file"
    """A public document is to be replaced by other bytes."""


class Outcome(StrEnum):
    """How a proposal ended."""

    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


OUTCOME_WORDS = {Outcome.CONFIRMED: "veröffentlicht", Outcome.DISCARDED: "verworfen"}


@dataclass(frozen=True)
class Facts:
    """One row as far as publishing it is concerned."""

    key: str
    """Table and id, „file:12“."""
    label: str
    """What kind of thing it is, „Vorlage 2026/0412“."""
    title: str
    digest: str
    """Of what would become public; another digest is another thing than the one that was looked at."""
    meant: bool | None
    """Whether it is meant for the public; ``None``: nobody has said so."""
    closed_reason: str = ""
    detail: str = ""
    """Kind, pages and size of a file."""
    address: str = ""
    unfinished: str = ""
    """Why it cannot be published yet: a German sentence; empty when it can."""
    under: str = ""
    """Key of the row it hangs on: it becomes public with that one or after it, never before."""


@dataclass(frozen=True)
class Offered:
    """A row that may become public."""

    facts: Facts
    preset: bool
    """Whether it is chosen unless somebody unchooses it: only where somebody said that it is meant for the public."""
    depth: int = 0
    """On how many other offered rows it hangs: a file of a paper of an item of a meeting on three."""


@dataclass(frozen=True)
class Kept:
    """A row that stays closed, and why."""

    facts: Facts
    reason: str


class Weight(StrEnum):
    """How serious a finding is."""

    SERIOUS = "serious"
    """Whoever prepares must say that they have looked at it."""
    HINT = "hint"


@dataclass(frozen=True)
class Finding:
    """Something to look at before it is public."""

    weight: Weight
    sentence: str
    cure: str
    address: str = ""


NO_REASON = "Als nichtöffentlich gekennzeichnet."


def sorted_out(rows: Iterable[Facts], public_keys: frozenset[str]) -> tuple[list[Offered], list[Kept]]:
    """What may become public and what stays closed; what hangs on a closed row stays closed with it."""
    offered: dict[str, Offered] = {}
    kept: list[Kept] = []
    for facts in rows:
        above = facts.under
        if facts.meant is False:
            kept.append(Kept(facts, facts.closed_reason or NO_REASON))
        elif facts.unfinished:
            kept.append(Kept(facts, facts.unfinished))
        elif above and above not in offered and above not in public_keys:
            kept.append(Kept(facts, "Gehört zu etwas, das nichtöffentlich bleibt."))
        else:
            over = offered.get(above)
            offered[facts.key] = Offered(
                facts,
                preset=bool(facts.meant) and (over is None or over.preset),
                depth=over.depth + 1 if over else 0,
            )
    return list(offered.values()), kept


def left_alone(chosen: frozenset[str], offered: Sequence[Offered]) -> list[Offered]:
    """Chosen rows whose own row above was not chosen: they cannot be published without it."""
    keys = {row.facts.key for row in offered}
    return [
        row for row in offered if row.facts.key in chosen and row.facts.under in keys and row.facts.under not in chosen
    ]


def changed_since(seen: Mapping[str, str], offered: Sequence[Offered]) -> list[str]:
    """Keys of rows that are not any more what the preparer saw."""
    now = {row.facts.key: row.facts.digest for row in offered}
    return [key for key, digest in seen.items() if now.get(key) != digest]


CLOSED_WORDS = re.compile(
    r"\b(vertraulich|nicht[ -]?öffentlich|personalsache|personenbezogen|geheim)\w*", re.IGNORECASE
)


def closed_words_in(rows: Iterable[Facts]) -> list[Finding]:
    """Titles that speak of confidence."""
    return [
        Finding(
            Weight.SERIOUS,
            f"Im Namen von „{facts.title}“ steht „{found[0]}“.",
            "Bitte prüfen Sie, ob das öffentlich werden darf, oder wählen Sie es ab.",
            facts.address,
        )
        for facts in rows
        if (found := CLOSED_WORDS.search(facts.title))
    ]


def consequence(kinds: Sequence[str]) -> str:
    """One sentence of what confirming does; ``kinds`` are the kinds of the rows."""
    count = sum(kind == "file" for kind in kinds)
    others = len(kinds) - count
    documents = f"{count} Dokument" if count == 1 else f"{count} Dokumente"
    entries = f"{others} Eintrag" if others == 1 else f"{others} Einträge"
    told = " und ".join(part for part, number in ((documents, count), (entries, others)) if number)
    return f"Sie veröffentlichen {told} für alle." if told else "Es ist nichts ausgewählt."
