"""Importing: collect everything, then write what is new or different, then join what was missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
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
from ris.oparl.audiences import Audiences, closed_items
from ris.oparl.dangling import describe_missing
from ris.oparl.directory import Directory, path_of
from ris.oparl.fetched import want_files
from ris.oparl.joining import join_arrived, name_parents
from ris.oparl.models import ForeignId, ImportSource
from ris.oparl.reading import Problem, Reading
from ris.oparl.report import SHOWN_EXAMPLES, Report
from ris.oparl.rows import Slugs
from ris.oparl.run import Progress, Run, Surroundings
from ris.oparl.sources import Found, Note, Source
from ris.oparl.staging import OWNERS, Staging, Thing
from ris.oparl.texts import import_texts
from ris.oparl.writing import sort_out, write
from ris.scope.current import working_for

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


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
    texts: Path | None = None
    """JSONL with texts of files."""
    files: bool = False
    """Whether the bytes of files are to be fetched, too."""


class NoSuchTown(LookupError):
    """The source holds several towns and nobody said which; the message names them."""


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
            if order.texts is not None:
                import_texts(order.texts, body_id, report, house, partial(_begin_changing, source))
            if order.files:
                report.files_wanted = want_files(body_id, house)
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
            if (
                described is not None
                and session.scalar(select(ForeignId.id).where(ForeignId.url == described.url)) is None
            ):
                session.add(
                    ForeignId(
                        url=described.url,
                        path=path_of(described.url),
                        kind="body",
                        subject_id=body.id,
                        source_id=known.id,
                        digest="",
                    ),
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
    return next(iter(named or towns), None)


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


def _begin_changing(source: Source, session: Session) -> None:
    """Remember that a run changes something, until its end is recorded."""
    _source_row(session, source).unfinished = True


def _write_all(source: Source, body_id: int, staging: Staging, report: Report, house: Surroundings) -> None:
    with house.transaction() as session:
        own_source = _source_row(session, source).id
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
