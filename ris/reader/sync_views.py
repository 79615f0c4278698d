"""Exchanging notes with devices, and taking their word that they are empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, request

from ris.accounts.services.reader_devices import note_holdings, report_wiped
from ris.db import db, now_utc, transaction
from ris.notes.queries import sharing_circle
from ris.notes.services.exchange import exchange
from ris.reader.contact import device_hash, wipe_wanted
from ris.reader.forms import LARGEST, TOO_LARGE, PageRefused, page_from
from ris.reader.replies import refused, told
from ris.web.actor import current_actor
from ris.web.dates import local_day
from ris.web.doors import open_to_all

if TYPE_CHECKING:
    from flask import Blueprint
    from flask.typing import ResponseReturnValue


@open_to_all
def sync() -> ResponseReturnValue:
    """Take what is new on the device, tell what is new for it."""
    now, actor = now_utc(), current_actor()
    data = request.stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        return refused(TOO_LARGE, 413)
    try:
        page, holdings = page_from(data)
    except PageRefused as refusal:
        return refused(str(refusal), 422)
    with transaction() as session:
        answer = exchange(session, actor, page, current_app.extensions["note_keys"], now=now)
        if holdings is not None:
            note_holdings(session, actor, device_hash(), holdings, now=now)
    return told({**answer, "wipe": wipe_wanted(), "now": now.isoformat()})


@open_to_all
def people() -> ResponseReturnValue:
    """With whom one may share."""
    return told(sharing_circle(db.session(), current_actor(), local_day(now_utc())))


@open_to_all
def wiped() -> ResponseReturnValue:
    """A device says that it is empty. Its own name is all it has to show: it may be logged out."""
    name = device_hash()
    if name:
        with transaction() as session:
            report_wiped(session, name, now=now_utc())
    return "", 204


def use_sync(blueprint: Blueprint) -> None:
    """Put them under the data's addresses."""
    blueprint.add_url_rule("/abgleich", view_func=sync, methods=["POST"])
    blueprint.add_url_rule("/personen", view_func=people, methods=["GET"])
    blueprint.add_url_rule("/abgemeldet", view_func=wiped, methods=["POST"])
