"""Verbs on devices that keep packs: meet one, order that it deletes everything, take its word that it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from ris.access.permissions import Permission
from ris.access.policy import Forbidden, may, require
from ris.accounts.device_models import ReaderDevice
from ris.accounts.models import LoginSession
from ris.accounts.services.logins import themselves
from ris.audit.events import AuditEvent
from ris.audit.log import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.accounts.models import User

MET_EVERY: Final = timedelta(minutes=10)
MOST_DEVICES: Final = 50
"""Of one account; the ones that were quiet longest are forgotten first."""


@dataclass(frozen=True)
class Holdings:
    """What a device says it holds."""

    packs: int = 0
    bytes: int = 0
    unsent: int = 0


def meet_device(
    session: Session, actor: Actor, name_hash: str, words: str, login_id: int | None, *, now: datetime
) -> None:
    """Write down that a device of the actor was here; one that is new, or was empty, begins."""
    require(actor, Permission.OWN_AREA)
    theirs = ReaderDevice.user_id == actor.user_id
    device = session.scalars(select(ReaderDevice).where(theirs, ReaderDevice.name_hash == name_hash)).first()
    if device is None:
        _forget_the_oldest(session, actor)
        device = ReaderDevice(user_id=actor.user_id, name_hash=name_hash, first_contact=now, packs=0, bytes=0, unsent=0)
        session.add(device)
    elif device.wiped is not None:
        device.first_contact, device.wiped, device.wipe_ordered = now, None, None
    device.words, device.login_id, device.last_contact = words, login_id, now


def note_holdings(session: Session, actor: Actor, name_hash: str, holdings: Holdings, *, now: datetime) -> None:
    """Keep what a device of the actor says it holds."""
    require(actor, Permission.NOTE_KEEP)
    theirs = ReaderDevice.user_id == actor.user_id
    device = session.scalars(select(ReaderDevice).where(theirs, ReaderDevice.name_hash == name_hash)).first()
    if device is not None:
        device.packs, device.bytes, device.unsent = holdings.packs, holdings.bytes, holdings.unsent
        device.last_contact = now


def order_wipe(session: Session, actor: Actor, device: ReaderDevice, *, now: datetime) -> None:
    """End the device's session, and tell it at its next contact to delete everything.

    One's own device, or anybody's for who keeps accounts.
    """
    if device.user_id != actor.user_id and not may(actor, Permission.USER_EDIT, device):
        raise Forbidden(Permission.USER_EDIT)
    if device.wipe_ordered is None:
        device.wipe_ordered = now
        record(session, actor, AuditEvent.WIPE_ORDERED, device, {"user": device.user_id}, now=now)
    session.execute(
        delete(LoginSession).where(LoginSession.id == device.login_id, LoginSession.user_id == device.user_id)
    )
    device.login_id = None


def order_wipes(session: Session, actor: Actor, user: User, *, now: datetime) -> None:
    """Somebody has lost their tablet and calls: every device of their account that may still hold packs."""
    require(actor, Permission.USER_EDIT, user)
    held = select(ReaderDevice).where(ReaderDevice.user_id == user.id, ReaderDevice.wiped.is_(None))
    for device in session.scalars(held.order_by(ReaderDevice.id)).all():
        order_wipe(session, actor, device, now=now)


def report_wiped(session: Session, name_hash: str, *, now: datetime) -> None:
    """A device says that it is empty; it is known by its name alone, since its session may have ended long ago."""
    empty = select(ReaderDevice).where(ReaderDevice.name_hash == name_hash, ReaderDevice.wiped.is_(None))
    for device in session.scalars(empty).all():
        device.wiped, device.packs, device.bytes, device.unsent = now, 0, 0, 0
        record(session, themselves(device.user), AuditEvent.DEVICE_WIPED, device, {"user": device.user_id}, now=now)


def _forget_the_oldest(session: Session, actor: Actor) -> None:
    theirs = select(ReaderDevice).where(ReaderDevice.user_id == actor.user_id, ReaderDevice.wipe_ordered.is_(None))
    rows = session.scalars(theirs.order_by(ReaderDevice.last_contact.desc())).all()
    for device in rows[MOST_DEVICES - 1 :]:
        session.delete(device)
