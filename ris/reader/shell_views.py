"""The reader's page, the same for everybody, and what a device keeps of the program: nothing of a person is in it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, abort, current_app, g, render_template, send_file, url_for

from ris.reader.program import belongs_to_program, files_of_program, media_type
from ris.web.assets import STATIC
from ris.web.doors import open_to_all
from ris.web.headers import POLICY

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("reader_shell", __name__, url_prefix="/mappe")

READER_POLICY: Final = POLICY | {
    "script-src": "'self' 'wasm-unsafe-eval'",  # PDF.js decodes some pictures in WebAssembly
    "img-src": "'self' data: blob:",  # pictures out of documents
}
HEADERS: Final = {
    "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in READER_POLICY.items()),
    "Cache-Control": "no-cache",
}
FOREVER: Final = "public, max-age=31536000, immutable"


@blueprint.get("/")
@open_to_all
def shelf() -> ResponseReturnValue:
    """The list of packs; the page itself knows none of them."""
    return _shell()


@blueprint.get("/<int:_meeting>")
@open_to_all
def reader(_meeting: int) -> ResponseReturnValue:
    """A pack; the same bytes for every pack, whether or not there is one."""
    return _shell()


@blueprint.get("/programm/<version>/<path:name>")
@open_to_all
def part(version: str, name: str) -> ResponseReturnValue:
    """A file of the reader, under the version it belongs to.

    Parts of others keep their names for longer than our versions last: a reader of yesterday may still fetch a font.
    """
    current = version == current_app.config["PROGRAM_VERSION"]
    if not belongs_to_program(name) or not (current or name.startswith("vendor/")) or not (STATIC / name).is_file():
        abort(404)
    response = send_file(STATIC / name, mimetype=media_type(name), conditional=True)
    response.headers["Cache-Control"] = FOREVER
    return response


@blueprint.get("/sw.js")
@open_to_all
def service_worker() -> ResponseReturnValue:
    """Keeps the program for offline use, never data. Its text changes when anything it keeps does."""
    page = render_template("reader/shell.html")
    program = {
        "version": hashlib.sha256(page.encode()).hexdigest()[:16],
        "root": url_for(".part", version=current_app.config["PROGRAM_VERSION"], name=""),
        "files": files_of_program(),
    }
    script = render_template("reader/sw.js", program=program)
    return Response(script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@blueprint.get("/manifest.webmanifest")
@open_to_all
def manifest() -> ResponseReturnValue:
    """What the home screen shows."""
    version = current_app.config["PROGRAM_VERSION"]
    icons = [
        {
            "src": url_for(".part", version=version, name=f"reader/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    content = {
        "id": "/mappe/",
        "name": f"Sitzungsmappen {g.body.name}",
        "short_name": "Mappen",
        "lang": "de",
        "start_url": "/mappe/",
        "scope": "/",  # logging in again stays in the same window
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": icons,
    }
    return Response(
        json.dumps(content), content_type="application/manifest+json", headers={"Cache-Control": "no-cache"}
    )


def _shell() -> Response:
    return Response(render_template("reader/shell.html"), headers=HEADERS)
