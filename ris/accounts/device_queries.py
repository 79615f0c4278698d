"""Reading the devices that keep packs, and which of them are to delete everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ris.access.permissions import Permission
from ris.access.policy import may
from ris.accounts.device_models import ReaderDevice
from ris.accounts.queries import actor_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.accounts.models import User


def reader_devices_of(session: Session, user: User) -> Sequence[ReaderDevice]:
    """The devices of an account that hold packs or were told to delete them, the last one here first."""
    theirs = select(ReaderDevice).where(ReaderDevice.user_id == user.id)
    wanted = ReaderDevice.wiped.is_(None) | ReaderDevice.wipe_ordered.is_not(None)
    return session.scalars(theirs.where(wanted).order_by(ReaderDevice.last_contact.desc(), ReaderDevice.id)).all()


def reader_device_for(session: Session, actor: Actor, device_id: int) -> ReaderDevice | None:
    """A device one may have wiped: one's own, or anybody's for who keeps accounts."""
    device = session.scalars(select(ReaderDevice).where(ReaderDevice.id == device_id)).first()
    if device is None or (device.user_id != actor.user_id and not may(actor, Permission.USER_EDIT, device)):
        return None
    return device


def devices_named(session: Session, name_hash: str) -> Sequence[ReaderDevice]:
    """The rows of one device: as a rule one, more where several people have used it."""
    named = select(ReaderDevice).where(ReaderDevice.name_hash == name_hash, ReaderDevice.wiped.is_(None))
    return session.scalars(named.options(joinedload(ReaderDevice.user))).all()


def is_to_wipe(session: Session, devices: Sequence[ReaderDevice], asking: Actor) -> bool:
    """Whether the device is to delete everything: it was ordered, the account was closed, or the mandate has ended.

    ``asking`` is who asks with the device, as a rule its owner.
    """
    return any(
        device.wipe_ordered is not None
        or not device.user.active
        or not may(asking if device.user_id == asking.user_id else actor_for(session, device.user), Permission.OWN_AREA)
        for device in devices
    )
