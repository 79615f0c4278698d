"""Which town an import is for: the one of the last run, the one named, or the one the source describes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from sqlalchemy import select

from ris.council.models import Body
from ris.council.services.towns import add_body
from ris.documents.rules import free_slug
from ris.oparl.directory import path_of
from ris.oparl.models import ForeignId, ImportSource
from ris.scope.current import working_for

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.oparl.report import Report
    from ris.oparl.run import Surroundings
    from ris.oparl.said import Thing
    from ris.oparl.sources import Source
    from ris.oparl.staging import Staging


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
    whole_report: TextIO | None = None
    """Where to name everything that is wrong, not only the first of it."""


class NoSuchTown(LookupError):
    """The source holds several towns and nobody said which; the message names them."""


def remembered(source: Source, order: Order, house: Surroundings) -> tuple[int | None, datetime | None]:
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


def town_of(
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
            host = free_host(session, name)
            body = add_body(session, actor, name, host=host, now=house.now)
            report.notes.append(f"„{name}“ wurde angelegt." + (f" Rechnername: {host}" if host else ""))
        with working_for(body.id):
            known = source_row(session, source)
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


def free_host(session: Session, name: str) -> str | None:
    """None for the only town; else a name under which browsers on this machine find it."""
    if session.scalar(select(Body.id).limit(1)) is None:
        return None
    taken = set(session.scalars(select(Body.host)))
    return free_slug(name.lower(), lambda slug: f"{slug}.localhost" in taken, "kommune") + ".localhost"


def source_row(session: Session, source: Source) -> ImportSource:
    """What the current Body remembers of this source."""
    known = session.scalars(select(ImportSource).where(ImportSource.address == source.address)).first()
    if known is None:
        known = ImportSource(address=source.address)
        session.add(known)
        session.flush()  # others name it by its id
    return known
