"""Reading since when each document of an agenda has been there: with the first sending, with a supplement, or replaced.

Only meetings that were invited from here have sendings; before the first one nobody was given anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, tuple_

from ris.documents.models import File, FileVersion, Paper, PaperVersion
from ris.documents.page_labels import Stage
from ris.meetings.models import AgendaVersion
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.queries.agenda import ItemLine
    from ris.meetings.queries.detail import MeetingView

Cited = tuple[str, int]
"""A version of a paper: its address and number."""


@dataclass(frozen=True)
class Replacement:
    """A document that got other bytes after it was sent out."""

    number: int
    """Of the version that was replaced."""
    at: datetime
    reason: str
    digest: str
    """SHA-512 of what it was before."""


@dataclass(frozen=True)
class History:
    """What became of a document of an agenda since it was sent out."""

    came: datetime | None = None
    """When the sending was that brought it; ``None``: it was there from the first."""
    waits: bool = False
    """It came after the last sending, with none."""
    replaced: tuple[Replacement, ...] = ()
    """The oldest first."""

    @property
    def late(self) -> bool:
        """Whether who holds the pack of the invitation does not have it."""
        return self.waits or self.came is not None


@dataclass(frozen=True)
class Sendings:
    """The sendings of an agenda and what each document went through since the first."""

    at: tuple[datetime, ...] = ()
    histories: Mapping[int, History] = field(default_factory=dict)

    @property
    def replaced_at(self) -> set[datetime]:
        """When documents were replaced."""
        return {one.at for each in self.histories.values() for one in each.replaced}

    def of(self, file_id: int) -> History:
        """The history of a document; one nobody knows anything of was there from the first."""
        return self.histories.get(file_id, History())

    def stages(self, file_id: int, pages: Sequence[Continued] = ()) -> tuple[Stage, ...]:
        """The document's stages for naming its pages; ``pages``: what is known of the versions, the oldest first.

        A version whose pages were not compared counts as if it had been so from the first.
        """
        history = self.of(file_id)
        moments = sorted({*self.at[1:], *self.replaced_at})
        ranks = {moment: rank for rank, moment in enumerate(moments, start=1)}
        since = len(moments) + 1 if history.waits else ranks.get(history.came, 0) if history.came else 0
        known = {step.number: step for step in pages}
        stages = [Stage(since, 0)]
        for replacement in history.replaced:
            step = known.get(replacement.number)
            if step is None:
                stages = [Stage(since, 0)]
                continue
            before = stages[-1]
            stages[-1] = Stage(before.since, step.pages_before, before.continues)
            stages.append(Stage(max(ranks[replacement.at], since), len(step.continues), step.continues))
        return tuple(stages) if since or stages[1:] else ()


@dataclass(frozen=True)
class Continued:
    """How the pages of a version go on in the one after it."""

    number: int
    """Of the older version."""
    pages_before: int
    continues: tuple[int, ...]
    """For each page of the newer one the page it was, from 1; 0: it is new."""


def sendings_of(
    session: Session, actor: Actor, meeting: MeetingView, items: Sequence[ItemLine], file_ids: Iterable[int]
) -> Sendings:
    """What is known of the documents on an agenda since it was sent out first; as far as the actor may read it."""
    if meeting.state is None or not meeting.agenda_version:
        return Sendings()
    readings = session.scalars(
        select(AgendaVersion).where(AgendaVersion.meeting_id == meeting.id, readable_by(actor, AgendaVersion))
    ).all()
    wanted = sorted(set(file_ids))
    if not readings:
        return Sendings()
    moments: dict[int, datetime] = {}
    cited: dict[int, set[Cited]] = defaultdict(set)
    for reading in readings:
        moments[reading.number] = reading.at
        cited[reading.number] |= _cited(reading)
    at = tuple(moments[number] for number in sorted(moments))
    held = _held(session, actor, set().union(*cited.values()))
    first = {
        file: number
        for number in sorted(cited, reverse=True)
        for paper in cited[number]
        for file in held.get(paper, ())
    }
    of_papers = {file.id: paper.paper.id for item in items for paper in item.papers for file in paper.files}
    told = {slug for slug, _ in held}
    slugs = {paper.paper.id: paper.paper.slug for item in items for paper in item.papers}
    rows = session.execute(select(File.id, File.created).where(File.id.in_(wanted), readable_by(actor, File)))
    replaced = _replaced(session, actor, wanted, at[0])
    numbers = sorted(moments)
    histories = {}
    for row in rows:
        if row.id in first:
            place = numbers.index(first[row.id])
        elif slugs.get(of_papers.get(row.id, 0)) in told:
            place = len(at)  # the paper was sent without it
        else:
            place = sum(moment < row.created for moment in at)
        came = at[place] if 0 < place < len(at) else None
        histories[row.id] = History(came, place == len(at), replaced.get(row.id, ()))
    return Sendings(at, histories)


def _cited(reading: AgendaVersion) -> set[Cited]:
    papers = (paper for item in reading.content.get("items", ()) for paper in item.get("papers", ()))
    return {(paper["slug"], paper["version"]) for paper in papers if paper.get("version")}


def _held(session: Session, actor: Actor, cited: set[Cited]) -> dict[Cited, list[int]]:
    """The documents each readable version of a paper had."""
    if not cited:
        return {}
    rows = session.execute(
        select(Paper.slug, PaperVersion.number, PaperVersion.content)
        .join(Paper, Paper.id == PaperVersion.paper_id)
        .where(tuple_(Paper.slug, PaperVersion.number).in_(sorted(cited)), readable_by(actor, PaperVersion))
    )
    return {(row.slug, row.number): [file["id"] for file in row.content.get("files", ())] for row in rows}


def _replaced(
    session: Session, actor: Actor, file_ids: Sequence[int], since: datetime
) -> dict[int, tuple[Replacement, ...]]:
    rows = session.scalars(
        select(FileVersion)
        .where(FileVersion.file_id.in_(file_ids), FileVersion.replaced > since, readable_by(actor, FileVersion))
        .order_by(FileVersion.number)
    )
    found: dict[int, list[Replacement]] = defaultdict(list)
    for row in rows:
        found[row.file_id].append(Replacement(row.number, row.replaced, row.reason, row.sha512_checksum))
    return {file: tuple(replacements) for file, replacements in found.items()}
