"""Writings for paper, as PDF: the notice for the board, the letters for those without e-mail."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, g, redirect, request, send_file, url_for

from ris.access.permissions import Permission
from ris.db import db, now_utc
from ris.meetings.approval_views import NO_PDF
from ris.meetings.queries.desk import desk_for
from ris.meetings.queries.receipts import invitation_page
from ris.meetings.sheets import notice_pdf, postal_pdf
from ris.web.actor import current_actor, current_public_url
from ris.web.askable import row_number
from ris.web.doors import permitted
from ris.web.downloads import download_name

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("sheets", __name__)


@blueprint.get("/sitzung/<int:meeting_id>/bekanntmachung.pdf")
@permitted(Permission.AGENDA_EDIT)
def notice_sheet(meeting_id: int) -> ResponseReturnValue:
    """The public notice for the board in the hall."""
    shown = desk_for(db.session(), current_actor(), meeting_id, now=now_utc()) or abort(404)
    pdf = notice_pdf(shown, town=g.body.name, public_url=current_public_url())
    return _sheet(
        pdf, f"Bekanntmachung {shown.meeting.name or ''}", url_for("supplements.notice", meeting_id=meeting_id)
    )


@blueprint.get("/sitzung/<int:meeting_id>/einladung/post.pdf")
@permitted(Permission.AGENDA_EDIT)
def postal_sheet(meeting_id: int) -> ResponseReturnValue:
    """The list of letters, and the letters for window envelopes."""
    version = request.args.get("fassung", type=row_number)
    page = invitation_page(db.session(), current_actor(), meeting_id, version, now=now_utc()) or abort(404)
    settings = g.body.settings
    address = " · ".join(part.strip() for part in settings.office_address.splitlines() if part.strip())
    sender = " · ".join(part for part in (g.body.name, address) if part)
    pdf = postal_pdf(page, town=g.body.name, office=settings.office_name, sender=sender)
    back = url_for("invitations.post_list", meeting_id=meeting_id, fassung=version)
    return _sheet(pdf, f"Postliste {page.desk.meeting.name or ''}", back)


def _sheet(pdf: bytes | None, name: str, back: str) -> ResponseReturnValue:
    """The PDF for who asked and nobody else; back to the page where it cannot be drawn here."""
    if pdf is None:
        flash(NO_PDF, "warning")
        return redirect(back)
    response = send_file(io.BytesIO(pdf), mimetype="application/pdf", download_name=download_name(name, ".pdf"))
    response.headers["Cache-Control"] = "no-store"
    return response
