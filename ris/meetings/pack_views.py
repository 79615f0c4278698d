"""Handing out a meeting's papers: the Sitzungsmappe, the tagged Tagesordnung, and the originals as a ZIP.

Asking for what does not exist yet orders it and answers 202 with a page that shows how far it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from ris.db import db, now_utc, transaction
from ris.documents.models import DrawnDocument, DrawnState
from ris.documents.pack import PackKind
from ris.documents.queries.drawn import Drawing, drawing_of, drawn_document
from ris.documents.services.drawing import Order, TooManyWaiting, needs_order, order_again, order_document
from ris.documents.zipping import zipped
from ris.meetings.originals import originals_for
from ris.meetings.pack_answers import document_answer, record_when_sent
from ris.meetings.packs import pack_order, press_order
from ris.storage import FileStorage
from ris.web.actor import current_actor, current_public_url
from ris.web.doors import open_to_all
from ris.web.downloads import download_name

blueprint = Blueprint("packs", __name__)

NAMES = {
    PackKind.PACK: "Sitzungsmappe",
    PackKind.CHANGES: "Änderungen der Sitzungsmappe",
    PackKind.TWO_UP: "Sitzungsmappe 2 auf 1",
    PackKind.LARGE: "Sitzungsmappe Großdruck",
    PackKind.AGENDA: "Tagesordnung",
}
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


@blueprint.get("/sitzung/<int:meeting_id>/aenderungen.pdf")
@open_to_all
def changes_download(meeting_id: int) -> ResponseReturnValue:
    """The pages that changed since the invitation; there is none where nothing did."""
    return _answer(meeting_id, PackKind.CHANGES)


@blueprint.get("/sitzung/<int:meeting_id>/mappe-2-auf-1.pdf")
@open_to_all
def two_up_download(meeting_id: int) -> ResponseReturnValue:
    """The pack with two pages on a sheet."""
    return _answer(meeting_id, PackKind.TWO_UP)


@blueprint.get("/sitzung/<int:meeting_id>/mappe-grossdruck.pdf")
@open_to_all
def large_download(meeting_id: int) -> ResponseReturnValue:
    """The pack with half a page on a sheet, larger."""
    return _answer(meeting_id, PackKind.LARGE)


@blueprint.get("/sitzung/<int:meeting_id>/pressemappe.pdf")
@open_to_all
def press_download(meeting_id: int) -> ResponseReturnValue:
    """The pack for the press: what everybody reads, whoever asks."""
    asked = {"body": g.body.name, "public_url": current_public_url()}
    return _handed_out(meeting_id, press_order(db.session(), current_actor(), meeting_id, **asked), "Pressemappe")


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
    if originals.restricted:
        record_when_sent(response, meeting_id, "originals", "")
    response.headers["Accept-Ranges"] = "none"
    response.headers["Cache-Control"] = "no-store" if actor.anonymous else "private, no-store"
    response.headers["Vary"] = "Cookie"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _answer(meeting_id: int, kind: PackKind) -> ResponseReturnValue:
    asked = {"body": g.body.name, "public_url": current_public_url()}
    return _handed_out(meeting_id, pack_order(db.session(), current_actor(), meeting_id, kind, **asked), NAMES[kind])


def _handed_out(meeting_id: int, order: Order | None, name: str) -> ResponseReturnValue:
    """The ordered document, or the page in its place until it is drawn."""
    if order is None:
        abort(404)
    row = drawn_document(db.session(), order.digest)
    if row is not None and row.state == DrawnState.READY:
        answer = document_answer(meeting_id, order, row, name)
        if answer is not None:
            return answer
        with transaction() as session:  # somebody emptied the folder
            order_again(session, session.merge(row))
        row = None
    return _page(meeting_id, order, _ordered(order), row, name)


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


def _page(
    meeting_id: int,
    order: Order,
    ordered: bool,  # noqa: FBT001
    row: DrawnDocument | None,
    name: str,
) -> ResponseReturnValue:
    drawing = drawing_of(db.session(), order.digest) or Drawing()
    state, status = ("building", 202) if ordered else ("busy", 503)
    note = ""
    if row is not None and row.state == DrawnState.REFUSED and not drawing.total:
        state, status, note = "refused", 503, row.note or ""
    page = BuildingPage(meeting_id, order.plan.title, name, state, drawing, note)
    response = make_response(render_template("meetings/pack_building.html", page=page), status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    if state != "refused":
        response.headers["Retry-After"] = str(REFRESH_SECONDS if state == "building" else BUSY_SECONDS)
    return response
