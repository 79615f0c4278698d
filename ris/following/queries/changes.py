"""What is new about something followed: what the ledger of the public record says, in words the public may read now.

The ledger says when; the words are read anew, as the public, at the moment of writing. What is public no more is named by
its address alone. What the ledger does not know was never public.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, or_, select

from ris.documents.models import Paper, PaperFile, PaperOrganization, PaperPerson
from ris.following.queries.dates import another_date, date_words, dealt_with_in, meetings_put_elsewhere
from ris.following.queries.subjects import TABLES
from ris.following.rules import Followed
from ris.meetings.models import AgendaItem, Consultation, Meeting, MeetingOrganization
from ris.record.models import PublishedObject
from ris.scope.readers import readable_by
from ris.search.entries import Kind, key_of
from ris.search.pages import LABELS
from ris.search.queries.hits import found_for
from ris.web.addresses import address_of
from ris.web.dates import plain_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.following.queries.searches import Moved
    from ris.following.queries.subjects import Wanted
    from ris.search.queries.found import Found

MOST_LINES: Final = 30
"""Changes of one thing a letter names; of the rest it says how many there are."""
NEW, CHANGED, FOUND, GONE = "Neu", "Geändert", "Gefunden", "Nicht mehr öffentlich"
TAKEN_OFF = "von der Tagesordnung abgesetzt"
_WITH_WORDS: Final = ("agenda_item", "meeting")


@dataclass(frozen=True)
class Line:
    """One change, as a letter tells it."""

    what: str
    words: str
    """Empty for what is public no more."""
    address: str


@dataclass(frozen=True)
class Changes:
    """What is new about one thing."""

    lines: Sequence[Line]
    more: int = 0
    """How many are not named."""


def changes_of(session: Session, public: Actor, wanted: Wanted, since: datetime, upto: datetime) -> Changes:
    """What happened after a moment, up to another, that concerns a followed row; the oldest first."""
    elsewhere = meetings_put_elsewhere(session, since, upto)
    about = _concerning(public, wanted.kind, int(wanted.about))
    if wanted.kind is Followed.PAPER:
        dated = (dealt_with_in(int(wanted.about), public), another_date(since, upto, elsewhere))
        about.append(_among("meeting", select(Meeting.id).where(*dated)))
    rows = session.scalars(
        select(PublishedObject)
        .where(PublishedObject.modified > since, PublishedObject.modified <= upto)
        .where(or_(*about))
        .order_by(PublishedObject.modified, PublishedObject.kind, PublishedObject.subject_id)
    ).all()
    own = (TABLES[wanted.kind], int(wanted.about))
    # What was followed in the very moment it appeared was seen as it is.
    rows = [row for row in rows if (row.kind, row.subject_id) != own or row.modified > row.created]
    told = rows[:MOST_LINES]
    said = _said(session, public, told, elsewhere)
    lines = _lines(session, public, told, said, lambda row: row.created > since and (row.kind, row.subject_id) != own)
    return Changes(lines, len(rows) - len(told))


def found_lines(session: Session, public: Actor, moved: Sequence[Moved], since: datetime) -> list[Line]:
    """What a search finds and what appeared or changed after a moment; what nobody may read any more is left out."""
    new = {each.key for each in moved if each.created > since}
    hits = found_for(session, public, [each.key for each in moved])
    return [_line(FOUND if hit.key in new else CHANGED, hit) for hit in hits]


def _concerning(public: Actor, kind: Followed, row_id: int) -> list[ColumnElement[bool]]:
    """Which entries of the ledger are about a followed row: its own, and those of what belongs to it."""
    if kind is Followed.PAPER:
        consulted = select(Consultation.agenda_item_id).where(
            Consultation.paper_id == row_id, readable_by(public, Consultation)
        )
        files = select(PaperFile.file_id).where(PaperFile.paper_id == row_id)
        return [_one("paper", row_id), _among("agenda_item", consulted), _among("file", files)]
    if kind is Followed.ORGANIZATION:
        meetings = select(MeetingOrganization.meeting_id).where(MeetingOrganization.organization_id == row_id)
        papers = select(PaperOrganization.paper_id).where(
            PaperOrganization.organization_id == row_id, PaperOrganization.part == "originator"
        )
        return [_one("organization", row_id), _among("meeting", meetings), _among("paper", papers)]
    brought_in = select(PaperPerson.paper_id).where(PaperPerson.person_id == row_id)
    return [_one("person", row_id), _among("paper", brought_in)]


def _one(kind: str, row_id: int) -> ColumnElement[bool]:
    return and_(PublishedObject.kind == kind, PublishedObject.subject_id == row_id)


def _among(kind: str, ids: Select[int] | Select[int | None]) -> ColumnElement[bool]:
    return and_(PublishedObject.kind == kind, PublishedObject.subject_id.in_(ids))


def _said(
    session: Session, public: Actor, rows: Sequence[PublishedObject], elsewhere: Sequence[int]
) -> dict[tuple[str, int], str]:
    """What is worth a word more: what an item came to, what became of a meeting's date."""
    ids = {kind: [row.subject_id for row in rows if row.kind == kind and not row.gone] for kind in _WITH_WORDS}
    results = _results(session, public, ids["agenda_item"])
    dates = date_words(session, public, ids["meeting"], elsewhere)
    return {("agenda_item", own_id): words for own_id, words in results.items()} | {
        ("meeting", own_id): words for own_id, words in dates.items()
    }


