"""The page where a member says how invitations shall come, and sees what they said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select

from ris.access.permissions import Permission
from ris.council.delivery import DeliveryWay, choose_delivery, delivery_of
from ris.council.models import Person
from ris.db import db, now_utc, transaction
from ris.web.actor import current_actor
from ris.web.answers import Answers
from ris.web.doors import permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("delivery", __name__)
MISSING = "Bitte wählen Sie, wie Ihre Einladungen kommen sollen."


@blueprint.route("/mein/konto/zustellung", methods=["GET", "POST"])
@permitted(Permission.DELIVERY_CHOOSE)
def choice() -> ResponseReturnValue:
    """Electronic or on paper; the consequence stands beside the choice."""
    if request.method != "POST":
        return _page(Answers())
    answers = Answers(request.form.to_dict())
    way = DeliveryWay(answers.typed("art")) if answers.typed("art") in set(DeliveryWay) else None
    if way is None:
        answers.refuse("art", MISSING)
        return _page(answers), 422
    with transaction() as session:
        person = session.scalars(select(Person).where(Person.id == (current_actor().person_id or 0))).first()
        changed = choose_delivery(session, current_actor(), person or abort(404), way, now=now_utc())
    flash(f"Gespeichert: Ihre Einladungen kommen {way.label}." if changed else "Daran hat sich nichts geändert.")
    return redirect(url_for(".choice"), 303)


def _page(answers: Answers) -> str:
    delivery = delivery_of(db.session(), current_actor())
    now = DeliveryWay.ELECTRONIC if delivery.electronic else DeliveryWay.PAPER
    by_consent = g.body.settings.standing_orders.electronic_by_consent
    return render_template(
        "members/delivery.html",
        form=answers if answers.errors else Answers({"art": now.value}),
        delivery=delivery,
        ways=[
            (DeliveryWay.ELECTRONIC.value, "Elektronisch: per E-Mail, mit Unterlagen in „Mein Bereich“"),
            (DeliveryWay.PAPER.value, "Auf Papier: per Post an Ihre Anschrift"),
        ],
        by_consent=by_consent,
    )
