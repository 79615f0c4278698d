"""Pages of the town itself: its name and office, its own orders, its school holidays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from flask import Blueprint, abort, flash, redirect, render_template, request

from ris.access.permissions import Permission
from ris.council.holiday_lists import LONGEST, Holidays, UnreadableList, holidays_in
from ris.council.licences import offered
from ris.council.models import Body, SchoolHoliday
from ris.council.register import organizations_offered, school_holidays_kept
from ris.council.rules import Group
from ris.council.services.school_holidays import add_school_holidays, strike_school_holidays
from ris.council.services.towns import ChangedMeanwhile, change_town
from ris.council.settings import BodySettings
from ris.council.town_forms import PERIODS, orders_answers, orders_from, refuse_orders, town_answers, town_values
from ris.db import db, now_utc, transaction
from ris.law.in_force import law_in_force
from ris.law.provisions import Land, Medium
from ris.law.school_holidays import school_holidays_of
from ris.law.standing_orders import OrdersRefused
from ris.law.working_days import DayCount
from ris.web.actor import current_actor
from ris.web.answers import Answers
from ris.web.dates import local_day
from ris.web.doors import permitted
from ris.web.typography import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from ris.law.verdict import Verdict

blueprint = Blueprint("town", __name__)

LANDS = ((Land.HESSE.value, "Hessen"), (Land.LOWER_SAXONY.value, "Niedersachsen"))


@blueprint.route("/verwaltung/koerperschaft", methods=["GET", "POST"])
@permitted(Permission.BODY_EDIT)
def town() -> ResponseReturnValue:
    """What the town is called, and who answers for it."""
    if request.method != "POST":
        return _town(town_answers(_body()))
    answers = Answers(request.form.to_dict())
    councils = [identity for identity, _ in _councils()]
    body = _body()
    values, settings = town_values(answers, BodySettings.from_json(body.settings), councils, body.license)
    return _save(answers, values, settings, _town, town_answers)


@blueprint.route("/verwaltung/recht", methods=["GET", "POST"])
@permitted(Permission.BODY_EDIT)
def orders() -> ResponseReturnValue:
    """Hauptsatzung and Geschäftsordnung as data; stricter than the law, never laxer."""
    if request.method != "POST":
        return _orders(orders_answers(_body()))
    answers = Answers(request.form.to_dict())
    wanted = orders_from(answers)
    settings = BodySettings.from_json(_body().settings)
    if wanted is not None:
        settings = replace(settings, orders=wanted.to_json())
    return _save(answers, {}, settings, _orders, orders_answers)


class ShowForm(Protocol):
    """Shows a form as it was typed; beside what somebody else saved meanwhile."""

    def __call__(self, answers: Answers, *, conflict: Answers | None = None) -> str:
        """The page."""


def _save(
    answers: Answers,
    values: dict[str, Any],
    settings: BodySettings,
    form: ShowForm,
    stored: Callable[[Body], Answers],
) -> ResponseReturnValue:
    seen = answers.seen()
    if answers.errors or seen is None:
        return form(answers), 422
    try:
        with transaction() as session:
            body = session.get_one(Body, current_actor().body_id)
            changed = change_town(session, current_actor(), body, values, settings, seen=seen, now=now_utc())
    except OrdersRefused as refused:
        refuse_orders(answers, refused)
        return form(answers), 422
    except ChangedMeanwhile:
        return form(answers, conflict=stored(_body())), 409
    flash("Gespeichert." if changed else "Es gab nichts zu ändern.")
    return redirect(request.path)


def _town(answers: Answers, *, conflict: Answers | None = None) -> str:
    licences = offered(_body().license)
    return render_template(
        "council/town.html", form=answers, councils=_councils(), licences=licences, conflict=conflict
    )


def _orders(answers: Answers, *, conflict: Answers | None = None) -> str:
    return render_template(
        "council/orders.html",
        form=answers,
        periods=PERIODS,
        counts=[(count.value, count.many) for count in DayCount],
        media=[(medium.value, medium.label) for medium in Medium],
        lands=LANDS,
        doubts=_doubts(),
        conflict=conflict,
    )


def _doubts() -> tuple[Verdict, ...]:
    """Where the stored orders are laxer than a rule nobody has read."""
    try:
        stored = BodySettings.from_json(_body().settings).standing_orders
        return law_in_force(stored, local_day(now_utc())).doubts
    except OrdersRefused:
        return ()  # the form itself says so on saving


@blueprint.get("/verwaltung/ferien")
@permitted(Permission.COUNCIL_EDIT)
def school_holidays() -> ResponseReturnValue:
    """The list of school holidays."""
    return _holidays(Answers())


@blueprint.post("/verwaltung/ferien")
@permitted(Permission.COUNCIL_EDIT)
def school_holidays_sent() -> ResponseReturnValue:
    """One more, or those of a calendar file."""
    answers = Answers(request.form.to_dict())
    upload = request.files.get("datei")
    found = _from_file(answers, upload.read()) if upload is not None and upload.filename else _typed(answers)
    if answers.errors:
        return _holidays(answers), 422
    with transaction() as session:
        added = add_school_holidays(session, current_actor(), found, now=now_utc())
    flash(f"{counted(added, 'Eintrag ist', 'Einträge sind')} neu." if added else "Das stand alles schon da.")
    return redirect("/verwaltung/ferien")


@blueprint.post("/verwaltung/ferien/<int:identity>/streichen")
@permitted(Permission.COUNCIL_EDIT)
def school_holidays_struck(identity: int) -> ResponseReturnValue:
    """Take one off the list."""
    with transaction() as session:
        row = session.get(SchoolHoliday, identity)
        if row is not None:
            strike_school_holidays(session, current_actor(), row, now=now_utc())
    if row is None:
        abort(404)
    flash("Gestrichen. Sie können den Eintrag jederzeit neu anlegen.")
    return redirect("/verwaltung/ferien")


def _typed(answers: Answers) -> list[Holidays]:
    name = answers.text("name", "Bitte geben Sie den Namen ein, zum Beispiel „Osterferien“.", most=80)
    first = answers.day("beginn", "Bitte geben Sie den ersten Tag ein.")
    last = answers.day("ende", "Bitte geben Sie den letzten Tag ein.")
    if first is None or last is None or answers.errors:
        return []
    if not first <= last <= first + LONGEST:
        answers.refuse("ende", f"Der letzte Tag liegt am ersten oder danach, höchstens {LONGEST.days} Tage.")
    return [Holidays(name, first, last)]


def _from_file(answers: Answers, content: bytes) -> list[Holidays]:
    try:
        return holidays_in(content)
    except UnreadableList as unreadable:
        answers.refuse("datei", str(unreadable))
        return []


def _holidays(answers: Answers) -> str:
    rows = school_holidays_kept(db.session(), current_actor())
    land, year = BodySettings.from_json(_body().settings).standing_orders.land, local_day(now_utc()).year
    fixed = [(one, school_holidays_of(land, one)) for one in (year, year + 1)]
    return render_template("council/school_holidays.html", form=answers, rows=rows, fixed=fixed)


def _councils() -> list[tuple[int, str]]:
    return organizations_offered(db.session(), current_actor(), Group.COUNCIL)


def _body() -> Body:
    return db.session().get_one(Body, current_actor().body_id)
