"""What co-signing writes to people. Nothing of the paper itself: a mail is a postcard."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.accounts.models import User
from ris.council.models import Person
from ris.documents.models import Paper
from ris.documents.rules import PaperState
from ris.drafting.models import SigningStation
from ris.drafting.queries.signing import open_stations
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue, enqueue_at
from ris.mail.rules import is_address
from ris.mail.services import Letter, post
from ris.scope.current import current_body_id
from ris.web.dates import BERLIN, plain_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

ASK = """Guten Tag {name},

eine Vorlage wartet auf Ihre Mitzeichnung{until}:

{link}

Titel und Inhalt stehen aus Gründen der Vertraulichkeit nicht in dieser E-Mail.
"""
NEWS = """Guten Tag {name},

zu Ihrer Vorlage gibt es Neues: {news}

{link}
"""
REMIND_AFTER = timedelta(days=2)
"""How long after being asked somebody is reminded, and how long after that again."""


def ask_to_sign(session: Session, paper: Paper, station: SigningStation, *, address: str, now: datetime) -> None:
    """Tell a station's person and deputy that it is their turn, and have them reminded in time."""
    until = f", bitte bis {plain_day(station.due)}" if station.due else ""
    link = f"{address}/vorlage/{paper.id}/mitzeichnen"
    for person in _people(session, station.signatory_ids):
        text = ASK.format(name=person.name, until=until, link=link)
        about = f"paper:{paper.id}:v{paper.version}:station:{station.id}:{station.reminded or ''}"
        subject = (
            "Erinnerung: Bitte zeichnen Sie eine Vorlage mit"
            if station.reminded
            else "Bitte zeichnen Sie eine Vorlage mit"
        )
        _post(session, person, Letter("cosigning", about, "", subject, text), now)
    _look_again(session, address, now + REMIND_AFTER)


def _look_again(session: Session, address: str, due: datetime) -> None:
    body_id = current_body_id()
    enqueue(session, JobKind.REMIND_SIGNERS, body_id, key="signers", address=address)
    enqueue_at(session, JobKind.REMIND_SIGNERS, body_id, key="signers", due=due)


def tell_author(session: Session, paper: Paper, news: str, *, address: str, now: datetime) -> None:
    """Tell who wrote a paper what became of it."""
    author = session.get(User, paper.author_user_id) if paper.author_user_id else None
    if author is None or not is_address(author.email):
        return
    text = NEWS.format(name=author.name, news=news, link=f"{address}/vorlage/{paper.id}/bearbeiten")
    about = f"paper:{paper.id}:v{paper.version}:{now.isoformat()}"
    letter = Letter("paper-news", about, author.email, "Neues zu Ihrer Vorlage", text, recipient_name=author.name)
    post(session, letter, now=now)


def remind_signers(session: Session, address: str, *, now: datetime) -> int:
    """Remind every station that was asked two days ago or more, or whose day has come; how many."""
    waiting = session.scalars(select(Paper).where(Paper.state == PaperState.COSIGNING)).all()
    count = 0
    for paper in waiting:
        for station in [each for each in open_stations(session, paper.id) if is_due(each, now=now)]:
            station.reminded = now
            ask_to_sign(session, paper, station, address=address, now=now)
            count += 1
    if waiting and not count:
        _look_again(session, address, now + REMIND_AFTER / 2)
    return count


def is_due(station: SigningStation, *, now: datetime) -> bool:
    """Whether a station is to be reminded: two days without an answer, or none by its day, but not twice a day."""
    last = station.reminded or station.asked
    if last is None:
        return False
    over = station.due is not None and now.astimezone(BERLIN).date() >= station.due
    return now - last >= (timedelta(days=1) if over else REMIND_AFTER)


def _people(session: Session, identities: Iterable[int]) -> list[Person]:
    return list(session.scalars(select(Person).where(Person.id.in_(identities)).order_by(Person.id)))


def _post(session: Session, person: Person, letter: Letter, now: datetime) -> None:
    account = session.scalars(select(User.email).where(User.person_id == person.id, User.active)).first()
    recipient = account or next(iter(person.email or ()), "")
    if is_address(recipient):
        full = Letter(
            letter.purpose, letter.about, recipient, letter.subject, letter.text, recipient_name=person.name or ""
        )
        post(session, full, now=now)
