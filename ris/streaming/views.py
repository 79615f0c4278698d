"""Pages of recordings."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from ris.db import db
from ris.meetings.queries.lines import line_for
from ris.web.actor import current_actor
from ris.web.conditional import conditional
from ris.web.doors import open_to_all

blueprint = Blueprint("streaming", __name__)


@blueprint.get("/videos")
@open_to_all
@conditional
def video_list() -> ResponseReturnValue:
    """All recordings: none yet."""
    return render_template("streaming/video_list.html")


@blueprint.get("/sitzung/<int:meeting_id>/video")
@open_to_all
@conditional
def meeting_video(meeting_id: int) -> ResponseReturnValue:
    """The recording of one meeting: none yet."""
    line = line_for(db.session(), current_actor(), meeting_id)
    if line is None:
        abort(404)
    return render_template("streaming/meeting_video.html", meeting=line)
