"""Pages of planning: a committee's year, publishing the calendar, moving and calling off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.db import db, now_utc, transaction
from ris.meetings.models import Meeting
from ris.meetings.planning_forms import move_wish_from, reason_from, year_wish_from
from ris.meetings.planning_pages import first_answers, preview_of, year_page
from ris.meetings.queries.lines import line_for
from ris.meetings.queries.planning import meeting_to_change, places_to_meet, planned_meetings
from ris.meetings.rules import MeetingState, StepRefused
from ris.meetings.services.calendar_entries import CalendarDesk
from ris.meetings.services.planning import NewMeeting, plan_meetings, publish_calendar
from ris.meetings.services.planning_changes import Conflict, NewTime, cancel_meeting, reschedule
from ris.meetings.services.planning_letters import tell_members
from ris.web.actor import current_actor, current_public_url
from ris.web.addresses import number_from
from ris.web.answers import SEEN, Answers
from ris.web.dates import full_moment, in_berlin
from ris.web.doors import permitted
from ris.web.typography import counted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("planning", __name__)

CREATE = "anlegen"
PLANNED_ALREADY = "An diesen Tagen ist schon geplant. Es kam keine Sitzung dazu."
SEVERAL = ("weitere", "monate", "termin")


def sent() -> Answers:
    """The form as it was sent; boxes of one name together."""
    return Answers(
        {name: request.form.getlist(name) if name in SEVERAL else text for name, text in request.form.items()}
    )


@blueprint.get("/buero/jahresplan")
@permitted(Permission.MEETING_PLAN)
def year_plan() -> ResponseReturnValue:
    """Choose a committee, then fill in its year."""
    page = year_page(db.session(), current_actor(), Answers(request.args.to_dict()), now=now_utc())
    if page.leading is not None:
        page = replace(page, answers=first_answers(db.session(), current_actor(), page.leading, now=now_utc()))
    return render_template("planning/year.html", page=page)


@blueprint.post("/buero/jahresplan")
@permitted(Permission.MEETING_PLAN)
def year_plan_sent() -> ResponseReturnValue:
    """Show what a wish comes to, then note the chosen days."""
    answers, actor = sent(), current_actor()
    page = year_page(db.session(), actor, answers, now=now_utc())
    wish = year_wish_from(answers, [body.id for body in page.organizations], [place for place, _ in page.places])
    if wish is None or page.leading is None:
        return render_template("planning/year.html", page=page), 422
    ready = answers.typed("handlung") == CREATE and answers.typed("vorschau") == wish.mark
    chosen = answers.several_of("termin", request.form.getlist("termin")) if ready else None
    preview = preview_of(db.session(), actor, wish, chosen, page.leading)
    days = [line.day for line in preview.days if line.chosen]
    if not ready or not days:
        notice = "Bitte wählen Sie mindestens einen Tag." if ready else ""
        if ready and request.form.getlist("termin"):  # days that are taken cannot be chosen
            notice = PLANNED_ALREADY
        return render_template("planning/year.html", page=replace(page, preview=preview, notice=notice))
    new = [NewMeeting("", wish.organizations, wish.start_on(day), wish.location_id) for day in days]
    with transaction() as session:
        planned = plan_meetings(session, actor, new, now=now_utc())
        count = len(planned)
    said = f"{counted(count, 'Sitzung ist', 'Sitzungen sind')} geplant. Noch sieht sie nur der Sitzungsdienst."
    flash(said if count else PLANNED_ALREADY)
    return redirect("/buero/kalender")


@blueprint.get("/buero/kalender")
@permitted(Permission.MEETING_PLAN)
def plan() -> ResponseReturnValue:
    """What was planned and is not published."""
    lines = planned_meetings(db.session(), current_actor())
    return render_template("planning/plan.html", lines=lines, notice="")


@blueprint.post("/buero/kalender")
@permitted(Permission.MEETING_PLAN)
def plan_published() -> ResponseReturnValue:
    """Publish the calendar: what was chosen becomes known to everybody."""
    ids = [number for word in request.form.getlist("sitzung") if (number := number_from(word)) is not None]
    if not ids:
        lines = planned_meetings(db.session(), current_actor())
        return render_template(
            "planning/plan.html", lines=lines, notice="Bitte wählen Sie mindestens eine Sitzung."
        ), 422
    with transaction() as session:
        count = len(publish_calendar(session, current_actor(), ids, now=now_utc()))
    said = f"{counted(count, 'Sitzung steht', 'Sitzungen stehen')} jetzt im Kalender."
    flash(said if count else "Diese Sitzungen stehen schon im Kalender.")
    return redirect("/buero")


@blueprint.route("/sitzung/<int:meeting_id>/verlegen", methods=["GET", "POST"])
@permitted(Permission.MEETING_MOVE)
def meeting_move(meeting_id: int) -> ResponseReturnValue:
    """Another day, hour or place for a meeting."""
    meeting = _meeting(meeting_id)
    if request.method != "POST":
        return _move_form(meeting, _time_of(meeting))
    answers, announced = sent(), meeting.standing is None or meeting.standing.announced
    wish = move_wish_from(answers, [place for place, _ in _places(meeting)], announced=announced)
    if wish is None:
        return _move_form(meeting, answers), 422
    before, new = full_moment(meeting.start) if meeting.start else "", NewTime(wish.start, wish.location_id)
    try:
        with transaction() as session:
            row, now = session.get_one(type(meeting), meeting_id), now_utc()
            target = reschedule(session, current_actor(), row, new, wish.reason, seen=answers.seen(), now=now)
            told = tell_members(session, current_actor(), row, _calendar_desk(), before=before, now=now)
            identity = target.id
    except (StepRefused, Conflict) as refused:
        there = _moved_already(meeting_id, new)
        if there is not None and (isinstance(refused, Conflict) or there != meeting_id):
            flash(f"Die Sitzung ist schon verlegt auf {full_moment(wish.start)}.")
            return redirect(f"/sitzung/{there}")
        if isinstance(refused, StepRefused):
            answers.refuse("tag", str(refused))
            return _move_form(_meeting(meeting_id), answers), 422
        return _move_form(_meeting(meeting_id), answers, conflict=True), 409
    flash(f"Die Sitzung ist verlegt auf {full_moment(wish.start)}.{_letters(told)}")
    return redirect(f"/sitzung/{identity}")


@blueprint.route("/sitzung/<int:meeting_id>/absagen", methods=["GET", "POST"])
@permitted(Permission.MEETING_MOVE)
def meeting_cancel(meeting_id: int) -> ResponseReturnValue:
    """Call a meeting off."""
    meeting = _meeting(meeting_id)
    if request.method != "POST":
        return _cancel_form(meeting, Answers({SEEN: meeting.modified.isoformat()}))
    answers = sent()
    reason = reason_from(answers)
    if not reason:
        return _cancel_form(meeting, answers), 422
    try:
        with transaction() as session:
            row, now = session.get_one(type(meeting), meeting_id), now_utc()
            cancel_meeting(session, current_actor(), row, reason, seen=answers.seen(), now=now)
            told = tell_members(session, current_actor(), row, _calendar_desk(), now=now)
    except (StepRefused, Conflict) as refused:
        if _meeting(meeting_id).standing is MeetingState.CANCELLED:
            flash("Die Sitzung ist schon abgesagt.")
            return redirect(f"/sitzung/{meeting_id}")
        if isinstance(refused, StepRefused):
            answers.refuse("grund", str(refused))
            return _cancel_form(_meeting(meeting_id), answers), 422
        return _cancel_form(_meeting(meeting_id), answers, conflict=True), 409
    flash(f"Die Sitzung ist abgesagt.{_letters(told)}")
    return redirect(f"/sitzung/{meeting_id}")


def _meeting(meeting_id: int) -> Meeting:
    meeting = meeting_to_change(db.session(), current_actor(), meeting_id)
    if meeting is None:
        abort(404)
    require(current_actor(), Permission.MEETING_MOVE, meeting)
    return meeting


def _moved_already(meeting_id: int, new: NewTime) -> int | None:
    """Where a meeting was moved to, if that is what the form asks for: it was sent twice. Else None."""
    meeting = _meeting(meeting_id)
    there = db.session.get(Meeting, meeting.moved_to_id) if meeting.moved_to_id else meeting
    if there is None or (there.start, there.location_id) != (new.start, new.location_id):
        return None
    return there.id


def _time_of(meeting: Meeting) -> Answers:
    start = in_berlin(meeting.start) if meeting.start else None
    return Answers(
        {
            "tag": f"{start:%Y-%m-%d}" if start else "",
            "uhrzeit": f"{start:%H:%M}" if start else "",
            "ort": str(meeting.location_id or ""),
            SEEN: meeting.modified.isoformat(),
        },
    )


def _places(meeting: Meeting) -> list[tuple[int, str]]:
    places = places_to_meet(db.session(), current_actor())
    if meeting.location is not None and meeting.location_id not in dict(places):
        places.append((meeting.location.id, meeting.location.description or meeting.location.room or "Bisheriger Ort"))
    return places


def _move_form(meeting: Meeting, answers: Answers, *, conflict: bool = False) -> str:
    line = line_for(db.session(), current_actor(), meeting.id)
    return render_template(
        "planning/move.html", meeting=meeting, line=line, form=answers, places=_places(meeting), conflict=conflict
    )


def _cancel_form(meeting: Meeting, answers: Answers, *, conflict: bool = False) -> str:
    line = line_for(db.session(), current_actor(), meeting.id)
    return render_template("planning/cancel.html", meeting=meeting, line=line, form=answers, conflict=conflict)


def _calendar_desk() -> CalendarDesk:
    return CalendarDesk(current_app.extensions["storage"], current_public_url())


def _letters(told: int) -> str:
    if not told:
        return ""
    return f" {counted(told, 'Mitglied wird', 'Mitglieder werden')} per E-Mail benachrichtigt."
