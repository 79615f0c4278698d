"""JSON for everybody, also where something is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from flask import Response, g, request

from ris.record.addresses import ROOT
from ris.record.kinds import SCHEMA

if TYPE_CHECKING:
    from werkzeug.exceptions import HTTPException

    from ris.db import JsonObject

JSON: Final = "application/json"
NOT_FOUND: Final = "Unter dieser Adresse gibt es hier nichts."
"""Said of what does not exist and of what not everybody may read, in the same words."""
MESSAGES: Final = {
    404: NOT_FOUND,
    405: "Hier kann nur gelesen werden (GET, HEAD, OPTIONS).",
    500: "Das hat nicht geklappt. Bitte versuchen Sie es später noch einmal.",
}
UNUSABLE: Final = "Diese Anfrage ist nicht brauchbar."
PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}


def concerns_record(path: str) -> bool:
    """Whether machines are asking, so that even an error is told as JSON."""
    return path.startswith(f"{ROOT}/")


def reply(said: JsonObject, status: int = 200) -> Response:
    """An object, a page of a list, or an error, as JSON in UTF-8."""
    return Response(spelled(said), status, content_type=JSON)


def spelled(said: JsonObject) -> bytes:
    """An object as it is sent: UTF-8, no blanks."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def refusal(status: int, message: str | None = None) -> Response:
    """OParl's Error: the sentence is for people."""
    said = message or MESSAGES.get(status, UNUSABLE if status < 500 else MESSAGES[500])  # noqa: PLR2004 - ours or theirs
    return reply({"type": f"{SCHEMA}Error", "message": said}, status)


def refused(error: HTTPException) -> Response:
    """What an exception of the framework comes to; what it says beside (``Allow``) stays."""
    answer = refusal(error.code or 500)
    for name, value in error.get_response().headers:
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def open_to_machines(response: Response) -> Response:
    """Any page of the web may read what is said here (CORS), errors included."""
    if concerns_record(request.path):
        g.as_everybody = True  # also where no view was found: an error looks at no cookie either
    if concerns_record(request.path) and response.status_code not in {301, 302}:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.method == "OPTIONS":
            response.headers.update(PREFLIGHT)
    return response
