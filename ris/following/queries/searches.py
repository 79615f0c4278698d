"""What is new among what a saved search finds: the entries of the ledger that moved, as far as the search finds them now.

Nothing is remembered of what a search found before, so it costs the same whether it finds three things or all there is.
What the index does not hold yet is not passed over: news is told only up to the oldest change that waits to be indexed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select

from ris.documents.models import FileRole, PaperFile
from ris.following.queries.subjects import question_of
from ris.jobs.models import Job, JobKind, JobState
from ris.record.ledger import parts
from ris.record.models import PublishedObject
from ris.search.engine import Sort
from ris.search.entries import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.search.index import SearchIndex

ASKED_AT_ONCE: Final = 1000
"""Keys in one question to the index."""
TABLES_FOUND: Final = ("paper", "agenda_item", "file", "meeting", "organization", "person")
ON_THE_WAY: Final = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True)
class Moved:
    """Something a search could find, that appeared or changed."""

    key: str
    created: datetime
    modified: datetime


@dataclass(frozen=True)
class Finds:
    """What moved of what the searches of a look find."""

    upto: datetime
    """How far the index can be asked."""
    of: Mapping[str, Sequence[Moved]]
    """By question, the first first."""


def indexed_until(session: Session, body_id: int, upto: datetime) -> datetime | None:
    """Up to which moment the index holds what the public record says; ``None`` while it is built anew."""
    ours = or_(Job.body_id == body_id, Job.kind == JobKind.REBUILD_INDEX)  # there is one index for all towns
    waiting = (
        select(Job.kind, func.min(Job.created).label("since"))
        .where(Job.state.in_(ON_THE_WAY), Job.kind.in_((JobKind.INDEX, JobKind.REBUILD_INDEX)), ours)
        .group_by(Job.kind)
    )
    since = {row.kind: row.since for row in session.execute(waiting)}
    return None if JobKind.REBUILD_INDEX in since else min(upto, since.get(JobKind.INDEX, upto))


def moved_between(session: Session, since: datetime, upto: datetime) -> list[Moved]:
    """What appeared or changed between two moments, the first first; with a paper's main document the paper did, too."""
    rows = session.scalars(
        select(PublishedObject).where(
            PublishedObject.kind.in_(TABLES_FOUND),
            PublishedObject.gone.is_(False),
            PublishedObject.modified > since,
            PublishedObject.modified <= upto,
        )
    ).all()
    moved = {each.key: each for each in map(_moved, rows)}
    for paper in _with_documents(session, {row.subject_id: row.modified for row in rows if row.kind == "file"}):
        if paper.key not in moved or moved[paper.key].modified < paper.modified:
            moved[paper.key] = paper
    return sorted(moved.values(), key=lambda each: (each.modified, each.key))


def found_among(index: SearchIndex, public: Actor, about: str, moved: Sequence[Moved]) -> list[Moved]:
    """Those of them the search finds now, in their order; raises ``NoIndex`` before the first rebuild."""
    reader = index.reader()
    question = replace(question_of(about).query(public), sort=Sort.NEWEST, after=None, limit=ASKED_AT_ONCE)
    found: set[str] = set()
    for start in range(0, len(moved), ASKED_AT_ONCE):
        some = frozenset(each.key for each in moved[start : start + ASKED_AT_ONCE])
        found |= {hit.key for hit in reader.search(replace(question, keys=some)).hits}
    return [each for each in moved if each.key in found]


def _moved(row: PublishedObject) -> Moved:
    return Moved(key_of(row.kind, row.subject_id), row.created, row.modified)


def _with_documents(session: Session, files: Mapping[int, datetime]) -> Iterator[Moved]:
    """Public papers that are found under the words of one of these documents, with when that changed."""
    for some in parts(files):
        main = select(PaperFile.paper_id, PaperFile.file_id).where(PaperFile.role == FileRole.MAIN)
        read_anew = {
            row.paper_id: files[row.file_id] for row in session.execute(main.where(PaperFile.file_id.in_(some)))
        }
        papers = select(PublishedObject).where(
            PublishedObject.kind == "paper", PublishedObject.gone.is_(False), PublishedObject.subject_id.in_(read_anew)
        )
        yield from (replace(_moved(paper), modified=read_anew[paper.subject_id]) for paper in session.scalars(papers))
