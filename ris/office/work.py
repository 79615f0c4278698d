"""What the session office has to do next: one line for each thing, one action for each line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from ris.access.permissions import Permission
from ris.access.policy import may
from ris.documents.models import FileRole, Paper
from ris.documents.rules import PaperState
from ris.drafting.queries.questions import open_questions
from ris.law.standing_orders import StandingOrders
from ris.mail.queries import postbox_for
from ris.meetings.models import Consultation, Meeting, MeetingFile, MeetingOrganization
from ris.meetings.queries.deadlines import coming_meetings, orders_of
from ris.meetings.queries.planning import school_holidays
from ris.meetings.queries.prospects import replies_in_care
from ris.meetings.queries.undelivered import undelivered_invitations
from ris.meetings.rules import MeetingState
from ris.publication.queries import waiting_proposals
from ris.scope.readers import readable_by
from ris.web.dates import local_day, midnight, short_day
from ris.web.typography import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.drafting.queries.questions import OpenQuestion
    from ris.meetings.queries.deadlines import ComingMeeting
    from ris.meetings.queries.undelivered import Undelivered

AHEAD = timedelta(weeks=8)
"""For which meetings something can be missing already."""
BEHIND = timedelta(weeks=12)
"""For how long missing minutes are reminded of."""
MOST_INCOMING = 50
"""Lines of papers; the list of incoming papers holds all."""
AUTUMN = 9
"""From this month on the next year is planned."""


class Group(StrEnum):
    """Under which heading a task stands."""

    QUESTIONS = "Anfragen fällig"
    INCOMING = "Vorlagen-Eingang"
    MISSING = "Fehlt etwas"
    APPROVE = "Freigeben und einladen"
    PUBLISH = "Veröffentlichen"
    MINUTES = "Niederschriften"
    CARE = "Pflege"


@dataclass(frozen=True)
class Task:
    """One thing to do."""

    group: Group
    what: str
    about: str
    action: str
    path: str
    sum: str = ""
    """How a day is counted and by which norm, where there is one."""


def tasks_for(session: Session, actor: Actor, *, now: datetime) -> list[Task]:
    """Everything to do, in the order of the headings; only what the actor may do."""
    today = local_day(now)
    found: list[Task] = []
    if may(actor, Permission.PAPER_NUMBER):
        found += [_answer(question, today) for question in open_questions(session, actor, orders_of(session, actor))]
        found += _incoming(session, actor)
    if may(actor, Permission.MEETING_PLAN):
        coming = coming_meetings(session, actor, today, today + AHEAD)
        found += [task for meeting in coming for task in _for_meeting(meeting)]
        found += _without_place(session, actor, today)
        found += _plan(session, actor)
        found += _minutes(session, actor, now)
    if may(actor, Permission.REPLY_ENTER):
        found += _replies(session, actor, now)
    if may(actor, Permission.CONTENT_PREPARE):
        found += _proposals(session, actor)
    if may(actor, Permission.INVITATION_PROVE):
        found += [_undelivered(letters) for letters in undelivered_invitations(session, actor, now=now)]
    if may(actor, Permission.MAIL_SETTLE):
        found += _letters(session, actor)
    if may(actor, Permission.BODY_EDIT):
        found += _care(session, actor, today)
    order = list(Group)
    return sorted(found, key=lambda task: order.index(task.group))


def _answer(question: OpenQuestion, today: date) -> Task:
    slack = question.slack(today)
    if question.due is None or slack is None:
        what = f"Anfrage vom {short_day(question.asked)} ist offen"
    elif slack < 0:
        what = f"Antwort überfällig seit {counted(-slack, 'Tag', 'Tagen')}"
    else:
        what = f"Antwort fällig am {short_day(question.due)}" if slack else "Antwort heute fällig"
    about = f"{question.reference} {question.name}".strip()
    counted_by = ". ".join(part.rstrip(".") for part in (question.calculation, question.norm) if part)
    path = f"/vorlage/{question.id}/bearbeiten#schritt"
    return Task(Group.QUESTIONS, what, about, "Antwort vermerken", path, counted_by)


def _incoming(session: Session, actor: Actor) -> Iterator[Task]:
    """Papers that wait for the office: released without a number, handed in without a meeting."""
    placed = exists().where(Consultation.paper_id == Paper.id, Consultation.meeting_id.is_not(None))
    rows = session.execute(
        select(Paper.id, Paper.name, Paper.reference, Paper.paper_type, Paper.state)
        .where(
            (Paper.state == PaperState.RELEASED)
            | ((Paper.state == PaperState.NUMBERED) & Paper.submitted.is_not(None) & ~placed),
            Paper.deleted.is_(False),
            readable_by(actor, Paper),
        )
        .order_by(Paper.modified, Paper.id)
        .limit(MOST_INCOMING)
    )
    for row in rows:
        about = f"{row.paper_type or 'Vorlage'} {row.reference or ''}: {row.name or 'ohne Titel'}".replace(" :", ":")
        page = f"/vorlage/{row.id}/bearbeiten"
        if row.state == PaperState.RELEASED:
            yield Task(Group.INCOMING, "Freigegeben, noch ohne Nummer", about, "Nummer vergeben", f"{page}#schritt")
        else:
            yield Task(Group.INCOMING, "Eingereicht, noch ohne Sitzung", about, "Sitzung wählen", f"{page}#weg")


def _for_meeting(meeting: ComingMeeting) -> Iterator[Task]:
    about = f"{meeting.title}, {short_day(meeting.start)}"
    page = f"/sitzung/{meeting.id}"
    if meeting.state is MeetingState.SCHEDULED:
        yield Task(Group.MISSING, "Noch keine Tagesordnung", about, "Tagesordnung anlegen", f"{page}/bearbeiten")
    elif meeting.state is MeetingState.AGENDA:
        yield Task(Group.APPROVE, "Tagesordnung in Arbeit", about, "Weiter bearbeiten", f"{page}/bearbeiten")
    elif meeting.state is MeetingState.APPROVED:
        yield Task(Group.APPROVE, "Freigegeben, noch nicht eingeladen", about, "Einladen", f"{page}/freigeben")


def _without_place(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    rows = session.execute(
        select(Meeting.id, Meeting.name, Meeting.start)
        .where(
            Meeting.location_id.is_(None),
            Meeting.state.in_([MeetingState.SCHEDULED, MeetingState.AGENDA, MeetingState.APPROVED]),
            Meeting.start >= midnight(today),
            Meeting.start < midnight(today + AHEAD),
            readable_by(actor, Meeting),
        )
        .order_by(Meeting.start)
    )
    for row in rows:
        about = f"{row.name or 'Sitzung ohne Namen'}, {short_day(row.start)}"
        yield Task(Group.MISSING, "Noch kein Ort", about, "Ort eintragen", f"/sitzung/{row.id}/verlegen")


def _plan(session: Session, actor: Actor) -> Iterator[Task]:
    waiting = session.execute(
        select(func.count(), func.min(Meeting.start)).where(
            Meeting.state == MeetingState.PLANNED, Meeting.cancelled.is_(False), readable_by(actor, Meeting)
        )
    ).one()
    count, first = waiting
    if count and first is not None:
        what = counted(count, "geplante Sitzung", "geplante Sitzungen")
        yield Task(Group.PUBLISH, what, f"ab {short_day(first)}", "Kalender veröffentlichen", "/buero/kalender")


def _minutes(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    written = exists().where(
        MeetingFile.meeting_id == Meeting.id,
        MeetingFile.role.in_([FileRole.RESULTS_PROTOCOL, FileRole.VERBATIM_PROTOCOL]),
    )
    rows = session.execute(
        select(Meeting.id, Meeting.name, Meeting.start)
        .where(
            Meeting.state == MeetingState.HELD,
            Meeting.start > now - BEHIND,
            ~written,
            exists().where(MeetingOrganization.meeting_id == Meeting.id),
            readable_by(actor, Meeting),
        )
        .order_by(Meeting.start)
    )
    for row in rows:
        about = f"{row.name or 'Sitzung ohne Namen'}, {short_day(row.start)}"
        yield Task(Group.MINUTES, "Niederschrift fehlt", about, "Zur Sitzung", f"/sitzung/{row.id}")


def _replies(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """What answers to invitations leave to do: too few come, a seat stays empty, somebody cannot be told by e-mail."""
    for care in replies_in_care(session, actor, now=now, until=now + AHEAD):
        meeting = care.meeting
        about = f"{meeting.name or 'Sitzung ohne Namen'}, {short_day(meeting.start or now)}"
        page = f"/sitzung/{meeting.id}/rueckmeldungen"
        for prospect in care.short:
            what = "Nicht beschlussfähig" if prospect.lost else "Noch nicht genug Zusagen"
            told = f"{about}: {prospect.tally.coming} Zusagen, {prospect.needed} nötig"
            yield Task(Group.MISSING, what, told, "Zusagen und Absagen ansehen", page)
        if care.unreplaced:
            what = counted(care.unreplaced, "Absage ohne Vertretung", "Absagen ohne Vertretung")
            yield Task(Group.MISSING, what, about, "Vertretung suchen", page)
        if care.on_paper:
            what = counted(care.on_paper, "Vertretung weiß noch nichts", "Vertretungen wissen noch nichts")
            yield Task(Group.MISSING, what, about, "Brief schicken oder anrufen", page)


def _proposals(session: Session, actor: Actor) -> Iterator[Task]:
    waiting = len(waiting_proposals(session, actor))
    if waiting:
        what = counted(waiting, "Veröffentlichung wartet", "Veröffentlichungen warten")
        about = "Eine zweite Person bestätigt."
        yield Task(Group.PUBLISH, what, about, "Prüfen", "/buero/veroeffentlichungen")


def _undelivered(letters: Undelivered) -> Task:
    others = len(letters.names) - 1
    names = letters.names[0] + (f" und {counted(others, 'weitere Person', 'weitere Personen')}" if others else "")
    page = f"/sitzung/{letters.meeting_id}/einladung?fassung={letters.version}"
    about = f"{letters.title}, {short_day(letters.start)}"
    cure = "Prüfen Sie die Adresse. Dann senden Sie noch einmal oder geben den Brief zur Post."
    return Task(Group.MISSING, f"Einladung nicht zugestellt an {names}", about, "Zugang ansehen", page, cure)


def _letters(session: Session, actor: Actor) -> Iterator[Task]:
    box = postbox_for(session, actor)
    if box.to_decide:
        what = counted(len(box.to_decide), "E-Mail ist ungeklärt", "E-Mails sind ungeklärt")
        yield Task(
            Group.MISSING, what, "Entscheiden Sie, ob noch einmal gesendet wird.", "Ansehen", "/verwaltung/email"
        )
    elif box.unsent:
        what = counted(len(box.unsent), "E-Mail wartet", "E-Mails warten")
        yield Task(Group.MISSING, what, "Der Mailserver ist nicht erreichbar.", "Ansehen", "/verwaltung/email")


def _care(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    orders = orders_of(session, actor)
    if orders == StandingOrders():
        about = "Ohne sie gelten allein die Fristen des Gesetzes."
        path = "/verwaltung/recht"
        yield Task(Group.CARE, "Hauptsatzung und Geschäftsordnung fehlen", about, "Eintragen", path)
    year = today.year + (today.month >= AUTUMN)
    if not school_holidays(session, orders.land, year):
        about = "Der Jahresplan kann sie sonst nicht auslassen."
        yield Task(Group.CARE, f"Schulferien {year} fehlen", about, "Eintragen", "/verwaltung/ferien")
