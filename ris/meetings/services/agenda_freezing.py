"""Freezing an agenda: what each circle of readers sees of it, with its digest, never changed afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.access.circles import PUBLIC, redated
from ris.audit.chain import digest_of
from ris.audit.models import Tombstone
from ris.documents.models import Paper
from ris.meetings.models import AgendaItem, AgendaVersion, Consultation
from ris.scope.readers import audience_for
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.meetings.models import Meeting
    from ris.scope.readers import Audience


def freeze_agenda(session: Session, meeting: Meeting, occasion: str, *, now: datetime) -> str:
    """Freeze the next version for every circle; the digest of what everybody reads of it, or will.

    While the public part is not published, its reading has the readers of its items; :func:`open_public_readings`
    gives it to everybody once it is.
    """
    session.flush()  # items and stations just changed are read again
    meeting.agenda_version += 1
    meeting.modified = now
    items = _items(session, meeting)
    papers = _papers_of(session, meeting)
    waiting = next((i.audience for i in items if i.public and PUBLIC not in i.reader_tokens), None)
    readings: dict[str, tuple[Audience, dict[str, Any]]] = {}
    # A version tells of everything closed at once, so it is closed to who had left by the day it was frozen.
    tokens_of = [meeting.reader_tokens, *(item.reader_tokens for item in items)]
    sets = {redated(tokens, local_day(now)) for tokens in tokens_of}
    circles = {audience.key: audience for audience in (audience_for(session, tokens) for tokens in sets)}
    for key, audience in sorted(circles.items()):
        readers = {PUBLIC, *audience.tokens}  # who reads the closed part reads the public one as well
        seen = [item for item in items if readers & item.reader_tokens]
        if waiting is None or PUBLIC not in audience.tokens:
            readings[key] = audience, _content(seen, papers)
    public = _content([item for item in items if item.public], papers)
    own = audience_for(session, redated(meeting.reader_tokens, local_day(now)))
    told = readings.get(own.key, (own, public))[1]
    if waiting is not None and public not in [content for _, content in readings.values()]:
        readings[PUBLIC] = waiting, public
    for audience, content in readings.values():
        session.add(_version(meeting, occasion, content, audience, now))
    return digest_of(told)


def open_public_readings(session: Session, meeting_id: int) -> list[AgendaVersion]:
    """Give everybody a reading of each frozen agenda that only members could read so far; the new readings.

    It tells of the items and papers that are public by now, as they stood when the agenda was frozen. What was taken back
    from the public does not come back: its address says so for good.
    """
    of_meeting = select(AgendaVersion).where(AgendaVersion.meeting_id == meeting_id).order_by(AgendaVersion.number)
    fullest: dict[int, AgendaVersion] = {}
    readings = session.scalars(of_meeting).all()
    withdrawn = select(Tombstone.subject_id).where(
        Tombstone.subject_kind == "agenda_version", Tombstone.subject_id.in_([reading.id for reading in readings])
    )
    buried, told = set(session.scalars(withdrawn)), set()
    for reading in readings:
        if PUBLIC in reading.reader_tokens or reading.id in buried:
            told.add(reading.number)
        if reading.reader_tokens:
            known = fullest.setdefault(reading.number, reading)
            fullest[reading.number] = max(known, reading, key=lambda each: len(each.content["items"]))
    opened = [_for_everybody(session, reading) for number, reading in fullest.items() if number not in told]
    session.add_all(opened)
    return opened


def _for_everybody(session: Session, fullest: AgendaVersion) -> AgendaVersion:
    items = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == fullest.meeting_id)).all()
    public = {item.id for item in items if item.public and PUBLIC in item.reader_tokens}
    slugs = {paper["slug"] for item in fullest.content["items"] for paper in item.get("papers", ())}
    papers = session.scalars(select(Paper).where(Paper.slug.in_(slugs))).all()
    readable = {paper.slug for paper in papers if PUBLIC in paper.reader_tokens}
    content = {
        "items": [
            {**item, "papers": [paper for paper in item.get("papers", ()) if paper["slug"] in readable]}
            for item in fullest.content["items"]
            if item["public"] and item["id"] in public
        ],
    }
    return AgendaVersion(
        meeting_id=fullest.meeting_id,
        number=fullest.number,
        at=fullest.at,
        occasion=fullest.occasion,
        content=content,
        digest=digest_of(content),
        audience=audience_for(session, {PUBLIC}),
    )


def _version(
    meeting: Meeting, occasion: str, content: dict[str, Any], audience: Audience, now: datetime
) -> AgendaVersion:
    return AgendaVersion(
        meeting_id=meeting.id,
        number=meeting.agenda_version,
        at=now,
        occasion=occasion,
        content=content,
        digest=digest_of(content),
        audience=audience,
    )


def _items(session: Session, meeting: Meeting) -> Sequence[AgendaItem]:
    standing = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.deleted.is_(False))
    return session.scalars(standing.order_by(AgendaItem.position, AgendaItem.id)).all()


def _papers_of(session: Session, meeting: Meeting) -> dict[int, dict[str, Any]]:
    rows = session.execute(
        select(Consultation.agenda_item_id, Paper.slug, Paper.version)
        .join(Paper, Paper.id == Consultation.paper_id)
        .where(Consultation.meeting_id == meeting.id),
    )
    return {item_id: {"slug": slug, "version": version} for item_id, slug, version in rows if item_id is not None}


def _content(items: Sequence[AgendaItem], papers: dict[int, dict[str, Any]]) -> dict[str, Any]:
    return {"items": [_frozen(item, papers) for item in items]}


def _frozen(item: AgendaItem, papers: dict[int, dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": item.id,
        "number": item.number,
        "name": item.name,
        "public": item.public,
        "papers": [papers[item.id]] if item.id in papers else [],
        **({"removed": True} if item.removed else {}),
    }
