"""Pages on which the office takes something public back, with a reason everybody may read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from sqlalchemy import select

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import may
from ris.db import db, now_utc, transaction
from ris.documents.models import File, Paper
from ris.meetings.models import AgendaItem, Meeting
from ris.publication.forms import ReasonForm
from ris.publication.withdrawals import withdraw_file, withdraw_item, withdraw_meeting, withdraw_paper
from ris.scope.objects import ProtectedObject
from ris.scope.readers import readable_by
from ris.web.actor import current_actor
from ris.web.doors import permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

blueprint = Blueprint("withdrawing", __name__)


@dataclass(frozen=True)
class Withdrawable:
    """A kind of thing that can be taken back."""

    model: type[Any]
    words: str
    """What it is called: „Diese Vorlage“."""
    goes_with_it: str
    """What else goes, one sentence."""
    withdraw: Callable[..., None]


KINDS = {
    "vorlage": Withdrawable(
        Paper,
        "Diese Vorlage",
        "Mit ihr gehen ihre Unterlagen und ihre Stationen. Die Nummer bleibt vergeben.",
        withdraw_paper,
    ),
    "sitzung": Withdrawable(
        Meeting,
        "Diese Sitzung",
        "Mit ihr gehen die Tagesordnung und ihre eigenen Unterlagen. Vorlagen bleiben. Eine Sitzung, die nicht "
        "stattfindet, sagen Sie besser ab: Dann bleibt sie sichtbar.",
        withdraw_meeting,
    ),
    "top": Withdrawable(
        AgendaItem,
        "Dieser Punkt der Tagesordnung",
        "Mit ihm gehen seine eigenen Unterlagen und alle Stände der Tagesordnung, die ihn nennen. Die Vorlage bleibt.",
        withdraw_item,
    ),
    "datei": Withdrawable(File, "Diese Unterlage", "Die Seiten, auf denen sie steht, bleiben.", withdraw_file),
}


@blueprint.route("/<any(vorlage, sitzung, top, datei):kind>/<key>/zurueckziehen", methods=["GET", "POST"])
@permitted(Permission.CONTENT_WITHDRAW)
def withdraw_page(kind: str, key: str) -> ResponseReturnValue:
    """What will be gone, and why; then it is gone for everybody at once."""
    chosen = KINDS[kind]
    address = f"/{kind}/{key}"
    row = _found(db.session(), chosen, key)
    form = ReasonForm()
    if request.method == "POST":
        form = ReasonForm.parse(request.form)
        if not form.errors:
            with transaction() as session:
                fresh = _found(session, chosen, key)
                chosen.withdraw(session, current_actor(), fresh, form.reason, now=now_utc())
            flash("Zurückgezogen. Ab sofort sieht es niemand mehr; die Adresse nennt Datum und Grund.", "success")
            return redirect(address, 303)
    page = render_template(
        "publication/withdraw.html",
        chosen=chosen,
        address=address,
        name=row.name or row.id,
        public=PUBLIC in row.reader_tokens,
        form=form,
    )
    return (page, 422) if form.errors else page


def _found(session: Session, chosen: Withdrawable, key: str) -> Any:  # noqa: ANN401 - one of four tables
    """The readable row with this key that the actor may take back; 404 else."""
    model = chosen.model
    criterion: ColumnElement[bool]
    if model is Paper:
        criterion = Paper.slug == key
    elif key.isascii() and key.isdecimal() and len(key) < 10:  # noqa: PLR2004 - digits of an id
        criterion = model.id == int(key)
    else:
        abort(404)
    row: ProtectedObject | None = session.scalar(
        select(model).where(criterion, model.deleted.is_(False), readable_by(current_actor(), model)),
    )
    if row is None or not may(current_actor(), Permission.CONTENT_WITHDRAW, row):
        abort(404)
    return row
