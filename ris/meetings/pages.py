"""What the pages of meetings show: queries put together once, so that views and templates decide nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.queries import PersonLine, chair_of
from ris.documents.models import FileRole
from ris.documents.queries.files import FileLine
from ris.meetings.pack_news import news_of
from ris.meetings.pack_rules import EVERYBODY, PackAudience, audience_of
from ris.meetings.queries.agenda import ItemLine, agenda_for, is_announced, item_for, neighbours_of
from ris.meetings.queries.changes import AgendaUpdate, updates_for
from ris.meetings.queries.detail import (
    AgendaVersionLine,
    FrozenItem,
    MeetingView,
    agenda_version_for,
    agenda_versions_for,
    files_of_meeting,
    frozen_items,
    items_to_read,
    meeting_for,
    participants_of,
)
from ris.meetings.queries.lines import MeetingLine, line_for
from ris.meetings.queries.replies import OwnReply, own_reply
from ris.meetings.rules import MeetingState, Stage, StageFacts, stage_of
from ris.web.dates import local_day

LONG_AGENDA = 25
"""From how many items on a phone folds their papers away."""


@dataclass(frozen=True)
class MeetingPage:
    """One meeting with everything a reader may see of it."""

    meeting: MeetingView
    stage: Stage
    agenda: Sequence[ItemLine]
    files: dict[str, list[FileLine]]
    participants: Sequence[tuple[int, str]]
    versions: Sequence[AgendaVersionLine]
    updates: Sequence[AgendaUpdate]
    """What changed since the invitation, and why."""
    moved_to: MeetingLine | None
    chair: PersonLine | None
    to_come: bool
    reply: OwnReply | None
    """Whether the reader comes; None for everybody who is not asked."""
    audience: PackAudience
    """For whom the pack is that this reader gets."""
    has_news: bool
    """Whether that pack has changed since the invitation."""
    announced: bool
    """Whether everybody reads of its agenda."""

    @property
    def takes_place(self) -> bool:
        """Whether it was neither cancelled nor moved."""
        return self.stage not in {Stage.CANCELLED, Stage.MOVED}

    @property
    def public_items(self) -> list[ItemLine]:
        """The public part."""
        return [item for item in self.agenda if item.public]

    @property
    def closed_items(self) -> list[ItemLine]:
        """What this reader may see of the closed part."""
        return [item for item in self.agenda if not item.public]

    @property
    def long(self) -> bool:
        """Whether a phone folds the papers of each item away."""
        return len(self.agenda) > LONG_AGENDA

    @property
    def minutes(self) -> list[FileLine]:
        """Minutes in their readable versions."""
        return [
            *self.files.get(FileRole.RESULTS_PROTOCOL, ()),
            *self.files.get(FileRole.VERBATIM_PROTOCOL, ()),
        ]

    @property
    def other_files(self) -> list[FileLine]:
        """Invitation and attachments of the meeting as such."""
        return [*self.files.get(FileRole.INVITATION, ()), *self.files.get(FileRole.AUXILIARY, ())]

    @property
    def has_papers(self) -> bool:
        """Whether there is anything to put into a pack."""
        items = self.agenda if self.reads_more else self.public_items
        return bool(self.other_files) or any(item.file_count for item in items)

    @property
    def reads_more(self) -> bool:
        """Whether the reader's pack may hold what is not for everybody."""
        return self.audience != EVERYBODY


