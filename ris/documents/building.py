"""Building a planned document in a cell; a paper that brings the cell down is found out and left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from ris.documents.envelopes import PostalPlan, postal_data
from ris.documents.pack import PackFile, PackKind, PackPlan, Wording, plan_data
from ris.documents.pdf.cell import CellFailure, Limits, run_in_cell
from ris.documents.pdf.problems import SENTENCES, Problem

PACK_LIMITS = Limits(memory=1_000_000_000, seconds=300, silence=15.0)
"""A pack of 2,000 pages takes 1.3 seconds and 270 MB."""
PROBE_LIMITS = Limits(memory=800_000_000, seconds=15, silence=15.0)
CREST_LIMITS = Limits(memory=800_000_000, seconds=15, silence=15.0)
PNG_START = b"\x89PNG\r\n\x1a\n"
AGENDA_LIMITS = Limits(memory=1_000_000_000, seconds=120, silence=120.0)
"""An agenda of 394 items with 600 papers takes 8 seconds, all of them silent."""

PathOf = Callable[[str], Path]
"""Digest → where its bytes lie; raises ``FileNotFoundError`` when they are not here."""
Progress = Callable[[int, int], None]
"""Told how many of how many papers are in."""


@dataclass(frozen=True)
class Built:
    """What was built."""

    pages: int
    missing: int = 0
    """Papers that are named instead of being in it."""
    mark_at: int | None = None
    """Where the form for the reader's name begins, in bytes; ``None`` in a document for everybody."""


class NotBuilt(Exception):
    """The document cannot be built; the message is a German sentence for the page."""


def build(
    kind: PackKind, plan: PackPlan, path_of: PathOf, target: Path, progress: Progress, shelf: Path | None = None
) -> Built:
    """Write the planned document to ``target``; ``shelf``: a folder for what is drawn once and used again.

    Raises:
        NotBuilt: when not even the document without the faulty papers can be built.
    """
    if kind is PackKind.AGENDA:
        return _agenda(plan, target)
    paths = _paths(plan, path_of)
    crest = crest_of(plan, path_of, shelf or target.parent)
    task = Task(kind, crest, target)
    try:
        return _pack(plan, paths, task, progress)
    except CellFailure:
        sound = without_hostile(plan, paths)
        if sound == plan:
            raise NotBuilt(TOO_MUCH) from None
    try:
        return _pack(sound, paths, task, progress)
    except CellFailure as failure:
        raise NotBuilt(TOO_MUCH) from failure


TOO_MUCH = "Die Sitzungsmappe ist zu groß, um sie in einem Stück zu erzeugen. Die Unterlagen sind einzeln abrufbar."
AGENDA_FAILED = "Die Tagesordnung konnte nicht als PDF erzeugt werden."


def without_hostile(plan: PackPlan, paths: dict[str, str]) -> PackPlan:
    """The plan with each paper marked as missing that cannot be processed alone in a cell of its own."""
    problems = {digest: problem for digest, path in paths.items() if (problem := probe(Path(path)))}
    sections = tuple(
        replace(section, files=tuple(_marked(file, problems) for file in section.files)) for section in plan.sections
    )
    return replace(plan, sections=sections)


def probe(path: Path) -> Problem | None:
    """What keeps a file out of every pack; ``None`` when nothing does."""
    try:
        result = run_in_cell("probe", {"path": str(path)}, PROBE_LIMITS, lambda _message: None)
    except CellFailure as failure:
        return failure.problem
    return Problem(result["problem"]) if result["problem"] else None


def _marked(file: PackFile, problems: dict[str, Problem]) -> PackFile:
    problem = problems.get(file.digest or "")
    return replace(file, missing=SENTENCES[problem]) if problem and not file.missing else file


def _paths(plan: PackPlan, path_of: PathOf) -> dict[str, str]:
    paths = {}
    for file in plan.files:
        if file.digest is not None and not file.missing:
            try:
                paths[file.digest] = str(path_of(file.digest))
            except FileNotFoundError:
                continue  # the pack names it as not being here
    return paths


@dataclass(frozen=True)
class Task:
    """What is made of a plan, and where."""

    kind: PackKind
    crest: Path | None
    target: Path


def crest_of(plan: PackPlan, path_of: PathOf, shelf: Path) -> Path | None:
    """The town's coat of arms as a cover shows it; ``None`` where there is none, or none that can be drawn here.

    An SVG is drawn once and kept on the shelf under its digest: drawing it takes as long as a pack of 1,000 pages.
    """
    try:
        original = path_of(plan.crest) if plan.crest else None
    except FileNotFoundError:
        original = None
    if original is None or _is_png(original):
        return original
    drawn = shelf / f"crest-{plan.crest[:40]}.pdf"
    return drawn if drawn.exists() or _drawn_crest(original, drawn) else None


def _is_png(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(PNG_START)) == PNG_START


def _drawn_crest(svg: Path, drawn: Path) -> bool:
    """Draw a coat of arms; false where that is not possible, for a pack without one is still a pack."""
    fresh = drawn.with_suffix(f".{uuid4().hex}")
    try:
        result = run_in_cell("crest", {"svg": str(svg), "target": str(fresh)}, CREST_LIMITS, lambda _message: None)
    except CellFailure:
        return False
    if "unavailable" in result:
        return False
    fresh.replace(drawn)
    return True


def _pack(plan: PackPlan, paths: dict[str, str], task: Task, progress: Progress) -> Built:
    request = {
        "plan": plan_data(plan),
        "paths": paths,
        "target": str(task.target),
        "kind": task.kind.value,
        "crest": str(task.crest) if task.crest else None,
    }
    result = run_in_cell("pack", request, PACK_LIMITS, lambda said: progress(said["done"], said["total"]))
    return Built(result["pages"], len(result["missing"]), result["mark_at"])


def build_letter(plan: PackPlan, wording: Wording, target: Path) -> Built:
    """Write a letter that names an agenda as a tagged PDF; raises :class:`NotBuilt`."""
    request = {"plan": plan_data(plan), "wording": asdict(wording), "target": str(target)}
    return _tagged("letter", request)


def build_envelopes(plan: PostalPlan, target: Path) -> Built:
    """Write a list of letters and the letters for window envelopes as a tagged PDF; raises :class:`NotBuilt`."""
    return _tagged("envelopes", {"plan": postal_data(plan), "target": str(target)})


def _agenda(plan: PackPlan, target: Path) -> Built:
    return _tagged("agenda", {"plan": plan_data(plan), "target": str(target)})


def _tagged(task: str, request: dict[str, Any]) -> Built:
    try:
        result = run_in_cell(task, request, AGENDA_LIMITS, lambda _message: None)
    except CellFailure as failure:
        raise NotBuilt(AGENDA_FAILED) from failure
    if "unavailable" in result:
        raise NotBuilt(result["unavailable"])
    return Built(result["pages"])
