"""Pages of meetings: the calendar and archive, one meeting, one agenda item, and feeds of them."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ris.db import db, now_utc
from ris.feeds.answers import answer, calendar_answer, feed
from ris.feeds.listing import Form
from ris.meetings.agenda_feed import agenda_listing
from ris.meetings.calendar_pages import calendar_page
from ris.meetings.events import events_of
from ris.meetings.feeds import meeting_listing
from ris.meetings.forms import CalendarQuery
from ris.meetings.pages import agenda_page, item_page, meeting_page
from ris.meetings.queries.lines import line_for
from ris.web.actor import current_actor
from ris.web.conditional import conditional
from ris.web.doors import open_to_all

blueprint = Blueprint("meetings", __name__)


@blueprint.get("/sitzungen")
@open_to_all
@conditional
def meeting_list() -> ResponseReturnValue:
    """Calendar and archive."""
    query = CalendarQuery.parse(request.args)
    page = calendar_page(db.session(), current_actor(), query, now=now_utc())
    return render_template("meetings/meeting_list.html", page=page, canonical=page.canonical)


@blueprint.get("/sitzungen.<any(ics, atom, json, csv):form>")
@feed
def meeting_feed(form: str) -> ResponseReturnValue:
    """The same list for calendars, feed readers, programs and spreadsheets."""
    query = CalendarQuery.parse(request.args)
    return answer(meeting_listing(db.session(), current_actor(), query, now=now_utc()), Form(form))


@blueprint.get("/sitzungen.rss")
@open_to_all
def meeting_news_moved() -> ResponseReturnValue:
    """The feed had another format once; those who follow it are led on."""
    asked = request.query_string.decode(errors="replace")
    return redirect(f"/sitzungen.atom?{asked}" if asked else "/sitzungen.atom", 301)


@blueprint.get("/sitzung/<int:meeting_id>")
@open_to_all
@conditional
def meeting_detail(meeting_id: int) -> ResponseReturnValue:
    """Everything about one meeting."""
    page = meeting_page(db.session(), current_actor(), meeting_id, now=now_utc())
    if page is None:
        abort(404)
    return render_template("meetings/meeting_detail.html", page=page)


@blueprint.get("/sitzung/<int:meeting_id>/stand/<int:number>")
@open_to_all
@conditional
def agenda_version(meeting_id: int, number: int) -> ResponseReturnValue:
    """The agenda as it stood at one time."""
    page = agenda_page(db.session(), current_actor(), meeting_id, number)
    if page is None:
        abort(404)
    return render_template("meetings/agenda_version.html", page=page)


@blueprint.get("/sitzung/<int:meeting_id>.<any(ics, atom, json, csv):form>")
@feed
def meeting_agenda(meeting_id: int, form: str) -> ResponseReturnValue:
    """The date of one public meeting for a calendar, its agenda for everything else."""
    line = line_for(db.session(), current_actor(), meeting_id)
    if line is None:
        abort(404)
    return answer(agenda_listing(current_actor(), line), Form(form))


@blueprint.get("/sitzung/<int:meeting_id>/termin.ics")
@open_to_all
@conditional
def own_meeting_date(meeting_id: int) -> ResponseReturnValue:
    """The date of a meeting that not everybody may read of, for the calendar of who may."""
    line = line_for(db.session(), current_actor(), meeting_id)
    if line is None:
        abort(404)
    return calendar_answer(events_of([line]), line.title)


@blueprint.get("/top/<int:item_id>")
@open_to_all
@conditional
def agenda_item_detail(item_id: int) -> ResponseReturnValue:
    """What happened to one point."""
    page = item_page(db.session(), current_actor(), item_id, now=now_utc())
    if page is None:
        abort(404)
    return render_template("meetings/agenda_item_detail.html", page=page)


@blueprint.get("/sitzung/")
@open_to_all
def meeting_list_moved() -> ResponseReturnValue:
    """People shorten addresses; this one leads to the list."""
    return redirect("/sitzungen", 301)
