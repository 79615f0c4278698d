"""The inside of a cell: takes its limits upon itself, does one task, and says how it goes, line by line.

Started as ``python -m ris.documents.pdf.inside TASK`` by ``cell.py``; never by a person.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ris.documents.envelopes import postal_plan_from
from ris.documents.pack import PackKind, Wording, plan_from
from ris.documents.pdf.problems import Problem

Say = Callable[[dict[str, Any]], None]
LARGEST_OUTPUT = 4_000_000_000
"""Bytes a cell may write into one file."""


def main() -> None:
    """Read limits and request from standard input, answer on standard output."""
    sent = json.load(sys.stdin)
    _confine(*sent["limits"])
    try:
        result = TASKS[sys.argv[1]](sent["request"], _say)
    except MemoryError:
        _say({"failure": Problem.TOO_HUNGRY.value})
    else:
        _say({"result": result})
    # Nothing is worth tidying up here, and tidying up a hostile document may take long.
    os._exit(0)


def _confine(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_OUTPUT, LARGEST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # ends quietly when nobody listens any more


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


# The tasks import what they need themselves: each cell pays for its own libraries only.


def _pack(request: dict[str, Any], say: Say) -> dict[str, Any]:
    from ris.documents.pdf.render import render  # noqa: PLC0415 - see above

    paths = {digest: Path(path) for digest, path in request["paths"].items()}
    rendered = render(
        plan_from(request["plan"]),
        paths.__getitem__,
        Path(request["target"]),
        lambda done, total: say({"done": done, "total": total}),
        kind=PackKind(request["kind"]),
        crest=Path(request["crest"]) if request["crest"] else None,
    )
    missing = [
        [section, number, found.sentence] for (section, number), found in rendered.findings.items() if not found.pages
    ]
    return {"pages": rendered.pages, "missing": missing, "mark_at": rendered.mark_at}


def _crest(request: dict[str, Any], say: Say) -> dict[str, Any]:
    from ris.documents.pdf.crests import write_arms  # noqa: PLC0415 - see above
    from ris.documents.pdf.tagged import TaggingUnavailable  # noqa: PLC0415 - see above

    say({})
    try:
        write_arms(Path(request["svg"]), Path(request["target"]))
    except TaggingUnavailable as unavailable:
        return {"unavailable": str(unavailable)}
    return {"pages": 1}


def _probe(request: dict[str, Any], say: Say) -> dict[str, Any]:
    from ris.documents.pdf.papers import Unreadable, probe_pdf  # noqa: PLC0415 - see above

    say({})
    try:
        probe_pdf(Path(request["path"]))
    except Unreadable as unreadable:
        return {"problem": unreadable.problem.value}
    return {"problem": None}


def _agenda(request: dict[str, Any], say: Say) -> dict[str, Any]:
    from ris.documents.pdf.agenda import write_agenda  # noqa: PLC0415 - see above
    from ris.documents.pdf.tagged import TaggingUnavailable  # noqa: PLC0415 - see above

    say({})
    try:
        return {"pages": write_agenda(plan_from(request["plan"]), Path(request["target"]))}
    except TaggingUnavailable as unavailable:
        return {"unavailable": str(unavailable)}


def _letter(request: dict[str, Any], say: Say) -> dict[str, Any]:
    from ris.documents.pdf.agenda import write_agenda  # noqa: PLC0415 - see above
    from ris.documents.pdf.tagged import TaggingUnavailable  # noqa: PLC0415 - see above

    say({})
    words = request["wording"]
    wording = Wording(words["kind"], tuple(words["before"]), tuple(words["after"]), words["code"])
    try:
        return {"pages": write_agenda(plan_from(request["plan"]), Path(request["target"]), wording)}
    except TaggingUnavailable as unavailable:
        return {"unavailable": str(unavailable)}


def _envelopes(request: dict[str, Any], say: Say) -> dict[str, Any]:
    from ris.documents.pdf.envelopes import write_envelopes  # noqa: PLC0415 - see above
    from ris.documents.pdf.tagged import TaggingUnavailable  # noqa: PLC0415 - see above

    say({})
    try:
        return {"pages": write_envelopes(postal_plan_from(request["plan"]), Path(request["target"]))}
    except TaggingUnavailable as unavailable:
        return {"unavailable": str(unavailable)}


def _text(request: dict[str, Any], say: Say) -> dict[str, Any]:
    from ris.documents.pdf.reading import read_document  # noqa: PLC0415 - see above

    return read_document(Path(request["path"]), say)


def _inspect(request: dict[str, Any], say: Say) -> dict[str, Any]:
    from ris.documents.pdf.looking import look_through  # noqa: PLC0415 - see above

    say({})
    return {"findings": look_through(Path(request["path"]), request["kind"], request["ignored"], say)}


def _pictures(request: dict[str, Any], say: Say) -> dict[str, Any]:
    from ris.documents.pdf.reading import draw_pages  # noqa: PLC0415 - see above

    return {"pictures": draw_pages(Path(request["path"]), Path(request["folder"]), say)}


def _versions(request: dict[str, Any], say: Say) -> dict[str, Any]:
    from ris.documents.pdf.versions import compare_versions  # noqa: PLC0415 - see above

    return compare_versions(Path(request["old"]), Path(request["new"]), say)


def _selected(request: dict[str, Any], say: Say) -> dict[str, Any]:
    from ris.documents.pdf.versions import draw_selected  # noqa: PLC0415 - see above

    draw_selected(Path(request["path"]), request["pages"], Path(request["folder"]), say)
    return {}


def _paper(request: dict[str, Any], say: Say) -> dict[str, Any]:
    from ris.documents.pdf.paper import write_paper  # noqa: PLC0415 - see above
    from ris.documents.pdf.tagged import TaggingUnavailable  # noqa: PLC0415 - see above

    say({})
    try:
        return {"pages": write_paper(request["sheet"], Path(request["target"]))}
    except TaggingUnavailable as unavailable:
        return {"unavailable": str(unavailable)}


TASKS: dict[str, Callable[[dict[str, Any], Say], dict[str, Any]]] = {
    "pack": _pack,
    "crest": _crest,
    "probe": _probe,
    "agenda": _agenda,
    "letter": _letter,
    "envelopes": _envelopes,
    "text": _text,
    "paper": _paper,
    "inspect": _inspect,
    "pictures": _pictures,
    "versions": _versions,
    "selected": _selected,
}

if __name__ == "__main__":
    main()
