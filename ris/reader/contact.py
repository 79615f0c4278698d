"""Who asks for the reader's data.

Every address of it is open, and answers in JSON: a device that is not logged in any more must be told so, and may be
told to delete what it holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from ris.access.policy import Forbidden
from ris.reader.replies import refused
from ris.web.actor import current_actor
from ris.web.doors import NeedsSecondFactor
from ris.web.viewing import viewing_words

if TYPE_CHECKING:
    from flask import Blueprint, Response

LOGIN = "login"
"""What a device understands: ask for the password, and try again."""
OWN_EYES = "In der Ansicht als andere Rolle gibt es keine Mappe und keine Notizen."
NO_TOKEN = "Die Seite ist zu alt. Bitte laden Sie die Mappe neu."  # noqa: S105 - a sentence
NOT_ALLOWED = "Das dürfen Sie nicht."
NOTHING_THERE = "Diese Unterlage gibt es nicht, oder Sie dürfen sie nicht lesen."
NOT_UNDERSTOOD = "Das war nicht zu verstehen."


def ask_who_comes() -> Response | None:
    """Before every view: only who has logged in, and looks with their own eyes, gets further."""
    if viewing_words():
        return refused(OWN_EYES, 403)
    if current_actor().user_id is None:
        return refused(LOGIN, 401)
    return None


def use_json(blueprint: Blueprint) -> None:
    """Whatever goes wrong is told in JSON."""
    blueprint.before_request(ask_who_comes)
    blueprint.register_error_handler(NeedsSecondFactor, lambda _error: refused(LOGIN, 401))
    blueprint.register_error_handler(CSRFError, lambda _error: refused(NO_TOKEN, 400))
    blueprint.register_error_handler(Forbidden, _forbidden)
    blueprint.register_error_handler(HTTPException, _refused)


def _forbidden(_error: Exception) -> Response:
    return refused(OWN_EYES if viewing_words() else NOT_ALLOWED, 403)


def _refused(error: HTTPException) -> Response:
    status = error.code or 500
    return refused(NOTHING_THERE if status == 404 else NOT_UNDERSTOOD, status)  # noqa: PLR2004 - not found
