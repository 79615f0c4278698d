"""Pages of meetings: the calendar and archive, one meeting, one agenda item, and feeds of them."""

from flask import Blueprint, Response, abort, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ris.db import db, now_utc
from ris.meetings import feeds
from ris.meetings.calendar_pages import calendar_page
from ris.meetings.forms import CalendarQuery
from ris.meetings.pages import agenda_page, item_page, meeting_page
from ris.meetings.queries.calendar import meetings_for_feed, newest_meetings
from ris.meetings.queries.lines import MeetingLine, line_for
from ris.web.actor import current_actor, current_public_url
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


@blueprint.get("/sitzungen.ics")
@open_to_all
@conditional
def meeting_calendar() -> ResponseReturnValue:
    """The calendar as a subscription."""
    chosen = CalendarQuery.parse(request.args).filter
    lines = meetings_for_feed(db.session(), current_actor(), now_utc(), chosen)
    return _ics(lines, f"Sitzungen {g.body.name}")


@blueprint.get("/sitzungen.rss")
@open_to_all
@conditional
def meeting_news() -> ResponseReturnValue:
    """New and changed meetings as a feed."""
    chosen = CalendarQuery.parse(request.args).filter
    lines = newest_meetings(db.session(), current_actor(), chosen)
    title = f"Sitzungen – {g.body.name}"
    content = feeds.news(lines, title=title, public_url=current_public_url(), address="/sitzungen")
    return Response(content, content_type="application/rss+xml; charset=utf-8")


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


@blueprint.get("/sitzung/<int:meeting_id>.ics")
@open_to_all
@conditional
def meeting_entry(meeting_id: int) -> ResponseReturnValue:
    """One meeting for a calendar."""
    line = line_for(db.session(), current_actor(), meeting_id)
    if line is None:
        abort(404)
    return _ics([line], line.title)


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


def _ics(lines: list[MeetingLine], name: str) -> Response:
    content = feeds.calendar(lines, name=name, public_url=current_public_url())
    return Response(content, content_type="text/calendar; charset=utf-8")
