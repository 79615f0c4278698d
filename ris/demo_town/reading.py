"""The texts of the town, read from TOML into frozen rows; a mistake in a text is an error here, not later."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OUTCOMES = frozenset(
    {
        "abgesetzt",
        "angenommen",
        "geändert",
        "abgelehnt",
        "vertagt",
        "verwiesen",
        "zurückgezogen",
        "kenntnis",
        "beantwortet",
        "empfohlen",
        "nicht-empfohlen",
        "offen",
    },
)


class BadText(ValueError):
    """A text of the town cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Station:
    """One station of a paper: who, in which round, with which outcome, and which groups voted otherwise."""

    organization: str
    place: int
    outcome: str
    against: tuple[str, ...] = ()
    abstaining: tuple[str, ...] = ()
    target: str = ""
    """Where it was referred to."""
    tie: bool = False
    """As many for as against, which rejects it (§ 54 Abs. 1 HGO)."""


@dataclass(frozen=True)
class Attachment:
    """A document behind a paper."""

    kind: str
    """``plan``, ``section``, ``costs``, ``chart`` or ``report``."""
    name: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Revision:
    """A second version: written after the given organization's sitting, with what changed."""

    after: str
    note: str
    summary: str
    proposal: str
    reasons: str


@dataclass(frozen=True)
class PaperText:
    """A paper as written down for the town."""

    key: str
    kind: str
    by: str
    """A group, ``magistrat``, or a person's key before a colon."""
    title: str
    way: tuple[Station, ...]
    summary: str
    proposal: str
    reasons: str
    office: str = ""
    decided: str = ""
    """Wording of the decision where it differs from the proposal."""
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    amends: str = ""
    attachments: tuple[Attachment, ...] = ()
    voices: tuple[str, ...] = ()
    """What was said, for the minutes; ``[bfl]`` stands for somebody of that group."""
    revision: Revision | None = None
    withdrawn: str = ""
    """Why it was taken back for good."""
    closed_reason: str = ""
    """Why it is dealt with without the public; empty for public papers."""
    canary: str = ""
    """A word of a closed paper that stands nowhere else."""


def table_of(name: str) -> dict[str, Any]:
    """One file of texts."""
    return tomllib.loads((HERE / "texts" / name).read_text(encoding="utf-8"))


@cache
def papers() -> tuple[PaperText, ...]:
    """All papers of the town, matter by matter."""
    found = []
    for path in sorted((HERE / "matters").glob("*.toml")):
        matter = tomllib.loads(path.read_text(encoding="utf-8"))
        topics = tuple(matter.get("topics", ()))
        found += [_paper(path.name, topics, paper) for paper in matter["paper"]]
    return tuple(found)


def canaries() -> tuple[str, ...]:
    """Words that stand in closed matters and nowhere else: whoever finds one in public has found a leak."""
    told = [text.canary for text in papers() if text.canary]
    return (*told, *table_of("specials.toml")["canaries"])


def _paper(source: str, topics: tuple[str, ...], given: dict[str, Any]) -> PaperText:
    revision = given.get("revision")
    values: dict[str, Any] = {"topics": topics}
    values |= {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    try:
        values |= {
            "way": tuple(station_from(line) for line in given["way"]),
            "attachments": tuple(_attachment(each) for each in given.get("attachments", ())),
            "revision": Revision(**revision) if revision else None,
        }
        return PaperText(**values)
    except (TypeError, KeyError, BadText) as error:
        raise BadText(f"{source}: {given.get('key')}: {error}") from error


def _attachment(given: dict[str, Any]) -> Attachment:
    rest = {key: value for key, value in given.items() if key not in {"kind", "name"}}
    return Attachment(given["kind"], given["name"], rest)


def station_from(line: str) -> Station:
    """Read ``stvv -3 angenommen no=fm,ll abstain=sol``."""
    organization, place, outcome, *options = line.split()
    if outcome not in OUTCOMES:
        raise BadText(f"unknown outcome {outcome!r} in {line!r}")
    named = dict(option.split("=", 1) for option in options)
    return Station(
        organization,
        int(place),
        outcome,
        tuple(named["no"].split(",")) if "no" in named else (),
        tuple(named["abstain"].split(",")) if "abstain" in named else (),
        named.get("to", ""),
        "tie" in named,
    )
