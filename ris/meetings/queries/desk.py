"""Reading an agenda in the making: its items, the papers that wait for it, and the facts the checks ask about.

For the session office and the chair only, so it asks for the permission instead of the readers of each row. The number
of statements is the same for three items and for a hundred and twenty.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from ris.access.permissions import Permission
from ris.access.policy import Forbidden, may
from ris.council.town import body_settings
from ris.law.convening import mandatory_sentence
from ris.law.sitting import Convening, Subject
from ris.meetings.check_facts import AgendaFacts, DemandFacts, InviteeFacts, ItemFacts, PaperFacts, Report
from ris.meetings.checks import check_agenda
from ris.meetings.invitation_models import AgendaDraft, PublicNotice, Supplement
from ris.meetings.legal_checks import sitting_of
from ris.meetings.models import AgendaItem, Meeting
from ris.meetings.queries.demands import demands_for
from ris.meetings.queries.desk_papers import PoolPaper, papers_of_items, papers_waiting_for
from ris.meetings.queries.invitees import Invitee, invitees_of, law_for, organizations_meeting
from ris.meetings.queries.lines import place_of
from ris.scope.readers import readable_by
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.council.organization_settings import OrganizationSettings
    from ris.law.in_force import LawInForce
    from ris.meetings.invitation_models import DemandedItem
    from ris.meetings.queries.demands import DemandLine


@dataclass(frozen=True)
class Desk:
    """Everything the pages of an agenda in the making show."""

    meeting: Meeting
    draft: AgendaDraft | None
    rows: Sequence[AgendaItem]
    facts: AgendaFacts
    report: Report
    law: LawInForce | None
    pool: Sequence[PoolPaper]
    invitees: Sequence[Invitee]
    supplement: Supplement | None
    """The supplement being put together."""
    demands: Sequence[DemandLine]

    @property
    def items(self) -> list[tuple[AgendaItem, ItemFacts]]:
        """Each item with what is known of its paper."""
        return list(zip(self.rows, self.facts.items, strict=True))

    @property
    def sent(self) -> bool:
        """Whether the agenda was sent out; from then on it is changed by supplements."""
        return self.meeting.agenda_version > 0


def meeting_at_desk(session: Session, actor: Actor, meeting_id: int) -> Meeting | None:
    """The meeting if the actor may edit or approve its agenda, None if it is not there for them.

    Raises ``Forbidden`` for who may read it and do neither.
    """
    wanted = select(Meeting).where(Meeting.id == meeting_id, Meeting.deleted.is_(False), readable_by(actor, Meeting))
    meeting = session.scalars(wanted).first()
    if meeting is None:
        return None
    if not (may(actor, Permission.AGENDA_EDIT, meeting) or may(actor, Permission.AGENDA_APPROVE, meeting)):
        raise Forbidden(Permission.AGENDA_EDIT)
    return meeting


def desk_for(session: Session, actor: Actor, meeting_id: int, *, now: datetime) -> Desk | None:
    """The agenda of a meeting with all checks; None where there is none for this actor."""
    meeting = meeting_at_desk(session, actor, meeting_id)
    if meeting is None:
        return None
    draft = session.get(AgendaDraft, meeting.id)
    settings = body_settings(session)
    organizations = organizations_meeting(session, meeting)
    day = local_day(meeting.start) if meeting.start else None
    law = law_for(settings, day)
    rows = _rows(session, meeting)
    by_consent = settings.standing_orders.electronic_by_consent if law is not None else True
    invitees = invitees_of(session, meeting, day, by_consent=by_consent) if day is not None else []
    supplement = open_supplement(session, meeting)
    own = [own for _, own in organizations]
    demands = demands_for(session, meeting, day)
    facts = _facts(session, meeting, draft, own, rows, invitees, supplement, law)
    facts = replace(facts, demands=[DemandFacts(_told(line.row), line.item is not None) for line in demands])
    return Desk(
        meeting=meeting,
        draft=draft,
        rows=rows,
        facts=facts,
        report=check_agenda(facts, law, local_day(now)),
        law=law,
        pool=papers_waiting_for(session, meeting),
        invitees=invitees,
        supplement=supplement,
        demands=demands,
    )


def _told(demand: DemandedItem) -> str:
    return f"„{demand.name}“ ({demand.demanded_by}, {demand.demanded_on:%d.%m.%Y})"


def open_supplement(session: Session, meeting: Meeting) -> Supplement | None:
    """The supplement that is being put together."""
    wanted = select(Supplement).where(Supplement.meeting_id == meeting.id, Supplement.sent.is_(None))
    return session.scalars(wanted.order_by(Supplement.number)).first()


def letter_of(draft: AgendaDraft | None, facts: AgendaFacts, law: LawInForce | None) -> str:
    """The words of the invitation as they would be sent: the office's own, and what the law demands."""
    own = (draft.letter if draft else "").strip()
    sentence = mandatory_sentence(law, sitting_of(facts, facts.day)) if law is not None and facts.day else ""
    return "\n\n".join(part for part in (own, sentence) if part)


def _facts(
    session: Session,
    meeting: Meeting,
    draft: AgendaDraft | None,
    organizations: Sequence[OrganizationSettings],
    rows: Sequence[AgendaItem],
    invitees: Sequence[Invitee],
    supplement: Supplement | None,
    law: LawInForce | None,
) -> AgendaFacts:
    leading = organizations[0] if organizations else None
    standing = {item.name for item in leading.standing_items} if leading else set()
    papers = papers_of_items(session, rows)
    place = meeting.location
    return _with_text(
        draft,
        law,
        AgendaFacts(
            meeting_id=meeting.id,
            start=meeting.start,
            day=local_day(meeting.start) if meeting.start else None,
            place=place_of(place.room, place.description, place.street_address) if place else "",
            chamber=leading.chamber if leading else None,
            statutory_size=leading.statutory_size if leading else None,
            convening=Convening(draft.convening) if draft else Convening.REGULAR,
            urgency=draft.urgency if draft else "",
            first_of_term=draft.first_of_term if draft else False,
            agreed_on=draft.agreed_on if draft else None,
            text="",
            items=[_item(row, papers.get(row.id), standing, supplement) for row in rows],
            invitees=[InviteeFacts(i.name, i.part, i.electronic, i.reachable) for i in invitees],
            announced=_announced(session, meeting),
            invited=meeting.agenda_version > 0,
            deputies_expected=bool(leading and leading.deputies != "none"),
            supplement_reason=supplement.reason if supplement else None,
        ),
    )


def _with_text(draft: AgendaDraft | None, law: LawInForce | None, facts: AgendaFacts) -> AgendaFacts:
    return replace(facts, text=letter_of(draft, facts, law))


def _item(row: AgendaItem, paper: PaperFacts | None, standing: set[str], supplement: Supplement | None) -> ItemFacts:
    return ItemFacts(
        id=row.id,
        number=row.number or "",
        name=row.name or "",
        public=row.public,
        closed_reason=row.closed_reason or "",
        subject=Subject(row.subject),
        standing=row.name in standing,
        paper=paper,
        late=supplement is not None and row.supplement_id == supplement.id,
    )


def _rows(session: Session, meeting: Meeting) -> Sequence[AgendaItem]:
    standing = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.deleted.is_(False))
    return session.scalars(standing.order_by(AgendaItem.position, AgendaItem.id)).all()


def _announced(session: Session, meeting: Meeting) -> bool:
    return session.scalar(select(exists().where(PublicNotice.meeting_id == meeting.id))) or False
