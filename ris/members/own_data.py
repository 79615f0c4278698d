"""Reading everything that is kept about one account and its person, for its owner to take along (Art. 15 and 20 DSGVO).

What is kept about somebody by others — the audit trail, minutes, votes — is the town's record and stands where it belongs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.accounts.device_queries import reader_devices_of
from ris.accounts.link_queries import links_kept
from ris.accounts.models import Passkey
from ris.accounts.queries import devices_of
from ris.council.delivery import delivery_of
from ris.council.models import Membership, Organization
from ris.meetings.models import Meeting
from ris.meetings.reply_models import MeetingReply
from ris.notes.models import Note
from ris.notes.sealed import content_of
from ris.notices.queries.choices import rules_of, subscriptions_of
from ris.notices.rules import Channel, NoticeKind
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.accounts.models import User
    from ris.accounts.sealing import KeyRing


def own_data(session: Session, actor: Actor, user: User, keys: KeyRing, *, now: datetime) -> dict[str, Any]:
    """All of it as JSON; ``keys`` open the notes. Only one's own: the actor is the account."""
    delivery = delivery_of(session, actor)
    rules = rules_of(session, user.id)
    return {
        "Stand": _told(now),
        "Konto": {
            "Name": user.name,
            "E-Mail": user.email,
            "angelegt": _told(user.created),
            "Rollen": user.roles,
            "Kalender-Adresse": user.calendar_hash is not None,
        },
        "Mandate": _seats(session, actor),
        "Anmeldungen": [
            {"Gerät": row.device, "seit": _told(row.created), "zuletzt": _told(row.last_seen)}
            for row in devices_of(session, user, now=now)
        ],
        "Passkeys": [
            {"Name": row.name, "eingerichtet": _told(row.created), "zuletzt": _told(row.last_used)}
            for row in session.scalars(select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id))
        ],
        "Lesegeräte": [
            {"Gerät": row.words, "zuletzt": _told(row.last_contact), "Mappen": row.packs, "Bytes": row.bytes}
            for row in reader_devices_of(session, user)
        ],
        "Mitteilungen": [
            {"Gerät": row.device, "seit": _told(row.created)} for row in subscriptions_of(session, user.id, now=now)
        ],
        "Benachrichtigungen": {
            kind.label: {channel.label: rules.pace(kind, channel).label for channel in Channel} for kind in NoticeKind
        },
        "Zustellung": [
            {"Art": row.way, "ab": _told(row.since), "gewählt": _told(row.at), "selbst": row.own}
            for row in delivery.history
        ],
        "Andere Kommunen": [{"Kommune": town, "seit": _told(since)} for _, town, since in links_kept(session, user)],
        "Rückmeldungen": _replies(session, actor),
        "Notizen": _notes(session, user, keys),
    }


def _seats(session: Session, actor: Actor) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Organization.name, Membership.role, Membership.start_date, Membership.end_date)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(
            Membership.person_id == (actor.person_id or 0),
            Membership.deleted.is_(False),
            readable_by(actor, Organization),
        )
        .order_by(Membership.start_date, Membership.id)
    )
    return [{"Gremium": row[0], "als": row[1], "von": _told(row[2]), "bis": _told(row[3])} for row in rows]


def _replies(session: Session, actor: Actor) -> list[dict[str, Any]]:
    rows = session.execute(
        select(MeetingReply, Meeting.start)
        .join(Meeting, Meeting.id == MeetingReply.meeting_id)
        .where(MeetingReply.person_id == (actor.person_id or 0))
        .order_by(MeetingReply.id)
    )
    return [
        {
            "Sitzung": row.meeting_id,
            "Beginn": _told(start),
            "Antwort": row.answer,
            "am": _told(row.at),
            "Text": row.remark,
        }
        for row, start in rows
    ]


def _notes(session: Session, user: User, keys: KeyRing) -> list[dict[str, Any]]:
    """As W3C Web Annotations, each as it was written; one nobody can open any more is left out."""
    rows = session.scalars(select(Note).where(Note.author_id == user.id, Note.deleted.is_(None)).order_by(Note.id))
    return [content for content in (content_of(row, keys) for row in rows) if content is not None]


def _told(moment: datetime | date | None) -> str | None:
    return None if moment is None else moment.isoformat()