def _lines(
    session: Session,
    public: Actor,
    rows: Sequence[PublishedObject],
    said: Mapping[tuple[str, int], str],
    is_new: Callable[[PublishedObject], bool],
) -> list[Line]:
    there = [key_of(row.kind, row.subject_id) for row in rows if not row.gone]
    found = {hit.key: hit for hit in found_for(session, public, there)}
    lines = []
    for row in rows:
        hit = found.get(key_of(row.kind, row.subject_id))
        if row.gone:
            lines.append(Line(GONE, "", _address_of_gone(session, row)))
        elif hit is not None:  # else the ledger lags behind, and will say so
            words = said.get((row.kind, row.subject_id), "")
            lines.append(_line(NEW if is_new(row) else CHANGED, hit, words))
    return lines


def _line(what: str, hit: Found, said: str = "") -> Line:
    """„TOP 3 Radweg Nordstraße, Bauausschuss, 12. Mai 2026: beschlossen“."""
    kind, around = LABELS[hit.kind][0], hit.around
    if hit.kind is Kind.PAPER and around:
        kind, around = around, ""  # „Antrag“ says more than „Vorlage“
    elif hit.number.startswith("TOP"):
        kind = ""
    name = " ".join(part for part in (kind, hit.number, hit.title) if part)
    day = plain_day(hit.day) if hit.day else ""
    words = ", ".join(part for part in (name, around if around != hit.title else "", day) if part)
    return Line(what, f"{words}: {said}" if said else words, hit.address)


def _results(session: Session, public: Actor, ids: Iterable[int]) -> dict[int, str]:
    rows = session.execute(
        select(AgendaItem.id, AgendaItem.result, AgendaItem.removed).where(
            AgendaItem.id.in_(list(ids)), readable_by(public, AgendaItem)
        )
    )
    told = {row.id: TAKEN_OFF if row.removed else " ".join((row.result or "").split()) for row in rows}
    return {own_id: words for own_id, words in told.items() if words}


def _address_of_gone(session: Session, row: PublishedObject) -> str:
    """Nothing but the address: it was public, and leads to what is said instead."""
    slug = session.scalar(select(Paper.slug).where(Paper.id == row.subject_id)) if row.kind == "paper" else None
    return address_of(row.kind, slug or row.subject_id)
