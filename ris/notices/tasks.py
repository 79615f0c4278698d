"""Jobs of news: look for them, and tell everybody what they wanted to hear."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask import current_app

from ris.access.actor import Actor
from ris.accounts.models import User
from ris.council.models import Body
from ris.council.town import body_settings
from ris.db import db, now_utc, transaction
from ris.notices.push_line import NotPushed
from ris.notices.queries.choices import listeners, subscriptions_of
from ris.notices.rules import Pace, next_digest
from ris.notices.services.pushing import Letterbox, note_push, push_to, town_key
from ris.notices.services.schedule import look_again
from ris.notices.services.telling import TownAddress, tell
from ris.web.addresses import town_address

if TYPE_CHECKING:
    from ris.accounts.sealing import KeyRing
    from ris.jobs.worker import JobRun
    from ris.notices.push_line import PushLine


def tell_news(run: JobRun) -> None:
    """Tell every account, each in its own transaction; the daily look also reminds, and comes again tomorrow."""
    pace = Pace(run.payload["pace"])
    machine, town = Actor.machine(run.body_id, "news"), _town(run.body_id)
    accounts = listeners(db.session())
    for user_id in accounts:
        with transaction() as session:
            user = session.get(User, user_id)
            if user is not None and user.active:
                for each in (Pace.NOW, Pace.DAILY) if pace is Pace.DAILY else (Pace.NOW,):
                    tell(session, machine, user, each, town, now=now_utc())
    if pace is Pace.DAILY and accounts:
        with transaction() as session:
            look_again(session, Pace.DAILY, due=next_digest(now_utc()))


def _town(body_id: int) -> TownAddress:
    body = db.session.get_one(Body, body_id)
    return TownAddress(body.name, town_address(body.host, current_app.config["RIS"].public_url))


def send_push(run: JobRun) -> None:
    """Push to every browser of an account that was not reached since; raises ``NotPushed`` where one is left."""
    asked = datetime.fromisoformat(run.payload["asked"])
    line: PushLine = current_app.extensions["push"]
    keys: KeyRing = current_app.extensions["keys"]
    with transaction() as session:
        own = town_key(session, keys, now=now_utc())
        rows = subscriptions_of(session, run.payload["user"], now=now_utc())
        boxes = [Letterbox.of(row) for row in rows if row.last_sent is None or row.last_sent < asked]
    contact, left = _contact(run.body_id), None
    for box in boxes:
        try:
            takes_more = push_to(box, line, own, contact, now=now_utc())
        except NotPushed as failure:
            left = failure
            continue
        with transaction() as session:
            note_push(session, box.id, takes_more=takes_more, now=now_utc())
    if left is not None:
        raise left


def _contact(body_id: int) -> str:
    """Whom a push service may write to about our pushes (RFC 8292, 2.1)."""
    town = _town(body_id)
    address = body_settings(db.session(), body_id).office_email
    db.session.rollback()  # no transaction stays open while push services think
    return f"mailto:{address}" if address else town.public_url
