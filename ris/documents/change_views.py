"""What changed between two versions of a document, page by page, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, redirect, render_template, request, send_file

from ris.db import db
from ris.documents.change_page import change_page
from ris.documents.queries.changes import comparison_for
from ris.documents.queries.files import file_for, file_line
from ris.web.actor import current_actor
from ris.web.conditional import conditional
from ris.web.doors import open_to_all

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ris.storage import FileStorage

blueprint = Blueprint("file_changes", __name__)

HIGHEST = 999_999
"""No document has so many versions; a larger number is no number of one."""


@blueprint.get("/datei/<int:file_id>/aenderungen")
@open_to_all
@conditional
def file_changes(file_id: int) -> ResponseReturnValue:
    """The changed pages of a replaced document, since a version or the one before."""
    asked = request.args.get("von", "")
    since = int(asked) if asked.isdecimal() and asked.isascii() and int(asked[:7]) <= HIGHEST else None
    page = change_page(db.session(), current_actor(), file_id, since)
    if page is None:
        file = file_for(db.session(), current_actor(), file_id)
        if asked or file is None or file.version == 1:
            abort(404)
        return redirect(f"/datei/{file_id}/fassungen")  # where it stands that the older ones are not for this reader
    return render_template("documents/file_changes.html", page=page, file=page.file, line=file_line(page.file))


@blueprint.get("/datei/<int:file_id>/seitenbild/<int:old>-<int:new>/<any(alt, neu):which>/<int:number>.png")
@open_to_all
def page_picture(file_id: int, old: int, new: int, which: str, number: int) -> ResponseReturnValue:
    """A page of one of two compared versions as a picture, for who may read both."""
    comparison = comparison_for(db.session(), current_actor(), file_id, old, new)
    pictures = (comparison.content or {}).get("pictures", {}) if comparison else {}
    digest = pictures.get("old" if which == "alt" else "new", {}).get(str(number), [None])[0]
    drawn: FileStorage = current_app.extensions["drawn"]
    if digest is None or not drawn.holds(digest):
        abort(404)
    response = send_file(drawn.path(digest), mimetype="image/png", etag=digest[:32], conditional=True, max_age=0)
    private = not current_actor().anonymous
    response.headers["Cache-Control"] = "private, no-cache" if private else "public, no-cache"
    response.headers["Vary"] = "Cookie"
    return response
