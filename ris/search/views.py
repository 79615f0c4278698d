"""The search page."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from ris.db import db
from ris.search.engine import NoIndex
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
