"""The data of the reader (/mappe/daten): which packs there are, what is in them, and their bytes one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, current_app, g, send_file
from flask_wtf.csrf import generate_csrf

from ris.accounts.sessions import current_account
from ris.db import db, now_utc
from ris.meetings.queries.calling import called_items
from ris.notes.queries import newest_number, told_and_read
from ris.reader.answers import called_content, list_entry, plan_content, with_labels
from ris.reader.changes import changes_since_read
from ris.reader.contact import use_json, wipe_wanted
from ris.reader.queries import kind_of_document, labels_for, pack_for, packs_for, withdrawn_bytes
from ris.reader.replies import PRIVATE, told, told_if_new
from ris.reader.rules import digest_of_plan
from ris.reader.sync_views import use_sync
from ris.web.actor import current_actor, current_public_url
from ris.web.conditional import current_validator
from ris.web.doors import open_to_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from ris.reader.queries import ReaderPack
    from ris.storage import FileStorage

blueprint = Blueprint("reader_data", __name__, url_prefix="/mappe/daten")
use_json(blueprint)
use_sync(blueprint)


@blueprint.get("/ich")
@open_to_all
def me() -> ResponseReturnValue:
    """Who is logged in, and the token for what is sent."""
    account = current_account()
    return told(
        {
            "user": f"{g.body.id}-{account.id}",
            "name": account.name,
            "csrf": generate_csrf(),
            "now": now_utc().isoformat(),
            "wipe": wipe_wanted(),
        }
    )


@blueprint.get("/liste")
@open_to_all
def packs() -> ResponseReturnValue:
    """The packs a device keeps; one that is missing here is to be deleted. Asked every half minute, answered anew on news."""
    account = told_and_read(db.session(), current_actor())
    return told_if_new(digest_of_plan([current_validator().etag, g.body.name, *account]), _list)


def _list() -> dict[str, Any]:
    now, actor = now_utc(), current_actor()
    found = packs_for(db.session(), actor, now=now)
    called_now = called_items(db.session(), actor, [pack.meeting.id for pack in found], now=now)
    plans = _plans(found)
    entries = [
        list_entry(pack, plans[pack.meeting.id]["digest"], town=g.body.name, called=called_now.get(pack.meeting.id))
        for pack in found
    ]
    gone = withdrawn_bytes(db.session(), (each.file for pack in found for each in pack.documents))
    return {"now": now.isoformat(), "cursor": newest_number(db.session(), actor), "packs": entries, "gone": gone}


@blueprint.get("/sitzung/<int:meeting_id>")
@open_to_all
def plan(meeting_id: int) -> ResponseReturnValue:
    """What is in one pack."""
    pack = pack_for(db.session(), current_actor(), meeting_id, now=now_utc())
    if pack is None:
        abort(404)
    content = _plans([pack])[meeting_id]
    here = {"body": g.body.name, "public_url": current_public_url()}
    return told_if_new(
        content["digest"],
        lambda: with_labels(content, labels_for(db.session(), current_actor(), pack, **here)),
    )


@blueprint.get("/aufgerufen/<int:meeting_id>")
@open_to_all
def called(meeting_id: int) -> ResponseReturnValue:
    """Which item is called, for who may read it; asked every few seconds while the sitting lasts."""
    item = called_items(db.session(), current_actor(), [meeting_id], now=now_utc()).get(meeting_id)
    content = called_content(item)
    return told_if_new(digest_of_plan(content), lambda: content)


@blueprint.get("/dokument/<int:file_id>/<digest>")
@open_to_all
def document(file_id: int, digest: str) -> ResponseReturnValue:
    """The bytes of a document as it is or was; the digest names them, so they never change."""
    kind = kind_of_document(db.session(), current_actor(), file_id, digest)
    storage: FileStorage = current_app.extensions["storage"]
    if kind is None or not storage.holds(digest):
        abort(404)
    response = send_file(storage.path(digest), mimetype=kind, etag=digest, conditional=True, max_age=0)
    response.headers.update(PRIVATE)
    # Somebody else's bytes never run as a page of ours.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = "attachment"
    return response


def _plans(packs: Sequence[ReaderPack]) -> dict[int, dict[str, Any]]:
    """By meeting. What changed since it was read is part of a plan: devices learn it, and one forgets it when another read it."""
    documents = {each.file: each for pack in packs for each in pack.documents}
    changed = changes_since_read(db.session(), current_actor(), list(documents.values()))
    return {pack.meeting.id: plan_content(pack, changed, reader=current_account().name) for pack in packs}
