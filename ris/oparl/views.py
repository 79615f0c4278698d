"""Things under the addresses other systems gave them."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from ris.db import db
from ris.oparl.queries import own_address_of
from ris.web.actor import current_actor
from ris.web.doors import open_to_all

blueprint = Blueprint("oparl", __name__)


@blueprint.get("/oparl")
@open_to_all
def foreign_address() -> ResponseReturnValue:
    """``/oparl?id=<address>`` leads to our page of the thing."""
    target = own_address_of(db.session(), current_actor(), url=request.args.get("id", ""))
    return redirect(target, 301) if target is not None else abort(404)
