"""Who asks for the reader's data, and on which device.

Every address of it is open, and answers in JSON: a device that is not logged in any more must be told so, and may be
told to delete what it holds. A device names itself (``X-Device``); the name is random, so it is known by it alone.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import g, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from ris.access.permissions import Permission
from ris.access.policy import Forbidden, may
from ris.accounts.device_queries import devices_named, is_to_wipe
from ris.accounts.rules import device_words, hash_of
from ris.accounts.services.reader_devices import MET_EVERY, meet_device
from ris.accounts.sessions import current_login
from ris.db import db, now_utc, transaction
from ris.reader.replies import refused
from ris.web.actor import current_actor
from ris.web.doors import NeedsSecondFactor
from ris.web.viewing import viewing_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Blueprint, Response

    from ris.accounts.device_models import ReaderDevice

log = logging.getLogger(__name__)

LOGIN: Final = "login"
"""What a device understands: ask for the password, and try again."""
OWN_EYES = "In der Ansicht als andere Rolle gibt es keine Mappe und keine Notizen."
NO_TOKEN = "Die Seite ist zu alt. Bitte laden Sie die Mappe neu."  # noqa: S105 - a sentence
NOT_ALLOWED = "Das dürfen Sie nicht."
NOTHING_THERE = "Diese Unterlage gibt es nicht, oder Sie dürfen sie nicht lesen."
NOT_UNDERSTOOD = "Das war nicht zu verstehen."
WIPE = "Dieses Gerät ist abgemeldet. Mappen und Notizen darauf werden gelöscht."

OF_ALL_DEVICES: Final = frozenset({"reader_data.me", "reader_data.sync"})
"""What also a device may ask that is to delete everything: whether that is so, and to take what only it has."""
WITHOUT_LOGIN: Final = frozenset({"reader_data.wiped"})


def device_hash() -> str:
    """By what we know the device that asks; empty where it gave no name."""
    try:
        return hash_of(str(UUID(request.headers.get("X-Device", ""))))
    except ValueError:
        return ""


def wipe_wanted() -> bool:
    """Whether the device that asks is to delete everything."""
    return bool(g.reader_wipe)


def ask_who_comes() -> Response | None:
    """Before every view: only who has logged in, and looks with their own eyes, gets further."""
    if viewing_words():
        return refused(OWN_EYES, 403)
    name = device_hash()
    devices = devices_named(db.session(), name) if name else ()
    g.reader_wipe = is_to_wipe(db.session(), devices, current_actor())
    if request.endpoint in WITHOUT_LOGIN:
        return None
    if current_actor().user_id is None:
        return refused(LOGIN, 401, wipe=True) if g.reader_wipe else refused(LOGIN, 401)
    if g.reader_wipe and request.endpoint not in OF_ALL_DEVICES:
        return refused(WIPE, 403, wipe=True)
    if name and not g.reader_wipe:
        _meet(name, devices)
    return None


def _meet(name: str, devices: Sequence[ReaderDevice]) -> None:
    actor, login, now = current_actor(), current_login(), now_utc()
    if not may(actor, Permission.OWN_AREA):
        return
    known = next((each for each in devices if each.user_id == actor.user_id), None)
    login_id = login.id if login is not None else None
    if known is not None and known.login_id == login_id and now - known.last_contact < MET_EVERY:
        return
    try:
        with transaction() as session:
            meet_device(session, actor, name, device_words(request.user_agent.string), login_id, now=now)
    except DBAPIError:  # busy, or the same device with two requests at once
        log.warning("nobody wrote down that a device was here: the database is busy")


def use_json(blueprint: Blueprint) -> None:
    """Whatever goes wrong is told in JSON."""
    blueprint.before_request(ask_who_comes)
    blueprint.register_error_handler(NeedsSecondFactor, lambda _error: refused(LOGIN, 401))
    blueprint.register_error_handler(CSRFError, lambda _error: refused(NO_TOKEN, 400))
    blueprint.register_error_handler(Forbidden, _forbidden)
    blueprint.register_error_handler(HTTPException, _refused)


def _forbidden(_error: Exception) -> Response:
    return refused(OWN_EYES if viewing_words() else NOT_ALLOWED, 403)


def _refused(error: HTTPException) -> Response:
    status = error.code or 500
    return refused(NOTHING_THERE if status == 404 else NOT_UNDERSTOOD, status)  # noqa: PLR2004 - not found
