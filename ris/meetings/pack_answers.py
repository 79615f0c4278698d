"""Handing out what is drawn: the same bytes for all, or a copy with its reader's name, of which the log keeps a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, current_app, request, send_file

from ris.db import now_utc, transaction
from ris.documents.marked import MarkedCopy
from ris.documents.pack import PackKind
from ris.documents.pdf.mark import mark_with, words_for
from ris.meetings.services.fetching import Fetch, note_fetch
from ris.scope.current import current_body_id, working_for
from ris.web.actor import current_actor
from ris.web.downloads import download_name

if TYPE_CHECKING:
    from pathlib import Path

    from ris.documents.models import DrawnDocument
    from ris.documents.services.drawing import Order
    from ris.storage import FileStorage


def document_answer(meeting_id: int, order: Order, row: DrawnDocument, name: str) -> Response | None:
    """The drawn document; ``None`` where its bytes are gone, or it has no place for a name it must bear."""
    drawn: FileStorage = current_app.extensions["drawn"]
    named = order.kind is not PackKind.AGENDA and order.plan.restricted
    if not row.sha512 or not drawn.holds(row.sha512) or (named and row.mark_at is None):
        return None
    path = drawn.path(row.sha512)
    file_name = _file_name(order, name)
    if named:
        response = _named(path, row.mark_at or 0, file_name)
        record_when_sent(response, meeting_id, order.kind.value, order.digest)
    else:
        response = _same_for_all(path, row.sha512, file_name)
    response.headers["Vary"] = "Cookie"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def record_when_sent(response: Response, meeting_id: int, kind: str, digest: str) -> None:
    """Note who was sent something confidential, once it is sent or broken off: nobody waits for the log.

    A server that is killed while it sends leaves no record.
    """
    if request.method == "HEAD":
        return
    context = current_app.app_context()  # the request's own is gone by then
    actor, body_id, fetch = current_actor(), current_body_id(), Fetch(meeting_id, kind, digest)

    def record_it() -> None:
        with context, working_for(body_id), transaction() as session:
            note_fetch(session, actor, fetch, now=now_utc())

    response.call_on_close(record_it)


def _same_for_all(path: Path, sha512: str, name: str) -> Response:
    response = send_file(
        path,
        mimetype="application/pdf",
        download_name=name,
        etag=sha512[:40],
        conditional=True,
        max_age=0,
    )
    public = current_actor().anonymous
    response.headers["Cache-Control"] = "public, no-cache" if public else "private, no-cache"
    return response


def _named(path: Path, mark_at: int, name: str) -> Response:
    """The document with its reader's name and this moment on every page that is not for everybody.

    No two answers are the same, so there is no ETag, and parts of two of them would not fit together.
    """
    copy = MarkedCopy(path, mark_at, mark_with(words_for(current_actor().name, now_utc())))
    response = Response(copy, mimetype="application/pdf")  # passed through directly it would never be closed
    response.content_length = copy.size
    response.headers.set("Content-Disposition", "inline", filename=name)
    response.headers["Accept-Ranges"] = "none"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _file_name(order: Order, name: str) -> str:
    when = order.plan.lines[0].split(",")[1] if "," in "".join(order.plan.lines[:1]) else ""
    return download_name(f"{name} {order.plan.title} {when}", ".pdf")
