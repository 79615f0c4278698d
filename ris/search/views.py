"""The search page."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from ris.db import db
from ris.feeds.answers import answer, feed
from ris.feeds.listing import Form
from ris.search.engine import NoIndex
from ris.search.feeds import search_listing
from ris.search.forms import SearchForm
from ris.search.index import SearchIndex
from ris.search.pages import SearchPage, search_page
from ris.web.actor import current_actor
from ris.web.conditional import conditional
from ris.web.doors import open_to_all

blueprint = Blueprint("search", __name__)


@blueprint.get("/suche")
@open_to_all
@conditional
def search() -> ResponseReturnValue:
    """One list over everything this reader may see."""
    form = SearchForm.parse(request.args)
    index: SearchIndex = current_app.extensions["search"]
    try:
        page = search_page(db.session(), current_actor(), index, form) if form.asked else SearchPage(form)
    except NoIndex:
        page = SearchPage(form, ready=False)
    return render_template("search/search.html", page=page, canonical=form.address)


@blueprint.get("/suche.<any(ics, atom, json, csv):ending>")
@feed
def search_feed(ending: str) -> ResponseReturnValue:
    """What is found, to be followed; while there is no index, come again in a minute.

    An empty feed would say that everything is gone. Who asks for nothing finds nothing, and needs no index for that.
    """
    index: SearchIndex = current_app.extensions["search"]
    form = SearchForm.parse(request.args)
    try:
        if form.asked:
            index.reader()
        listing = search_listing(current_actor(), index, form)
        if ending == Form.ICS and listing.events is None:
            abort(404)
        return answer(listing, Form(ending))
    except NoIndex:
        return (
            "Die Suche wird gerade eingerichtet.\n",
            503,
            {"Content-Type": "text/plain; charset=utf-8", "Retry-After": "60"},
        )
