"""The town's colour and coat of arms, each under an address made of its content; the pages' policy allows nothing inline."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, abort, current_app, g, send_file
from flask.typing import ResponseReturnValue

from ris.council.crests import SVG
from ris.council.settings import BodySettings
from ris.storage import FileStorage
from ris.web.doors import open_to_all

blueprint = Blueprint("appearance", __name__)

NAME_LENGTH = 32
FOREVER = "public, max-age=31536000, immutable"
SHEET = """:root {{ --kern-color-action-default: {light}; }}
@media (prefers-color-scheme: dark) {{ :root {{ --kern-color-action-default: {dark}; }} }}
"""


def sheet_of(settings: BodySettings) -> str:
    """The style sheet that says the town's colour; empty for the neutral blue."""
    if not settings.brand_colour:
        return ""
    return SHEET.format(light=settings.brand_colour, dark=settings.brand_colour_dark)


def sheet_address(settings: BodySettings) -> str:
    """Address of that style sheet; empty where there is none."""
    sheet = sheet_of(settings)
    return f"/farbe-{hashlib.sha256(sheet.encode()).hexdigest()[:NAME_LENGTH]}.css" if sheet else ""


def crest_address(settings: BodySettings) -> str:
    """Address of the coat of arms; empty for the neutral sign."""
    suffix = "svg" if settings.crest_type == SVG else "png"
    return f"/wappen-{settings.crest[:NAME_LENGTH]}.{suffix}" if settings.crest else ""


@blueprint.get("/farbe-<name>.css")
@open_to_all
def brand_sheet(name: str) -> ResponseReturnValue:
    """The town's colour, as a style sheet."""
    settings = g.body.settings
    if sheet_address(settings) != f"/farbe-{name}.css":
        abort(404)
    response = Response(sheet_of(settings), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = FOREVER
    return response


@blueprint.get("/wappen-<name>.<any(svg, png):suffix>")
@open_to_all
def crest(name: str, suffix: str) -> ResponseReturnValue:
    """The town's coat of arms."""
    settings = g.body.settings
    storage: FileStorage = current_app.extensions["storage"]
    if crest_address(settings) != f"/wappen-{name}.{suffix}" or not storage.holds(settings.crest):
        abort(404)
    response = send_file(storage.path(settings.crest), mimetype=settings.crest_type, etag=name)
    response.headers["Cache-Control"] = FOREVER
    # Somebody else's drawing never runs as a page of ours, whatever the cleaning may have missed.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
