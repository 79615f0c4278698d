"""Handing out files: the bytes as they were published, under one address for good."""

from mimetypes import guess_extension
from pathlib import Path

from flask import Blueprint, abort, current_app, redirect, render_template, send_file
from flask.typing import ResponseReturnValue

from ris.db import db
from ris.documents.models import File, FileVersion
from ris.documents.queries.files import file_for, file_line, place_of, versions_of_file
from ris.documents.version_feed import version_listing
from ris.feeds.answers import answer, feed
from ris.feeds.listing import Form
from ris.storage import FileStorage
from ris.web.actor import current_actor
from ris.web.conditional import conditional
from ris.web.doors import open_to_all
from ris.web.downloads import download_name

blueprint = Blueprint("documents", __name__)


@blueprint.get("/datei/<int:file_id>")
@open_to_all
def file_download(file_id: int) -> ResponseReturnValue:
    """The bytes of a readable file, or the way to them when only another system has them."""
    return _handed_out(file_id)


@blueprint.get("/datei/<int:file_id>/download")
@open_to_all
def file_saved(file_id: int) -> ResponseReturnValue:
    """The same, to be saved under its name (OParl's ``downloadUrl``)."""
    return _handed_out(file_id, saved=True)


def _handed_out(file_id: int, *, saved: bool = False) -> ResponseReturnValue:
    file = file_for(db.session(), current_actor(), file_id)
    if file is None:
        abort(404)
    address, elsewhere = place_of(file)
    if elsewhere:
        return redirect(address, 302)
    if not file.sha512_checksum:
        abort(404)
    return _bytes_of(file, file.sha512_checksum, saved=saved)


@blueprint.get("/datei/<int:file_id>/fassungen")
@open_to_all
@conditional
def file_versions(file_id: int) -> ResponseReturnValue:
    """When and why a document was replaced, and what it was before."""
    file = file_for(db.session(), current_actor(), file_id)
    if file is None:
        abort(404)
    older = versions_of_file(db.session(), current_actor(), file_id)
    return render_template("documents/file_versions.html", file=file, line=file_line(file), older=older)


@blueprint.get("/datei/<int:file_id>/fassungen.<any(atom, json, csv):form>")
@feed
def file_versions_feed(file_id: int, form: str) -> ResponseReturnValue:
    """The same to be followed, and as a table."""
    file = file_for(db.session(), current_actor(), file_id)
    if file is None:
        abort(404)
    return answer(version_listing(current_actor(), file), Form(form))


@blueprint.get("/datei/<int:file_id>/fassung/<int:number>")
@open_to_all
def file_version(file_id: int, number: int) -> ResponseReturnValue:
    """The bytes a document had before it was replaced."""
    file = file_for(db.session(), current_actor(), file_id)
    older = versions_of_file(db.session(), current_actor(), file_id) if file else ()
    version = next((version for version in older if version.number == number), None)
    if version is None:
        abort(404)
    return _bytes_of(version, version.sha512_checksum)


def _bytes_of(file: File | FileVersion, digest: str, *, saved: bool = False) -> ResponseReturnValue:
    storage: FileStorage = current_app.extensions["storage"]
    if not storage.holds(digest):
        abort(404)
    kind = file.mime_type or "application/octet-stream"
    response = send_file(
        storage.path(digest),
        mimetype=kind,
        as_attachment=saved,
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


def _file_name(file: File | FileVersion) -> str:
    suffix = Path(file.file_name or "").suffix or guess_extension(file.mime_type or "") or ""
    named = file.file_name or (file.name if isinstance(file, File) else None)
    return download_name(named or "", suffix) or f"Unterlage {file.id}{suffix}"
