"""Pages on which the office takes something public back, with a reason everybody may read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import may
from ris.db import db, now_utc, transaction
from ris.documents.models import File, Paper
from ris.documents.queries.versions import version_for
from ris.meetings.models import AgendaItem, Meeting
from ris.publication.forms import ReasonForm
from ris.publication.queries import successor_at
from ris.publication.services import tombstone_at
from ris.publication.withdrawals import (
    withdraw_file,
    withdraw_item,
    withdraw_meeting,
    withdraw_paper,
    withdraw_paper_version,
)
from ris.scope.objects import ProtectedObject
from ris.scope.readers import readable_by
from ris.web.actor import current_actor
from ris.web.addresses import number_from
from ris.web.doors import permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
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
    followed: str = ""
    """What may stand in its place and is named at its address, „Vorlage“; empty where nothing does."""


KINDS = {
    "vorlage": Withdrawable(
        Paper,
        "Diese Vorlage",
        "Mit ihr gehen ihre Unterlagen und ihre Stationen. Die Nummer bleibt vergeben.",
        withdraw_paper,
        followed="Vorlage",
    ),
    "sitzung": Withdrawable(
        Meeting,
        "Diese Sitzung",
        "Mit ihr gehen die Tagesordnung und ihre eigenen Unterlagen. Vorlagen bleiben. Eine Sitzung, die nicht "
        "stattfindet, sagen Sie besser ab: Dann bleibt sie sichtbar.",
        withdraw_meeting,
        followed="Sitzung",
    ),
    "top": Withdrawable(
        AgendaItem,
        "Dieser Punkt der Tagesordnung",
        "Mit ihm gehen seine eigenen Unterlagen und alle Stände der Tagesordnung, die ihn nennen. Die Vorlage bleibt.",
        withdraw_item,
    ),
    "datei": Withdrawable(
        File,
        "Diese Unterlage",
        "Mit ihr gehen alle ihre Fassungen. Die Seiten, auf denen sie steht, bleiben.",
        withdraw_file,
    ),
}
VERSION = Withdrawable(Paper, "Diese Fassung", "Die Vorlage bleibt, wie sie heute ist.", withdraw_paper_version)
GONE = "Zurückgezogen. Ab sofort sieht es niemand mehr; die Adresse nennt Datum und Grund."

GONE_ALREADY = "Das ist schon zurückgezogen. Hier stehen Datum und Grund."


@blueprint.route("/<any(vorlage, sitzung, top, datei):kind>/<key>/zurueckziehen", methods=["GET", "POST"])
@permitted(Permission.CONTENT_WITHDRAW)
def withdraw_page(kind: str, key: str) -> ResponseReturnValue:
    """What will be gone, and why; then it is gone for everybody at once."""
    chosen = KINDS[kind]
    address = f"/{kind}/{key}"
    if _is_gone(chosen, key, address):
        return redirect(address, 303)
    row = _found(db.session(), chosen, key)
    form = ReasonForm()
    if request.method == "POST":
        form = ReasonForm.parse(request.form)
        try:
            form = _withdrawn(chosen, key, form) if not form.errors else form
        except NotFound:
            if _is_gone(chosen, key, address):  # of two clicks at the same moment this is the second
                return redirect(address, 303)
            raise
        if not form.errors:
            flash(GONE, "success")
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


def _withdrawn(chosen: Withdrawable, key: str, form: ReasonForm) -> ReasonForm:
    """Take it back; the form says what stood against it."""
    with transaction() as session:
        row = _found(session, chosen, key)
        more = {}
        if chosen.followed and form.instead:
            successor = successor_at(session, current_actor(), chosen.model, form.instead)
            if successor is None or successor.id == row.id:
                sentence = (
                    f"Diese {chosen.followed} gibt es nicht, oder sie ist nicht öffentlich. Bitte prüfen Sie sie."
                )
                return form.refused("instead", sentence)
            more = {"successor": successor}
        chosen.withdraw(session, current_actor(), row, form.reason, now=now_utc(), **more)
    return form


@blueprint.route("/vorlage/<slug>/fassung/<int:number>/zurueckziehen", methods=["GET", "POST"])
@permitted(Permission.CONTENT_WITHDRAW)
def withdraw_version_page(slug: str, number: int) -> ResponseReturnValue:
    """Take an older version of a paper back; the paper stays as it is now."""
    address = f"/vorlage/{slug}/fassung/{number}"
    paper = _found(db.session(), KINDS["vorlage"], slug)
    version = version_for(db.session(), current_actor(), paper.id, number)
    if version is None and request.method == "POST" and tombstone_at(db.session(), address) is not None:
        flash(GONE_ALREADY)
        return redirect(address, 303)
    if version is None or number >= paper.version:
        abort(404)
    form = ReasonForm.parse(request.form) if request.method == "POST" else ReasonForm()
    if request.method == "POST" and not form.errors:
        with transaction() as session:
            fresh = _found(session, KINDS["vorlage"], slug)
            withdraw_paper_version(session, current_actor(), fresh, number, form.reason, now=now_utc())
        flash(GONE, "success")
        return redirect(address, 303)
    page = render_template(
        "publication/withdraw.html",
        chosen=VERSION,
        address=address,
        name=f"{paper.name}, Fassung {number}",
        public=True,
        form=form,
    )
    return (page, 422) if form.errors else page


def _is_gone(chosen: Withdrawable, key: str, address: str) -> bool:
    """Whether a form was sent twice, or somebody else was quicker: the address itself says when and why it went."""
    if request.method != "POST" or _row(db.session(), chosen, key) is not None:
        return False
    if tombstone_at(db.session(), address) is None:
        return False
    flash(GONE_ALREADY)
    return True


def _row(session: Session, chosen: Withdrawable, key: str) -> Any:  # noqa: ANN401 - one of four tables
    """The readable row with this key; None else."""
    model = chosen.model
    criterion = Paper.slug == key if model is Paper else model.id == number_from(key)
    return session.scalar(select(model).where(criterion, model.deleted.is_(False), readable_by(current_actor(), model)))


def _found(session: Session, chosen: Withdrawable, key: str) -> Any:  # noqa: ANN401 - one of four tables
    """The readable row with this key that the actor may take back; 404 else."""
    row: ProtectedObject | None = _row(session, chosen, key)
    if row is None or not may(current_actor(), Permission.CONTENT_WITHDRAW, row):
        abort(404)
    return row
