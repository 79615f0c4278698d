"""The data of the reader (/mappe/daten): which packs there are, what is in them, and their bytes one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, current_app, g, send_file
from flask_wtf.csrf import generate_csrf

from ris.accounts.sessions import current_account
from ris.db import db, now_utc
from ris.reader.answers import list_entry, plan_content
from ris.reader.contact import use_json, wipe_wanted
from ris.reader.queries import kind_of_document, pack_for, packs_for
from ris.reader.replies import PRIVATE, told, told_if_new
from ris.reader.sync_views import use_sync
from ris.web.actor import current_actor
from ris.web.doors import open_to_all

if TYPE_CHECKING:
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
    """The packs a device keeps; one that is missing here is to be deleted."""
    now = now_utc()
    entries = [
        list_entry(pack, _plan(pack)["digest"], town=g.body.name, current_item=None)
        for pack in packs_for(db.session(), current_actor(), now=now)
    ]
    return told({"now": now.isoformat(), "cursor": 0, "packs": entries})


@blueprint.get("/sitzung/<int:meeting_id>")
@open_to_all
def plan(meeting_id: int) -> ResponseReturnValue:
    """What is in one pack."""
    pack = pack_for(db.session(), current_actor(), meeting_id, now=now_utc())
    if pack is None:
        abort(404)
    content = _plan(pack)
    return told_if_new(content, content["digest"])


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


def _plan(pack: ReaderPack) -> dict[str, Any]:
    return plan_content(pack, {}, reader=current_account().name)
