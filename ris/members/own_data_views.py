"""Taking one's own data along."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app

from ris.accounts.sessions import current_account
from ris.accounts.visits import freshly_confirmed
from ris.db import db, now_utc
from ris.members.own_data import own_data
from ris.web.actor import current_actor
from ris.web.doors import for_anybody_signed_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ris.accounts.sealing import KeyRing

blueprint = Blueprint("own_data", __name__)


@blueprint.get("/mein/konto/eigene-daten.json")
@for_anybody_signed_in
@freshly_confirmed
def download() -> ResponseReturnValue:
    """Everything about one's own account, one's notes included, as a file."""
    keys: KeyRing = current_app.extensions["note_keys"]
    content = own_data(db.session(), current_actor(), current_account(), keys, now=now_utc())
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": 'attachment; filename="eigene-daten.json"',
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return Response(text, content_type="application/json; charset=utf-8", headers=headers)
