"""Importing: collect everything, then write what is new or different, then join what was missing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ris.access.actor import Actor
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.council.models import Body
from ris.council.representation import propose_council
from ris.council.settings import BodySettings
from ris.documents.models import Paper
from ris.oparl.audiences import Audiences, closed_items
from ris.oparl.collecting import collect
from ris.oparl.dangling import describe_missing
from ris.oparl.directory import Directory
from ris.oparl.fetched import want_files
from ris.oparl.joining import join_arrived, name_parents
from ris.oparl.report import Report
from ris.oparl.rows import Slugs
from ris.oparl.run import Run, Surroundings
from ris.oparl.said import Thing
from ris.oparl.sources import Source
from ris.oparl.staging import OWNERS, Staging
from ris.oparl.texts import import_texts
from ris.oparl.towns import Order, remembered, source_row, town_of
from ris.oparl.writing import sort_out, write
from ris.scope.current import working_for
from ris.web.dates import local_day

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


SAY: Final = "Bitte festlegen: python -m ris body council NAME"
OTHERWISE: Final = "Falls nicht: python -m ris body council NAME"
BATCH: Final = 1000
PAPERS: Final = 500
MEETINGS: Final = 100
TOGETHER: Final = {"meeting": ("agenda_item", "consultation"), "person": ("membership",)}
"""Who is written with whom."""
ORDER: Final = (
    ("body", 10),
    ("location", BATCH),
    ("organization", BATCH),
    ("legislative_term", BATCH),
    ("person", PAPERS),
    ("membership", BATCH),
    ("file", BATCH),
    ("paper", PAPERS),
    ("meeting", MEETINGS),
    ("agenda_item", BATCH),
    ("consultation", BATCH),
)
"""Kinds in an order in which each mostly points to those before, and how many make a batch."""


def import_from(source: Source, actor: Actor, order: Order, house: Surroundings) -> Report:
    """Import a source; idempotent, and safe to be killed at any point and started again.

    Raises :class:`NoSuchTown`. Everything else that is wrong stands in the report.
    """
    require(actor, Permission.CONTENT_IMPORT)
    report = Report(source.address, whole=order.whole_report)
    body_id, since = remembered(source, order, house)
    with Staging(house.scratch) as staging:
        complete = collect(source, staging, report, since=since, limit=order.limit, progress=house.progress)
        body_id = town_of(source, actor, order, house, staging, body_id, report)
        with working_for(body_id):
            _write_all(source, body_id, staging, report, house)
            if order.texts is not None:
                import_texts(order.texts, report, house, partial(_begin_changing, source))
            if order.files:
                report.files_wanted = want_files(body_id, house)
            _finish(source, body_id, report, house, complete=complete and order.limit is None)
    return report


def _begin_changing(source: Source, session: Session) -> None:
    """Remember that a run changes something, until its end is recorded."""
    source_row(session, source).unfinished = True


def _write_all(source: Source, body_id: int, staging: Staging, report: Report, house: Surroundings) -> None:
    with house.transaction() as session:
        own_source = source_row(session, source).id
        directory = Directory(session, own_source)
        run = Run(
            actor=Actor.machine(body_id, "import"),
            directory=directory,
            audiences=Audiences(session),
            staging=staging,
            slugs=Slugs(set(session.scalars(select(Paper.slug)))),
            report=report,
            house=house,
            closed=closed_items(session, staging.closed_items()),
        )
    done, total = 0, sum(staging.counts().values())
    for batch in _batches(staging):
        sorted_out = sort_out(batch, run)
        if sorted_out:
            with house.transaction() as session:
                if write(session, sorted_out, run):
                    _begin_changing(source, session)
        done += len(batch)
        house.progress("Schreiben", done, total)
    with house.transaction() as session:
        name_parents(session, staging, run)
        joined = join_arrived(session, run)
        if joined:
            _begin_changing(source, session)
    with house.transaction() as session:
        describe_missing(session, directory, report)


def _batches(staging: Staging) -> Iterable[list[Thing]]:
    for kind, size in ORDER:
        for batch in staging.batches(kind, size, without_owner=kind in OWNERS):
            urls = [thing.url for thing in batch]
            owned = [thing for other in TOGETHER.get(kind, ()) for thing in staging.owned_by(urls, other)]
            yield batch + owned


def _finish(source: Source, body_id: int, report: Report, house: Surroundings, *, complete: bool) -> None:
    """The last transaction: the audit entry of a run that changed something, and from when the next one asks."""
    with house.transaction() as session:
        known = source_row(session, source)
        if known.unfinished:
            details = {"source": source.address, "objects": report.figures(), "problems": report.problem_count}
            body = session.get_one(Body, body_id)
            actor = Actor.machine(body_id, "import")
            record(session, actor, AuditEvent.CONTENT_IMPORTED, body, details, now=house.now)
        known.unfinished = False
        if complete:
            known.last_started = house.now
            report.notes += _settle_council(session, body_id, house)


def _settle_council(session: Session, body_id: int, house: Surroundings) -> list[str]:
    """Who reads closed things, as far as the source says it without doubt; else how the town says it itself."""
    body, actor = session.get_one(Body, body_id), Actor.machine(body_id, "import")
    if BodySettings.from_json(body.settings).council_organization_id is not None:
        return []
    found = propose_council(session, actor, body, local_day(house.now), now=house.now)
    if found is not None:
        return [f"„{found.name}“ gilt nun als Vertretung der Kommune. {OTHERWISE}"]
    return [
        f"Welches Gremium die Vertretung ist, sagt die Quelle nicht eindeutig; bis dahin gehört niemand dazu. {SAY}"
    ]
