"""Whom news may concern: asked once for everybody, with a constant number of statements, before anybody's row is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.documents.models import PaperFile, PaperOrganization, PaperPerson
from ris.following.models import Subscription
from ris.following.queries.dates import papers_to_be_told
from ris.following.queries.subjects import TABLES, Wanted
from ris.following.rules import Followed
from ris.meetings.models import Consultation, MeetingOrganization
from ris.record.models import PublishedObject

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from ris.following.queries.searches import Finds
    from ris.notices.rules import Pace


@dataclass(frozen=True)
class Due:
    """Subscriptions that are to be told up to a moment."""

    rows: Sequence[Subscription]
    since: datetime
    """The earliest moment any of them was told up to."""


def due_at(session: Session, pace: Pace, upto: datetime) -> Due | None:
    """What is confirmed at this pace and was not told up to this moment; ``None`` where there is nothing."""
    wanted = select(Subscription).where(
        Subscription.pace == pace, Subscription.confirmed.is_not(None), Subscription.told_until < upto
    )
    rows = session.scalars(wanted.order_by(Subscription.follower_id, Subscription.id)).all()
    return Due(rows, min(row.told_until for row in rows)) if rows else None


def followers_with_news(session: Session, due: Due, upto: datetime, finds: Finds | None) -> set[int]:
    """Ids of the followers something may be new for; it is looked at closely when their row is held."""
    moved = _moved(session, due.since, upto)
    return {row.follower_id for row in due.rows if _wanted(row) in moved or _new_hits(row, finds)}


def _wanted(row: Subscription) -> Wanted:
    return Wanted(Followed(row.kind), row.about)


def _new_hits(row: Subscription, finds: Finds | None) -> bool:
    if row.kind != Followed.SEARCH or finds is None:
        return False
    return any(each.modified > row.told_until for each in finds.of.get(row.about, ()))


def _moved(session: Session, since: datetime, upto: datetime) -> set[Wanted]:
    """Everything that can be followed and that an entry of the ledger between two moments is about."""

    def among(column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], kind: str) -> ColumnElement[bool]:
        return column.in_(_entries(kind, since, upto))

    asked: list[tuple[Followed, Select[int] | Select[int | None]]] = [
        *((kind, _entries(table, since, upto)) for kind, table in TABLES.items()),
        (Followed.PAPER, select(PaperFile.paper_id).where(among(PaperFile.file_id, "file"))),
        (Followed.PAPER, select(Consultation.paper_id).where(among(Consultation.agenda_item_id, "agenda_item"))),
        (
            Followed.ORGANIZATION,
            select(MeetingOrganization.organization_id).where(among(MeetingOrganization.meeting_id, "meeting")),
        ),
        (
            Followed.ORGANIZATION,
            select(PaperOrganization.organization_id).where(among(PaperOrganization.paper_id, "paper")),
        ),
        (Followed.PERSON, select(PaperPerson.person_id).where(among(PaperPerson.paper_id, "paper"))),
    ]
    moved = {
        Wanted(kind, str(row_id))
        for kind, statement in asked
        for row_id in session.scalars(statement.distinct())
        if row_id is not None
    }
    return moved | {Wanted(Followed.PAPER, str(row_id)) for row_id in papers_to_be_told(session, since, upto)}


def _entries(kind: str, since: datetime, upto: datetime) -> Select[int]:
    return select(PublishedObject.subject_id).where(
        PublishedObject.kind == kind, PublishedObject.modified > since, PublishedObject.modified <= upto
    )