def meeting_page(session: Session, actor: Actor, meeting_id: int, *, now: datetime) -> MeetingPage | None:
    """The page of one readable meeting; None where there is none."""
    meeting = meeting_for(session, actor, meeting_id)
    if meeting is None:
        return None
    agenda = agenda_for(session, actor, meeting_id)
    files = files_of_meeting(session, actor, meeting_id)
    today = local_day(now)
    day = local_day(meeting.start) if meeting.start else None
    versions = _versions(session, actor, meeting)
    facts = StageFacts(
        day=day,
        cancelled=meeting.cancelled,
        moved=meeting.moved_to_id is not None,
        invited=meeting.state == MeetingState.INVITED and bool(versions),
        agenda=is_announced(session, actor, meeting_id) if agenda else False,
        results=any(item.result for item in agenda),
        minutes=FileRole.RESULTS_PROTOCOL in files,
    )
    moved_to = line_for(session, actor, meeting.moved_to_id) if meeting.moved_to_id else None
    audience = audience_of(actor.reads, meeting_id, meeting.organization_ids)
    return MeetingPage(
        meeting=meeting,
        stage=stage_of(facts, today=today),
        agenda=agenda,
        files=files,
        participants=participants_of(session, actor, meeting_id) if meeting.attended else (),
        versions=versions,
        updates=updates_for(session, actor, meeting_id, versions),
        moved_to=moved_to,
        chair=_chair(session, actor, meeting),
        to_come=day is None or day >= today,
        reply=_reply(session, actor, meeting, now),
        audience=audience,
        has_news=bool(versions and news_of(session, replace(actor, reads=audience.circles), meeting_id)),
        announced=facts.agenda,
    )


def _reply(session: Session, actor: Actor, meeting: MeetingView, now: datetime) -> OwnReply | None:
    if actor.person_id is None or meeting.state != MeetingState.INVITED:
        return None
    return own_reply(session, actor, meeting.id, now=now)


def _versions(session: Session, actor: Actor, meeting: MeetingView) -> Sequence[AgendaVersionLine]:
    if not meeting.agenda_version:
        return ()
    versions = agenda_versions_for(session, actor, meeting.id)
    # What was imported once and never changed is the agenda as it stands.
    return () if [version.occasion for version in versions] == ["imported"] else versions


def _chair(session: Session, actor: Actor, meeting: MeetingView) -> PersonLine | None:
    if not meeting.organizations or meeting.start is None:
        return None
    return chair_of(session, actor, meeting.organizations[0].id, local_day(meeting.start))


@dataclass(frozen=True)
class AgendaPage:
    """The agenda as it stood at one time."""

    meeting: MeetingView
    version: AgendaVersionLine
    items: Sequence[FrozenItem]

    @property
    def public_items(self) -> list[FrozenItem]:
        """The public part."""
        return [item for item in self.items if item.public]

    @property
    def closed_items(self) -> list[FrozenItem]:
        """What this reader may see of the closed part."""
        return [item for item in self.items if not item.public]


def agenda_page(session: Session, actor: Actor, meeting_id: int, number: int) -> AgendaPage | None:
    """One readable version of a readable meeting's agenda; None where there is none."""
    meeting = meeting_for(session, actor, meeting_id)
    version = agenda_version_for(session, actor, meeting_id, number)
    if meeting is None or version is None:
        return None
    line = AgendaVersionLine(version.number, version.at, version.occasion)
    return AgendaPage(meeting, line, frozen_items(items_to_read(version)))


@dataclass(frozen=True)
class ItemPage:
    """One agenda item in its meeting."""

    item: ItemLine
    meeting: MeetingView
    previous: ItemLine | None
    following: ItemLine | None
    binding: bool
    """Whether the minutes are there, which alone bind."""
    to_come: bool


def item_page(session: Session, actor: Actor, item_id: int, *, now: datetime) -> ItemPage | None:
    """The page of a readable item of a readable meeting; None where there is none."""
    item = item_for(session, actor, item_id)
    meeting = meeting_for(session, actor, item.meeting_id) if item and item.meeting_id else None
    if item is None or meeting is None:
        return None
    previous, following = neighbours_of(session, actor, item)
    return ItemPage(
        item=item,
        meeting=meeting,
        previous=previous,
        following=following,
        binding=FileRole.RESULTS_PROTOCOL in files_of_meeting(session, actor, meeting.id),
        to_come=meeting.start is None or local_day(meeting.start) >= local_day(now),
    )
