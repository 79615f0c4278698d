"""Pages of seats: take one, change one, follow somebody in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request

from ris.access.permissions import Permission
from ris.council.deputy_law import stand_in_doubt
from ris.council.forms import iso, seat_answers, seat_values
from ris.council.mandates import SeatRefused, Tenure
from ris.council.models import Organization, Person
from ris.council.register import (
    KINDS,
    deputies_kept,
    entry_for,
    organizations_offered,
    people_offered,
    person_named,
    seat_for,
)
from ris.council.rules import Group
from ris.council.services.register import Conflict
from ris.council.services.seats import NewSeat, change_seat, name_deputy, succeed, take_seat
from ris.db import db, now_utc, transaction
from ris.web.actor import current_actor
from ris.web.answers import SEEN, Answers
from ris.web.dates import local_day
from ris.web.doors import permitted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ris.council.models import Membership

blueprint = Blueprint("seats", __name__)

WHO = "Bitte wählen Sie eine Person aus der Liste. Wer fehlt, wird zuerst unter „Personen“ angelegt."


@blueprint.route("/verwaltung/gremien/<int:identity>/mandat", methods=["GET", "POST"])
@permitted(Permission.COUNCIL_EDIT)
def seat_new(identity: int) -> ResponseReturnValue:
    """A new seat in an organization."""
    organization = entry_for(db.session(), current_actor(), KINDS["gremien"], identity)
    if not isinstance(organization, Organization):
        abort(404)
    answers = Answers(request.form.to_dict() or {"rolle": "Mitglied", "stimmrecht": "1"})
    if request.method != "POST":
        return _form("seat_new.html", answers, organization=organization)
    values = seat_values(answers, [group for group, _ in _groups()])
    person = _person(answers)
    if answers.errors or person is None:
        return _form("seat_new.html", answers, organization=organization), 422
    try:
        with transaction() as session:
            new = NewSeat(
                session.get_one(Person, person.id),
                session.get_one(Organization, identity),
                values["role"],
                Tenure(values["start_date"], values["end_date"]),
                values["voting_right"],
                values["on_behalf_of_id"],
            )
            take_seat(session, current_actor(), new, now=now_utc())
    except SeatRefused as refused:
        answers.refuse("person", str(refused))
        return _form("seat_new.html", answers, organization=organization), 422
    flash("Das Mandat ist eingetragen.")
    return redirect(f"/verwaltung/gremien/{identity}#mitglieder")


@blueprint.route("/verwaltung/mandate/<int:identity>", methods=["GET", "POST"])
@permitted(Permission.COUNCIL_EDIT)
def seat_change(identity: int) -> ResponseReturnValue:
    """Other days or another role."""
    seat = _seat(identity)
    if request.method != "POST":
        return _form("seat_change.html", seat_answers(seat), seat=seat)
    answers = Answers(request.form.to_dict())
    values, seen = seat_values(answers, [group for group, _ in _groups()]), answers.seen()
    if answers.errors or seen is None:
        return _form("seat_change.html", answers, seat=seat), 422
    try:
        with transaction() as session:
            change_seat(session, current_actor(), _seat(identity), values, seen=seen, now=now_utc())
    except SeatRefused as refused:
        answers.refuse("beginn", str(refused))
        return _form("seat_change.html", answers, seat=_seat(identity)), 422
    except Conflict:
        now_kept = _seat(identity)
        return _form("seat_change.html", answers, seat=now_kept, conflict=seat_answers(now_kept)), 409
    flash("Gespeichert.")
    return redirect(f"/verwaltung/gremien/{_seat(identity).organization_id}#mitglieder")


@blueprint.route("/verwaltung/mandate/<int:identity>/nachruecken", methods=["GET", "POST"])
@permitted(Permission.COUNCIL_EDIT)
def seat_succeed(identity: int) -> ResponseReturnValue:
    """One leaves, another follows: one act."""
    seat = _seat(identity)
    if request.method != "POST":
        return _form("seat_succeed.html", Answers({SEEN: seat.modified.isoformat()}), seat=seat)
    answers = Answers(request.form.to_dict())
    last_day = answers.day("letzter_tag", "Bitte geben Sie den letzten Tag des bisherigen Mandats ein.")
    person, seen = _person(answers), answers.seen()
    if answers.errors or last_day is None or person is None or seen is None:
        return _form("seat_succeed.html", answers, seat=seat), 422
    try:
        with transaction() as session:
            successor = session.get_one(Person, person.id)
            succeed(session, current_actor(), _seat(identity), successor, last_day, seen=seen, now=now_utc())
    except SeatRefused as refused:
        answers.refuse("letzter_tag", str(refused))
        return _form("seat_succeed.html", answers, seat=_seat(identity)), 422
    except Conflict:
        now_kept = _seat(identity)
        return _form("seat_succeed.html", answers, seat=now_kept, conflict=seat_answers(now_kept)), 409
    flash("Das Nachrücken ist eingetragen.")
    return redirect(f"/verwaltung/gremien/{_seat(identity).organization_id}#mitglieder")


@blueprint.route("/verwaltung/mandate/<int:identity>/vertretung", methods=["GET", "POST"])
@permitted(Permission.COUNCIL_EDIT)
def seat_deputy(identity: int) -> ResponseReturnValue:
    """Who stands in for one member: a personal deputy, from day to day."""
    seat = _seat(identity)
    today = local_day(now_utc())
    first = {"beginn": iso(max(today, seat.start_date or today)), "ende": iso(seat.end_date)}
    answers = Answers(request.form.to_dict() or first)
    if request.method != "POST":
        return _deputy_form(answers, seat)
    start = answers.day("beginn", "Bitte geben Sie den ersten Tag ein.")
    end = answers.day("ende") or seat.end_date
    person = _person(answers)
    if answers.errors or person is None:
        return _deputy_form(answers, seat), 422
    try:
        with transaction() as session:
            deputy = session.get_one(Person, person.id)
            name_deputy(session, current_actor(), _seat(identity), deputy, Tenure(start, end), now=now_utc())
            doubt = stand_in_doubt(session, _seat(identity), deputy, start or today)
    except SeatRefused as refused:
        answers.refuse("person", str(refused))
        return _deputy_form(answers, _seat(identity)), 422
    flash("Die Vertretung ist eingetragen.")
    if doubt is not None:
        flash(f"{doubt.reason} {doubt.cure} ({doubt.norm})", "warning")
    return redirect(f"/verwaltung/mandate/{identity}/vertretung")


def _deputy_form(answers: Answers, seat: Membership) -> str:
    deputies = deputies_kept(db.session(), current_actor(), seat, local_day(now_utc()))
    return _form("seat_deputy.html", answers, seat=seat, deputies=deputies)


def _seat(identity: int) -> Membership:
    seat = seat_for(db.session(), current_actor(), identity)
    if seat is None:
        abort(404)
    return seat


def _person(answers: Answers) -> Person | None:
    words = answers.text("person", WHO)
    person = person_named(db.session(), current_actor(), words) if words else None
    if person is None:
        answers.refuse("person", WHO)
    return person


def _groups() -> list[tuple[int, str]]:
    return organizations_offered(db.session(), current_actor(), Group.FACTION)


def _form(template: str, answers: Answers, **given: Any) -> str:  # noqa: ANN401 - what each template is about
    people = people_offered(db.session(), current_actor())
    return render_template(
        f"council/{template}",
        form=answers,
        people=people,
        groups=_groups(),
        **{"conflict": None, "seat": None, **given},
    )
