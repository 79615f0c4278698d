"""Browsers that take pushes: enter one, take it out, and send to it. What is sent says nothing but that there is something."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.accounts.sealing import CannotOpen
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.notices.models import PushKey, PushSubscription
from ris.notices.push_line import GONE, NoEndpoint, NotPushed
from ris.notices.push_sealing import KeyPair, Receiver, new_key_pair, proof, sealed_for
from ris.notices.queries.choices import subscriptions_of
from ris.notices.services.choices import begin_telling
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.accounts.models import LoginSession, User
    from ris.accounts.sealing import KeyRing
    from ris.notices.push_line import PushLine

MOST: Final = 10
"""Browsers of one account; more are somebody's loop."""
TEXT: Final = "Es gibt etwas Neues in Ihrem Bereich."
MESSAGE: Final = json.dumps({"body": TEXT, "tag": "neues", "url": "/mein"}).encode()
"""All that a push ever says, as the reader's service worker shows it: it passes through the maker of the browser and lies on a locked screen."""
TTL: Final = "86400"
"""Seconds the push service keeps it for a device that is off; after that the e-mail of the day has come."""
TOPIC: Final = "neues"
"""A later push replaces an earlier one that was not yet delivered (RFC 8030, 5.4)."""


class TooMany(ValueError):
    """The account has entered as many browsers as it may."""


@dataclass(frozen=True)
class Endpoint:
    """What a browser says about where it takes pushes."""

    address: str
    p256dh: str
    auth: str

    @property
    def hash(self) -> str:
        """By what it is found again."""
        return hashlib.sha256(self.address.encode()).hexdigest()


def town_key(session: Session, keys: KeyRing, *, now: datetime) -> KeyPair:
    """The town's pair; made when there is none, or none that can be opened: then browsers have to subscribe anew."""
    row = session.scalars(select(PushKey)).first()
    about = f"push:{current_body_id()}"
    if row is not None:
        try:
            pair = KeyPair(row.public, keys.open(row.private, about=about))
        except CannotOpen:
            session.execute(delete(PushSubscription))
            session.delete(row)
            session.flush()  # one pair a town
        else:
            if not keys.is_present(row.private):  # the machine's secret is another by now
                row.private = keys.seal(pair.private, about=about)
            return pair
    pair = new_key_pair()
    session.add(PushKey(public=pair.public, private=keys.seal(pair.private, about=about), created=now))
    session.flush()  # two at once: the second finds it taken
    return pair


def register(
    session: Session,
    actor: Actor,
    login: LoginSession,
    endpoint: Endpoint,
    line: PushLine,
    *,
    now: datetime,
) -> None:
    """Send pushes to this browser as long as it stays logged in here.

    Raises ``NoEndpoint``, ``BadKeys`` or :class:`TooMany`. A browser belongs to who entered it last.
    """
    require(actor, Permission.OWN_AREA)
    line.check(endpoint.address)
    Receiver.from_words(endpoint.p256dh, endpoint.auth)
    session.execute(delete(PushSubscription).where(PushSubscription.endpoint_hash == endpoint.hash))
    alive = [row.id for row in subscriptions_of(session, login.user_id, now=now)]
    theirs = PushSubscription.user_id == login.user_id
    session.execute(delete(PushSubscription).where(theirs, PushSubscription.id.not_in(alive)))
    if len(alive) >= MOST:
        raise TooMany
    session.add(
        PushSubscription(
            user_id=login.user_id,
            login_id=login.id,
            endpoint=endpoint.address,
            endpoint_hash=endpoint.hash,
            p256dh=endpoint.p256dh,
            auth=endpoint.auth,
            device=login.device,
            created=now,
        )
    )
    begin_telling(session, login.user, now=now)
    record(session, actor, AuditEvent.PUSH_REGISTERED, login.user, {"device": login.device}, now=now)


def take_out(session: Session, user: User, subscription_id: int) -> bool:
    """No more pushes to one of an account's own browsers; whether it was one."""
    row = session.get(PushSubscription, subscription_id)
    if row is None or row.user_id != user.id:
        return False
    session.delete(row)
    return True


@dataclass(frozen=True)
class Letterbox:
    """A subscription cut loose from the database: nothing stays open while the push service thinks."""

    id: int
    address: str
    p256dh: str
    auth: str

    @classmethod
    def of(cls, row: PushSubscription) -> Letterbox:
        """The one of a row."""
        return cls(row.id, row.endpoint, row.p256dh, row.auth)


def push_to(box: Letterbox, line: PushLine, own: KeyPair, contact: str, *, now: datetime) -> bool:
    """Send the one message; whether the browser still takes any. Raises ``NotPushed`` where it is worth another try."""
    headers = {
        "Authorization": proof(box.address, own, contact, now=now),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": TTL,
        "Topic": TOPIC,
        "Urgency": "normal",
    }
    content = sealed_for(Receiver.from_words(box.p256dh, box.auth), MESSAGE)
    try:
        line.post(box.address, content, headers)
    except NoEndpoint:
        return False
    except NotPushed as failure:
        if failure.status in GONE:
            return False
        raise
    return True


def note_push(session: Session, subscription_id: int, *, takes_more: bool, now: datetime) -> None:
    """Write down that a browser was reached, or that it takes no pushes any more."""
    row = session.get(PushSubscription, subscription_id)
    if row is None:
        return
    if takes_more:
        row.last_sent = now
    else:
        session.delete(row)
