"""Standing in: when a member does not come, who takes the seat by the organization's rule is asked at once.

Whoever is asked reads the meeting from that moment on (docs/adr/0070-circles-remember-days.md) and gets the invitation
as everybody got it. Their letter names for whom, never why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.actor import Actor
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.accounts.models import Substitution
from ris.accounts.services.substitutions import give_place_back, take_place
from ris.council.models import Person
from ris.council.town import body_settings
from ris.mail.services import Letter, post
from ris.meetings.invitation_models import Invitation, Means, Recipient
from ris.meetings.invitation_rules import Part, released_subject, released_text, substitute_subject, substitute_text
from ris.meetings.models import Meeting
from ris.meetings.queries.deputies import next_deputy
from ris.meetings.queries.invitees import invitee_standing_in, law_for
from ris.meetings.queries.lines import place_of
from ris.meetings.queries.roll import roll_of
from ris.meetings.reply_models import MeetingReply
from ris.meetings.services.calendar_entries import calendar_entry
from ris.meetings.services.invitation import links_for, occasion_of, seal_digest
from ris.web.dates import local_day

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.meetings.invitation_rules import Occasion
    from ris.meetings.queries.invitees import Invitee
    from ris.meetings.services.invitation import PostRoom

BY_RULE = "deputies"
"""Who is named in the audit trail where the organization's rule decides, not a person."""


def ask_next(session: Session, meeting: Meeting, absent_id: int, room: PostRoom, *, now: datetime) -> Person | None:
    """Ask who is next by the rule to take a member's seat; None where nobody is free or there is no rule."""
    session.flush()  # who has just refused is not asked again
    deputy = next_deputy(session, roll_of(session, meeting), absent_id)
    if deputy is None:
        return None
    rule = Actor.machine(meeting.body_id, BY_RULE)
    return call_in(session, rule, meeting, absent_id, deputy.person_id, room, now=now)


def call_in(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    absent_id: int,
    substitute_id: int,
    room: PostRoom,
    *,
    now: datetime,
) -> Person:
    """Somebody takes a member's seat from now on, and is written to where the invitation is out."""
    require(actor, Permission.MEETING_PLAN, meeting)
    take_place(session, actor, meeting.id, absent_id=absent_id, substitute_id=substitute_id, now=now)
    substitute = session.get_one(Person, substitute_id)
    invitation = _newest(session, meeting)
    if invitation is not None:
        invitee = invitee_standing_in(session, meeting, substitute_id, by_consent=_by_consent(session, meeting))
        if invitee is not None:
            absent = session.get_one(Person, absent_id).name or "Ein Mitglied"
            _invite(session, actor, meeting, invitation, invitee, absent, room, now)
    return substitute


def release(
    session: Session, actor: Actor, meeting: Meeting, substitution: Substitution, room: PostRoom, *, now: datetime
) -> None:
    """The member comes after all: who stood in reads the meeting no longer, and is told; their answer is void."""
    require(actor, Permission.MEETING_PLAN, meeting)
    give_place_back(session, actor, substitution, now=now)
    said = select(MeetingReply).where(
        MeetingReply.meeting_id == meeting.id, MeetingReply.person_id == substitution.substitute_id
    )
    for reply in session.scalars(said).all():
        session.delete(reply)
    address = _address_of(session, meeting, substitution.substitute_id)
    if address is None:
        return
    name = session.get_one(Person, substitution.substitute_id).name or ""
    absent = session.get_one(Person, substitution.absent_id).name or "Das Mitglied"
    occasion = _occasion(meeting, room)
    letter = Letter(
        purpose="substitution-ended",
        about=f"meeting:{meeting.id}:substitution:{substitution.id}:{now:%Y%m%dT%H%M%S%f}",
        recipient=address,
        recipient_name=" ".join(name.split()),
        subject=released_subject(occasion),
        text=released_text(occasion, name, absent),
    )
    post(session, letter, now=now)


def substitution_of(session: Session, meeting: Meeting, *, substitute_id: int) -> Substitution | None:
    """Whose seat somebody takes in a meeting."""
    return session.scalars(
        select(Substitution).where(
            Substitution.meeting_id == meeting.id,
            Substitution.substitute_id == substitute_id,
            Substitution.ended.is_(None),
        )
    ).first()


def substitution_for(session: Session, meeting: Meeting, *, absent_id: int) -> Substitution | None:
    """Who takes somebody's seat in a meeting."""
    return session.scalars(
        select(Substitution).where(
            Substitution.meeting_id == meeting.id,
            Substitution.absent_id == absent_id,
            Substitution.ended.is_(None),
        )
    ).first()


def _invite(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    invitation: Invitation,
    invitee: Invitee,
    absent: str,
    room: PostRoom,
    now: datetime,
) -> None:
    """The invitation as everybody got it; on paper for who did not agree to be invited electronically."""
    about = f"meeting:{meeting.id}:v{invitation.version}:person:{invitee.person_id}"
    word = room.seal(about)
    recipient = _recipient(session, invitation, invitee)
    if not invitee.electronic:
        return
    recipient.seal = seal_digest(word)
    entry = calendar_entry(session, actor, meeting, room.calendar_desk)
    occasion = _occasion(meeting, room)
    letter = Letter(
        purpose="substitution",
        about=f"{about}:{now:%Y%m%dT%H%M%S%f}",
        recipient=invitee.email,
        recipient_name=" ".join(invitee.name.split()),
        subject=substitute_subject(occasion),
        text=substitute_text(occasion, invitee.name, absent, links_for(invitation, invitee, word, room)),
        attachments=(entry,) if entry else (),
    )
    mail = post(session, letter, now=now)
    if recipient.mail_id is None:
        recipient.mail = mail


def _recipient(session: Session, invitation: Invitation, invitee: Invitee) -> Recipient:
    """Their line among the receipts; who was informed as a deputy has one already."""
    wanted = select(Recipient).where(Recipient.invitation_id == invitation.id, Recipient.person_id == invitee.person_id)
    known = session.scalars(wanted).first()
    if known is None:
        known = Recipient(
            invitation_id=invitation.id,
            person_id=invitee.person_id,
            name=invitee.name,
            means=(Means.MAIL if invitee.electronic else Means.POST).value,
            address=invitee.address,
        )
        session.add(known)
    known.part = Part.SUBSTITUTE.value
    return known


def _newest(session: Session, meeting: Meeting) -> Invitation | None:
    wanted = select(Invitation).where(Invitation.meeting_id == meeting.id)
    return session.scalars(wanted.order_by(Invitation.version.desc())).first()


def _by_consent(session: Session, meeting: Meeting) -> bool:
    settings = body_settings(session)
    law = law_for(settings, local_day(meeting.start) if meeting.start else None)
    return settings.standing_orders.electronic_by_consent if law is not None else True


def _address_of(session: Session, meeting: Meeting, person_id: int) -> str | None:
    """Where they were written to about this meeting; None: on paper, or not at all."""
    rows = session.scalars(
        select(Recipient)
        .join(Invitation, Invitation.id == Recipient.invitation_id)
        .where(Invitation.meeting_id == meeting.id, Recipient.person_id == person_id, Recipient.mail_id.is_not(None))
        .order_by(Recipient.id.desc())
    )
    return next((row.mail.recipient for row in rows if row.mail is not None), None)


def _occasion(meeting: Meeting, room: PostRoom) -> Occasion:
    place = meeting.location
    told = place_of(place.room, place.description, place.street_address) if place else ""
    return occasion_of(meeting, room, place=told)
