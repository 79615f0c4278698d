"""The portal's lists for calendars, feed readers, programs and spreadsheets, each at its page's own address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, request

from ris.council.queries import organization_for, person_for
from ris.db import db, now_utc
from ris.documents.queries.papers import paper_for
from ris.feeds.answers import answer, feed
from ris.feeds.listing import Form, with_ending
from ris.portal.council_feeds import organization_listing, organization_news, people_listing, person_news
from ris.portal.pages import papers_asked_for
from ris.portal.paper_feeds import paper_listing, way_listing
from ris.web.actor import current_actor
from ris.web.addresses import address_of
from ris.web.dates import local_day
from ris.web.doors import open_to_all

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("portal_feeds", __name__)


@blueprint.get("/vorlagen.<any(atom, json, csv):form>")
@feed
def papers(form: str) -> ResponseReturnValue:
    """All papers of a kind or a year."""
    return answer(paper_listing(current_actor(), papers_asked_for(request.args)), Form(form))


@blueprint.get("/vorlage/<key>.<any(ics, atom, json, csv):form>")
@feed
def paper(key: str, form: str) -> ResponseReturnValue:
    """The way of a paper through the bodies; a number leads to its one address."""
    found = paper_for(db.session(), current_actor(), key)
    if found is None:
        abort(404)
    if found.slug != key:
        return redirect(with_ending(address_of("paper", found.slug), form), 301)
    return answer(way_listing(current_actor(), found), Form(form))


@blueprint.get("/gremien.<any(atom, json, csv):form>")
@feed
def organizations(form: str) -> ResponseReturnValue:
    """Who decides."""
    return answer(organization_listing(current_actor(), today=local_day(now_utc())), Form(form))


@blueprint.get("/gremium/<int:organization_id>.<any(ics, atom, json, csv):form>")
@feed
def organization(organization_id: int, form: str) -> ResponseReturnValue:
    """Meetings, papers and members of one organization."""
    now = now_utc()
    found = organization_for(db.session(), current_actor(), organization_id)
    if found is None:
        abort(404)
    return answer(organization_news(current_actor(), found, now=now, today=local_day(now)), Form(form))


@blueprint.get("/personen.<any(atom, json, csv):form>")
@feed
def people(form: str) -> ResponseReturnValue:
    """Everybody by family name."""
    return answer(people_listing(current_actor()), Form(form))


@blueprint.get("/personen")
@open_to_all
def people_page() -> ResponseReturnValue:
    """People share a page with the organizations they sit in."""
    return redirect("/gremien#personen", 301)


@blueprint.get("/person/<int:person_id>.<any(atom, json, csv):form>")
@feed
def person(person_id: int, form: str) -> ResponseReturnValue:
    """Offices, seats and papers of one person."""
    found = person_for(db.session(), current_actor(), person_id)
    if found is None:
        abort(404)
    return answer(person_news(current_actor(), found, today=local_day(now_utc())), Form(form))
