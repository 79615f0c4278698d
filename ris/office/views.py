"""The session office's desk and the deadline sheet for its wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ris.access.permissions import Permission
from ris.db import db, now_utc
from ris.office.pages import deadline_sheet, work_page
from ris.web.actor import current_actor
from ris.web.doors import permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("office", __name__)


@blueprint.get("/buero")
@permitted(Permission.MEETING_PLAN, Permission.BODY_EDIT)
def work() -> ResponseReturnValue:
    """What is to be done, deadlines first."""
    page = work_page(db.session(), current_actor(), now=now_utc())
    return render_template("office/work.html", page=page)


@blueprint.get("/buero/fristen")
@permitted(Permission.MEETING_PLAN)
def deadlines() -> ResponseReturnValue:
    """The deadlines of the coming quarter, to be printed."""
    lines, problem = deadline_sheet(db.session(), current_actor(), now=now_utc())
    return render_template("office/deadlines.html", lines=lines, problem=problem)
