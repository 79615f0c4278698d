"""Handing out files: the bytes as they were published, under one address for good."""

from mimetypes import guess_extension
from pathlib import Path

from flask import Blueprint, abort, current_app, redirect, request, send_file
from flask.typing import ResponseReturnValue

from ris.db import db
from ris.documents.models import File
from ris.documents.queries.files import file_for, place_of
from ris.storage import FileStorage
from ris.web.actor import current_actor
from ris.web.doors import open_to_all
from ris.web.downloads import download_name

blueprint = Blueprint("documents", __name__)

SHOWN_TYPES = {"application/pdf", "image/jpeg", "image/png", "text/plain"}
"""What a browser may show in its window; everything else is saved."""


@blueprint.get("/datei/<int:file_id>")
@open_to_all
def file_download(file_id: int) -> ResponseReturnValue:
    """The bytes of a readable file, or the way to them when only another system has them."""
    file = file_for(db.session(), current_actor(), file_id)
    if file is None:
        abort(404)
    address, elsewhere = place_of(file)
    if elsewhere:
        return redirect(address, 302)
    if not file.sha512_checksum:
        abort(404)
    return _bytes_of(file, file.sha512_checksum)


def _bytes_of(file: File, digest: str) -> ResponseReturnValue:
    storage: FileStorage = current_app.extensions["storage"]
    if not storage.holds(digest):
        abort(404)
    kind = file.mime_type or "application/octet-stream"
    response = send_file(
        storage.path(digest),
        mimetype=kind,
        as_attachment=kind not in SHOWN_TYPES or "herunterladen" in request.args,
        download_name=_file_name(file),
        etag=digest[:32],
        conditional=True,
        max_age=0,
    )
    private = not current_actor().anonymous
    # The bytes never change, but who may read them can: ask each time, answer 304.
    response.headers["Cache-Control"] = "private, no-cache" if private else "public, no-cache"
    response.headers["Vary"] = "Cookie"
    # Somebody else's bytes never run as a page of ours; browsers show PDFs all the same.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _file_name(file: File) -> str:
    suffix = Path(file.file_name or "").suffix or guess_extension(file.mime_type or "") or ""
    return download_name(file.file_name or file.name or "", suffix) or f"Unterlage {file.id}{suffix}"
