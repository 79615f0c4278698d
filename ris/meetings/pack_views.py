"""Handing out a meeting's papers: the Sitzungsmappe, the tagged Tagesordnung, and the originals as a ZIP.

Asking for what does not exist yet orders it and answers 202 with a page that shows how far it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, g, make_response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from ris.db import db, now_utc, transaction
from ris.documents.marked import MarkedCopy
from ris.documents.models import DrawnDocument, DrawnState
from ris.documents.pack import PackKind
from ris.documents.pdf.mark import mark_with, words_for
from ris.documents.queries.drawn import Drawing, drawing_of, drawn_document
from ris.documents.services.drawing import Order, TooManyWaiting, needs_order, order_again, order_document
from ris.documents.zipping import zipped
from ris.meetings.originals import originals_for
from ris.meetings.packs import pack_order
from ris.storage import FileStorage
from ris.web.actor import current_actor, current_public_url
from ris.web.doors import open_to_all
from ris.web.downloads import download_name

blueprint = Blueprint("packs", __name__)

NAMES = {PackKind.PACK: "Sitzungsmappe", PackKind.AGENDA: "Tagesordnung"}
REFRESH_SECONDS = 2
BUSY_SECONDS = 60


@dataclass(frozen=True)
class BuildingPage:
    """How far a document is, for the page in its place."""

    meeting_id: int
    meeting: str
    name: str
    state: str
    """``building``, ``refused`` or ``busy``."""
    drawing: Drawing
    note: str = ""


@blueprint.get("/sitzung/<int:meeting_id>/mappe.pdf")
@open_to_all
def pack_download(meeting_id: int) -> ResponseReturnValue:
    """All papers of a meeting this reader may read, as one PDF."""
    return _answer(meeting_id, PackKind.PACK)


@blueprint.get("/sitzung/<int:meeting_id>/tagesordnung.pdf")
@open_to_all
def agenda_download(meeting_id: int) -> ResponseReturnValue:
    """The agenda alone, for screen readers."""
    return _answer(meeting_id, PackKind.AGENDA)


@blueprint.get("/sitzung/<int:meeting_id>/unterlagen.zip")
@open_to_all
def originals_download(meeting_id: int) -> ResponseReturnValue:
    """All papers of a meeting this reader's audience may read, as they are, in folders by item."""
    actor = current_actor()
    originals = originals_for(db.session(), actor, meeting_id, body=g.body.name, public_url=current_public_url())
    if originals is None or originals.bundle.empty:
        abort(404)
    storage: FileStorage = current_app.extensions["storage"]
    # Written while it is sent: no length is known before, no part can be sent, no two are the same.
    response = Response(zipped(originals.bundle, storage, now_utc()), mimetype="application/zip")
    name = download_name(f"Unterlagen {originals.title} {originals.day}", ".zip")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Accept-Ranges"] = "none"
    response.headers["Cache-Control"] = "no-store" if actor.anonymous else "private, no-store"
    response.headers["Vary"] = "Cookie"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _answer(meeting_id: int, kind: PackKind) -> ResponseReturnValue:
    order = pack_order(
        db.session(),
        current_actor(),
        meeting_id,
        kind,
        body=g.body.name,
        public_url=current_public_url(),
    )
    if order is None:
        abort(404)
    row = drawn_document(db.session(), order.digest)
    if row is not None and row.state == DrawnState.READY:
        answer = _document(order, row)
        if answer is not None:
            return answer
        with transaction() as session:  # somebody emptied the folder
            order_again(session, session.merge(row))
        row = None
    return _page(meeting_id, order, _ordered(order), row)


def _ordered(order: Order) -> bool:
    """Order the document unless it is under way; false when too many wait already."""
    if request.method == "HEAD" or not needs_order(db.session(), order, now=now_utc()):
        return True
    try:
        with transaction() as session:
            order_document(session, order, now=now_utc())
    except TooManyWaiting:
        return False
    except IntegrityError:
        return True  # somebody else ordered the same at the same moment
    return True


def _document(order: Order, row: DrawnDocument) -> Response | None:
    """The drawn document; ``None`` where its bytes are gone, or it has no place for a name it must bear."""
    drawn: FileStorage = current_app.extensions["drawn"]
    named = order.kind is PackKind.PACK and order.plan.restricted
    if not row.sha512 or not drawn.holds(row.sha512) or (named and row.mark_at is None):
        return None
    path = drawn.path(row.sha512)
    name = _file_name(order)
    response = _named(path, row.mark_at or 0, name) if named else _same_for_all(path, row.sha512, name)
    response.headers["Vary"] = "Cookie"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


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
    response = Response(copy, mimetype="application/pdf", direct_passthrough=True)
    response.content_length = copy.size
    response.headers.set("Content-Disposition", "inline", filename=name)
    response.headers["Accept-Ranges"] = "none"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(meeting_id: int, order: Order, ordered: bool, row: DrawnDocument | None) -> ResponseReturnValue:  # noqa: FBT001
    drawing = drawing_of(db.session(), order.digest) or Drawing()
    state, status = ("building", 202) if ordered else ("busy", 503)
    note = ""
    if row is not None and row.state == DrawnState.REFUSED and not drawing.total:
        state, status, note = "refused", 503, row.note or ""
    page = BuildingPage(meeting_id, order.plan.title, NAMES[order.kind], state, drawing, note)
    response = make_response(render_template("meetings/pack_building.html", page=page), status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    if state != "refused":
        response.headers["Retry-After"] = str(REFRESH_SECONDS if state == "building" else BUSY_SECONDS)
    return response


def _file_name(order: Order) -> str:
    when = order.plan.lines[0].split(",")[1] if "," in "".join(order.plan.lines[:1]) else ""
    return download_name(f"{NAMES[order.kind]} {order.plan.title} {when}", ".pdf")
