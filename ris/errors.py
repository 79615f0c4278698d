"""One table: what can go wrong → status, template. And what a missing page still knows.

A thing one may not see does not exist: the answer is the same 404 whether or not the address names something.
An address that once was public answers with its tombstone; a foreign system's address leads to ours.
"""

from __future__ import annotations

import errno
import logging
import secrets
import sqlite3
from typing import TYPE_CHECKING

from flask import g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, NotFound

from ris.access.policy import Forbidden
from ris.db import db, now_utc
from ris.meetings.queries.calendar import upcoming_meetings
from ris.oparl.queries import own_address_of
from ris.publication.services import tombstone_at
from ris.record.replies import concerns_record, refusal, refused
from ris.request import UnknownHost
from ris.web.dates import local_day
from ris.web.doors import NeedsSecondFactor, NotLoggedIn

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.typing import ResponseReturnValue

log = logging.getLogger(__name__)

PAGES: dict[type[Exception], tuple[int, str]] = {
    Forbidden: (403, "errors/403.html"),
    CSRFError: (400, "errors/400.html"),
}

NEXT_MEETINGS = 3
"""What a missing page offers instead."""
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
NO_ROOM_IN_POSTGRESQL = "53100"
"""SQLSTATE disk_full."""


def use_errors(app: Flask) -> None:
    """Answer every exception of the house with its page."""
    for exception, (status, template) in PAGES.items():
        app.register_error_handler(exception, _page(status, template))
    app.register_error_handler(UnknownHost, _unknown_host)
    app.register_error_handler(NotLoggedIn, _log_in_first)
    app.register_error_handler(NeedsSecondFactor, _set_up_first)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _page(status: int, template: str) -> Callable[[Exception], ResponseReturnValue]:
    def answer(error: Exception) -> ResponseReturnValue:
        del error
        return render_template(template), status

    return answer


def _log_in_first(error: Exception) -> ResponseReturnValue:
    """To the login page, and back to where one wanted to go; what was sent is not sent again."""
    del error
    wanted = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else None
    return redirect(url_for("accounts.login", weiter=wanted), 302)


def _set_up_first(error: Exception) -> ResponseReturnValue:
    """To one's own account, which says what is missing."""
    del error
    return redirect(url_for("own_account.account"), 302)


def _unknown_host(error: Exception) -> ResponseReturnValue:
    del error
    message = "Unter diesem Rechnernamen gibt es hier keine Kommune. Bitte prüfen Sie die Adresse.\n"
    return message, 421, {"Content-Type": "text/plain; charset=utf-8"}


def _not_found(error: Exception) -> ResponseReturnValue:
    del error
    machine = concerns_record(request.path)
    if "body" not in g:
        if machine:
            return refusal(404)
        return "Not found\n", 404, {"Content-Type": "text/plain; charset=utf-8"}
    if request.method in {"GET", "HEAD"}:
        tombstone = tombstone_at(db.session(), request.path)
        if tombstone is not None:
            return render_template("errors/withdrawn.html", tombstone=tombstone), 410
        target = own_address_of(db.session(), g.actor, path=request.full_path.rstrip("?"))
        if target is not None:
            return redirect(target, 301)
    if machine:
        return refusal(404)
    upcoming = upcoming_meetings(db.session(), g.actor, local_day(now_utc()), NEXT_MEETINGS)
    return render_template("errors/404.html", upcoming=upcoming), 404


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:  # noqa: PLR2004 - redirects raised by the router
        return error.get_response()
    if concerns_record(request.path):
        return refused(error)
    response = error.get_response()
    response.set_data(render_template("errors/400.html", error=error))
    response.content_type = "text/html; charset=utf-8"
    return response


def _unexpected(error: Exception) -> ResponseReturnValue:
    mark = secrets.token_hex(2).upper()
    log.error("Kennung %s: %s %s", mark, request.method, request.path, exc_info=error)
    db.session.rollback()
    if concerns_record(request.path):
        return refusal(500)
    if _is_disk_full(error):
        return render_template("errors/507.html"), 507
    return render_template("errors/500.html", mark=mark), 500


def _is_disk_full(error: Exception) -> bool:
    """Whether there was no room for what was to be kept; nothing of it is, and all that was there still is."""
    if isinstance(error, DBAPIError):
        cause = error.orig
        if isinstance(cause, sqlite3.Error):
            return cause.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL
        return getattr(cause, "sqlstate", None) == NO_ROOM_IN_POSTGRESQL
    return isinstance(error, OSError) and error.errno in NO_ROOM
