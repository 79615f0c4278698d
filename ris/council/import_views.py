"""Pages of the import: upload a table, see what it would change, take it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request

from ris.access.permissions import Permission
from ris.council.people_line import COLUMNS
from ris.council.people_table import MOST_BYTES
from ris.council.services.people_import import ImportRefused, drop_table, dry_run, keep_table, table_for, take_over
from ris.db import db, now_utc, transaction
from ris.web.actor import current_actor
from ris.web.answers import Answers
from ris.web.doors import permitted
from ris.web.typography import counted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ris.council.models import PeopleImport

blueprint = Blueprint("people_import", __name__)

SHOWN = 50
"""So many lines of each kind the preview tells one by one."""


@blueprint.route("/verwaltung/import", methods=["GET", "POST"])
@permitted(Permission.COUNCIL_IMPORT)
def people_upload() -> ResponseReturnValue:
    """Choose a table."""
    if request.method != "POST":
        return render_template("council/import_upload.html", form=Answers(), columns=COLUMNS)
    answers, upload = Answers(), request.files.get("datei")
    content = upload.read(MOST_BYTES + 1) if upload is not None else b""
    if upload is None or not upload.filename:
        answers.refuse("datei", "Bitte wählen Sie eine Datei aus.")
    elif len(content) > MOST_BYTES:
        answers.refuse("datei", "Die Datei ist zu groß; erlaubt sind 8 MB.")
    if answers.errors or upload is None:
        return render_template("council/import_upload.html", form=answers, columns=COLUMNS), 422
    with transaction() as session:
        kept = keep_table(session, current_actor(), upload.filename or "", content, now=now_utc())
        identity = kept.id
    return redirect(f"/verwaltung/import/{identity}")


@blueprint.get("/verwaltung/import/<int:identity>")
@permitted(Permission.COUNCIL_IMPORT)
def people_preview(identity: int) -> ResponseReturnValue:
    """What the table would change; nothing is changed yet."""
    return _preview(_kept(identity), Answers())


@blueprint.post("/verwaltung/import/<int:identity>")
@permitted(Permission.COUNCIL_IMPORT)
def people_taken_over(identity: int) -> ResponseReturnValue:
    """Take everything over, or drop the table."""
    kept, answers = _kept(identity), Answers(request.form.to_dict())
    if answers.typed("handlung") == "verwerfen":
        with transaction() as session:
            drop_table(session, current_actor(), _kept(identity))
        flash("Die Tabelle ist verworfen. Es wurde nichts geändert.")
        return redirect("/verwaltung/import")
    visible = answers.typed("sichtbar")
    if visible not in {"alle", "amt"}:
        answers.refuse("sichtbar", "Bitte wählen Sie, wer neue Personen sehen darf.")
        return _preview(kept, answers), 422
    try:
        with transaction() as session:
            plan = take_over(session, current_actor(), _kept(identity), public=visible == "alle", now=now_utc())
    except ImportRefused as refused:
        answers.refuse("sichtbar", str(refused))
        return _preview(_kept(identity), answers), 422
    people, seats = len(plan.new_people) + len(plan.changed_people), len(plan.seats)
    flash(f"Übernommen: {counted(people, 'Person', 'Personen')}, {counted(seats, 'Mandat', 'Mandate')}.")
    return redirect("/verwaltung/personen")


def _kept(identity: int) -> PeopleImport:
    kept = table_for(db.session(), current_actor(), identity)
    if kept is None:
        abort(404)
    return kept


def _preview(kept: PeopleImport, answers: Answers) -> str:
    plan = dry_run(db.session(), current_actor(), kept.content or b"")
    return render_template("council/import_preview.html", plan=plan, kept=kept, form=answers, shown=SHOWN)
