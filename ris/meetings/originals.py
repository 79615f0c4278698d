"""The papers of a meeting as they are, for the audience their reader belongs to: what a ZIP of them contains."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.documents.bundle import Bundle, bundle_of
from ris.documents.pack import PackFile
from ris.meetings.pack_files import pack_file, stored_files
from ris.meetings.pack_rules import audience_of
from ris.meetings.packs import plan_for_audience
from ris.meetings.queries.detail import files_of_meeting, meeting_for
from ris.web.dates import local_day


@dataclass(frozen=True)
class Originals:
    """The papers of a meeting as they are, for one audience."""

    title: str
    day: str
    """Of the meeting, e.g. ``2026-12-10``; empty while it is open."""
    bundle: Bundle
    restricted: bool
    """Something in it is not for everybody."""


def originals_for(session: Session, actor: Actor, meeting_id: int, *, body: str, public_url: str) -> Originals | None:
    """The papers this reader's audience may read, item by item, then those of the meeting as such."""
    meeting = meeting_for(session, actor, meeting_id)
    if meeting is None:
        return None
    audience = audience_of(actor.reads, meeting_id, meeting.organization_ids)
    plan = plan_for_audience(session, actor, meeting_id, audience, body, public_url)
    if plan is None:
        return None
    own = _own_files(session, replace(actor, reads=audience.circles), meeting_id, public_url)
    groups = [
        (label if section.heading else f"{label} {section.title}", section.files)
        for label, section in zip(plan.labels, plan.sections, strict=True)
        if section.files
    ]
    bundle = bundle_of([*groups, *([("Zur Sitzung", own)] if own else [])])
    day = local_day(meeting.start).isoformat() if meeting.start else ""
    restricted = plan.restricted or any(file.restricted for file in own)
    return Originals(meeting.title, day, bundle, restricted)


def _own_files(session: Session, reader: Actor, meeting_id: int, public_url: str) -> tuple[PackFile, ...]:
    lines = [line for files in files_of_meeting(session, reader, meeting_id).values() for line in files]
    stored = stored_files(session, reader, (line.id for line in lines))
    return tuple(pack_file(line, stored, public_url) for line in {line.id: line for line in lines}.values())
