"""Importing: collect everything, then write what is new or different, then join what was missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ris.access.actor import Actor
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.council.models import Body
from ris.council.services import add_body
from ris.documents.models import Paper
from ris.documents.rules import slug_of
from ris.oparl.audiences import Audiences
from ris.oparl.dangling import describe_missing
from ris.oparl.directory import Directory, path_of
from ris.oparl.joining import join_arrived, name_parents
from ris.oparl.models import ForeignId, ImportSource
from ris.oparl.reading import Problem, Reading
from ris.oparl.report import SHOWN_EXAMPLES, Report
from ris.oparl.rows import Slugs
from ris.oparl.sources import Found, Note, Source
from ris.oparl.staging import OWNERS, Staging, Thing
from ris.oparl.withdrawing import withdraw_deleted
from ris.oparl.writing import Writer
from ris.scope.current import working_for

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.oparl.writing import Enqueue

Transaction = Callable[[], AbstractContextManager["Session"]]
Progress = Callable[[str, int], None]
"""Told the kind of step and how many objects it has dealt with."""

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


@dataclass(frozen=True)
class Order:
    """What somebody asked for."""

    body_name: str | None = None
    limit: int | None = None
    """Only so many objects of each kind that stand for themselves."""


class NoSuchTown(LookupError):
    """The source holds several towns and nobody said which; the message names them."""


@dataclass(frozen=True)
class Surroundings:
    """What an import needs of the house."""

    transaction: Transaction
    enqueue_indexing: Enqueue
    scratch: Path
    """Folder for what is collected during the run."""
    progress: Progress
    now: datetime


def import_from(source: Source, actor: Actor, order: Order, house: Surroundings) -> Report:
    """Import a source; idempotent, and safe to be killed at any point and started again.

    Raises :class:`NoSuchTown`. Everything else that is wrong stands in the report.
    """
    require(actor, Permission.CONTENT_IMPORT)
    report = Report(source.address)
    body_id, since = _remembered(source, order, house)
    with Staging(house.scratch) as staging:
        complete = collect(source, staging, report, since=since, limit=order.limit, progress=house.progress)
        body_id = _town(source, actor, order, house, staging, body_id, report)
        with working_for(body_id):
            _write_all(source, body_id, staging, report, house)
            _finish(source, body_id, report, house, complete=complete and order.limit is None)
    return report


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
            complete = complete and not found.incomplete
        else:
            _stage(found, staging, report, taken, limit)
            count += 1
            progress("lesen", count)
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
    for said in reading.found:
        difference = staging.add(said)
        if difference is not None:
            report.problem(Problem(said.place, difference))


def _remembered(source: Source, order: Order, house: Surroundings) -> tuple[int | None, datetime | None]:
    """Body and start of the last complete run of this source."""
    with house.transaction() as session:
        question = select(Body.id).order_by(Body.id)
        if order.body_name is not None:
            question = question.where(Body.name == order.body_name)
        for body_id in session.scalars(question).all():
            with working_for(body_id):
                known = session.scalars(select(ImportSource).where(ImportSource.address == source.address)).first()
                if known is not None:
                    return body_id, known.last_started if order.limit is None else None
    return None, None


def _town(
    source: Source,
    actor: Actor,
    order: Order,
    house: Surroundings,
    staging: Staging,
    body_id: int | None,
    report: Report,
) -> int:
    """The Body to import into: the one of the last run, the one named, or a new one."""
    described = _described(order, staging)
    name = order.body_name or (described.values.get("name") if described else None) or source.name
    with house.transaction() as session:
        body = session.get(Body, body_id) if body_id else session.scalars(select(Body).where(Body.name == name)).first()
        if body is None:
            host = _free_host(session, name)
            body = add_body(session, actor, name, host=host, now=house.now)
            report.notes.append(f"„{name}“ wurde angelegt." + (f" Rechnername: {host}" if host else ""))
        with working_for(body.id):
            known = _source_row(session, source)
            if described is not None and session.scalar(select(ForeignId.id).where(ForeignId.url == described.url)) is None:
                session.add(
                    ForeignId(url=described.url, path=path_of(described.url), kind="body", subject_id=body.id,
                              source_id=known.id, digest=""),
                )
            session.flush()  # read again below
        report.body = body.name
        return body.id


def _described(order: Order, staging: Staging) -> Thing | None:
    towns = [thing for batch in staging.batches("body", 100) for thing in batch if not thing.deleted]
    named = [town for town in towns if town.values.get("name") == order.body_name]
    if len(named or towns) > 1:
        names = ", ".join(f"„{town.values.get('name')}“" for town in towns)
        raise NoSuchTown(f"Die Quelle enthält mehrere Kommunen: {names}. Bitte mit --body eine davon nennen.")
    return (named or towns or [None])[0]


def _free_host(session: Session, name: str) -> str | None:
    """None for the only town; else a name under which browsers on this machine find it."""
    if session.scalar(select(Body.id).limit(1)) is None:
        return None
    return f"{slug_of(name).lower()}.localhost"


def _source_row(session: Session, source: Source) -> ImportSource:
    known = session.scalars(select(ImportSource).where(ImportSource.address == source.address)).first()
    if known is None:
        known = ImportSource(address=source.address)
        session.add(known)
        session.flush()  # others name it by its id
    return known


def _write_all(source: Source, body_id: int, staging: Staging, report: Report, house: Surroundings) -> None:
    with house.transaction() as session:
        own_source = _source_row(session, source).id
        directory = Directory(session, own_source)
        slugs = Slugs(set(session.scalars(select(Paper.slug))))
        writer = Writer(
            actor=Actor.machine(body_id, "import"),
            directory=directory,
            audiences=Audiences(session),
            staging=staging,
            slugs=slugs,
            report=report,
            enqueue_indexing=house.enqueue_indexing,
            now=house.now,
        )
    done = 0
    for batch in _batches(staging):
        sorted_out = writer.sort_out(batch)
        if sorted_out:
            with house.transaction() as session:
                writer.write(session, sorted_out)
                session.get_one(ImportSource, own_source).unfinished = True
        done += len(batch)
        house.progress("schreiben", done)
    with house.transaction() as session:
        name_parents(session, staging, writer)
        joined = join_arrived(session, writer)
        if joined:
            session.get_one(ImportSource, own_source).unfinished = True
    with house.transaction() as session:
        describe_missing(session, directory, report, SHOWN_EXAMPLES)


def _batches(staging: Staging) -> Iterable[list[Thing]]:
    for kind, size in ORDER:
        for batch in staging.batches(kind, size, without_owner=kind in OWNERS):
            urls = [thing.url for thing in batch]
            owned = [thing for other in TOGETHER.get(kind, ()) for thing in staging.owned_by(urls, other)]
            yield batch + owned


def _finish(source: Source, body_id: int, report: Report, house: Surroundings, *, complete: bool) -> None:
    """The last transaction: the audit entry of a run that changed something, and from when the next one asks."""
    with house.transaction() as session:
        known = _source_row(session, source)
        if known.unfinished:
            details = {"source": source.address, "objects": report.figures(), "problems": report.problem_count}
            body = session.get_one(Body, body_id)
            actor = Actor.machine(body_id, "import")
            record(session, actor, AuditEvent.CONTENT_IMPORTED, body, details, now=house.now)
        known.unfinished = False
        if complete:
            known.last_started = house.now
