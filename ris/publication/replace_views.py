"""The page on which a document is replaced by a new version of it, with a reason."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, send_file

from ris.access.permissions import Permission
from ris.db import db, now_utc, transaction
from ris.documents.queries.files import file_for
from ris.documents.services.replacing import NewBytes, ReplacementRefused
from ris.publication.forms import ReplaceForm
from ris.publication.proposals import PublicationRefused, open_proposal
from ris.publication.queries import proposal_for
from ris.publication.replacing import propose_replacement, what_stands_out
from ris.publication.rules import Subject
from ris.web.actor import current_actor, current_public_url
from ris.web.doors import permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ris.documents.models import File
    from ris.publication.models import PublicationProposal
    from ris.storage import FileStorage

blueprint = Blueprint("replacing", __name__)


@blueprint.route("/datei/<int:file_id>/ersetzen", methods=["GET", "POST"])
@permitted(Permission.CONTENT_PREPARE)
def replace_page(file_id: int) -> ResponseReturnValue:
    """Choose the new version and say why; a public document waits for a second person."""
    file = _known(file_id)
    if request.method != "POST":
        return _page(file, ReplaceForm())
    form = ReplaceForm.parse(request.form, request.files, file.mime_type or "")
    if form.errors:
        return _page(file, form), 422
    storage: FileStorage = current_app.extensions["storage"]
    digest = storage.put(BytesIO(form.content))
    # The name on the clerk's own disk is nobody's business; the document goes on by the name it has.
    new = NewBytes(digest.sha512, digest.size, file.file_name or "unterlage", form.mime_type, form.reason)
    db.session.rollback()  # looking takes its time; no transaction stays open meanwhile
    try:
        new = replace(
            new, findings=what_stands_out(storage.path(digest.sha512), new.mime_type, g.body.settings.office_places)
        )
        with transaction() as session:
            file, address = _known(file_id), current_public_url()
            proposal = propose_replacement(session, current_actor(), file, new, address=address, now=now_utc())
    except (ReplacementRefused, PublicationRefused) as refused:
        return _page(file, form.refused(str(refused))), 422
    flash("Ersetzt." if proposal is None else "Vorbereitet. Jetzt muss eine zweite Person bestätigen.", "success")
    return redirect(request.path, 303)


@blueprint.get("/veroeffentlichung/<int:proposal_id>/datei")
@permitted(Permission.CONTENT_PREPARE)
def new_bytes(proposal_id: int) -> ResponseReturnValue:
    """The new version as it waits for the second person."""
    proposal = proposal_for(db.session(), current_actor(), proposal_id)
    if proposal is None or proposal.replacement is None or proposal.settled is not None:
        abort(404)
    new = NewBytes.from_json(proposal.replacement)
    storage: FileStorage = current_app.extensions["storage"]
    response = send_file(storage.path(new.sha512), mimetype=new.mime_type, download_name=new.file_name, max_age=0)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _known(file_id: int) -> File:
    file = file_for(db.session(), current_actor(), file_id)
    if file is None or file.deleted:
        abort(404)
    return file


def _page(file: File, form: ReplaceForm) -> str:
    proposal: PublicationProposal | None = open_proposal(db.session(), Subject.FILE, file.id)
    return render_template(
        "publication/replace.html",
        file=file,
        form=form,
        proposal=proposal,
        new=NewBytes.from_json(proposal.replacement) if proposal and proposal.replacement else None,
        own=proposal is not None and proposal.prepared_by_id == current_actor().user_id,
    )
