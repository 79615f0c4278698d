"""The member's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ris.access.permissions import Permission
from ris.db import db, now_utc
from ris.members.queries import own_area
from ris.web.actor import current_actor
from ris.web.doors import permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("members", __name__)


@blueprint.get("/mein")
@permitted(Permission.OWN_AREA)
def area() -> ResponseReturnValue:
    """What comes next, what waits for an answer, and where one belongs."""
    page = own_area(db.session(), current_actor(), now=now_utc())
    return render_template("members/area.html", page=page)
