"""The first step of an import: everything a source says, gathered in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.oparl.reading import Problem, Reading
from ris.oparl.sources import Found, Note

if TYPE_CHECKING:
    from datetime import datetime

    from ris.oparl.report import Report
    from ris.oparl.run import Progress
    from ris.oparl.sources import Source
    from ris.oparl.staging import Staging


def collect(
    source: Source,
    staging: Staging,
    report: Report,
    *,
    since: datetime | None,
    limit: int | None,
    progress: Progress,
) -> bool:
    """Read the whole source; whether everything could be read."""
    taken: dict[str, int] = {}
    complete, count = True, 0
    for found in source.objects(since, limit):
        if isinstance(found, Note):
            report.notes.append(found.message)
        elif isinstance(found, Problem):
            report.problem(found)
            report.skipped += 1
            complete = complete and not found.incomplete
        else:
            _stage(found, staging, report, taken, limit)
            count += 1
            progress("Lesen", count)
    staging.finish_collecting()
    return complete


def _stage(found: Found, staging: Staging, report: Report, taken: dict[str, int], limit: int | None) -> None:
    reading = Reading(found.place, omits_internal=found.omits_internal)
    reading.read(found.value)
    if reading.found and limit is not None:
        kind = reading.found[0].table
        taken[kind] = taken.get(kind, 0) + 1
        if taken[kind] > limit:
            return
    for problem in reading.problems:
        report.problem(problem)
    report.skipped += bool(reading.problems) and not reading.found
    for said in reading.found:
        difference = staging.add(said)
        if difference is not None:
            report.problem(Problem(said.place, difference))
