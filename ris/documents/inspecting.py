"""Having an upload looked through in a cell: findings, never an exception over what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ris.documents.findings import FindingCode
from ris.documents.pdf.cell import CellFailure, Limits, run_in_cell
from ris.documents.pdf.problems import SENTENCES
from ris.documents.uploads import ContentKind

LIMITS = Limits(memory=1_200_000_000, seconds=60, silence=20.0)


def inspect(path: Path, kind: ContentKind, ignored: list[str]) -> list[dict[str, Any]]:
    """What is to be said of a file; ``ignored``: telephone and address of the town's own office.

    A file that brings its cell down is told by the sentence for what it did.
    """
    request = {"path": str(path), "kind": kind.value, "ignored": ignored}
    try:
        result = run_in_cell("inspect", request, LIMITS, lambda _message: None)
    except CellFailure as failure:
        problem = SENTENCES[failure.problem].rstrip(".")
        return [{"code": FindingCode.UNREADABLE.value, "page": None, "facts": {"problem": problem}}]
    findings: list[dict[str, Any]] = result["findings"]
    return findings
