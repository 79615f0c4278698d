"""Pages that read several subjects: start page, papers, organizations, people."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ris.db import db, now_utc
from ris.portal import pages
from ris.portal.paper_versions import paper_version_page
from ris.web.actor import current_actor
from ris.web.addresses import address_of_version
from ris.web.conditional import conditional
from ris.web.dates import local_day
from ris.web.doors import open_to_all

blueprint = Blueprint("portal", __name__)


@blueprint.get("/")
@open_to_all
@conditional
def home() -> ResponseReturnValue:
    """Find a topic, see what is next."""
    page = pages.home_page(db.session(), current_actor(), now=now_utc())
    return render_template("portal/home.html", page=page)


@blueprint.get("/vorlagen")
@open_to_all
@conditional
def paper_list() -> ResponseReturnValue:
    """All papers by key."""
    page = pages.paper_list_page(db.session(), current_actor(), request.args)
    return render_template("portal/paper_list.html", page=page, canonical=page.address(page.after))


@blueprint.get("/vorlage/<key>")
@open_to_all
@conditional
def paper_detail(key: str) -> ResponseReturnValue:
    """The matter itself; a number leads to its one address."""
    page = pages.paper_page(db.session(), current_actor(), key)
    if page is None:
        abort(404)
    if page.paper.slug != key:
        return redirect(f"/vorlage/{page.paper.slug}", 301)
    return render_template("portal/paper_detail.html", page=page)


@blueprint.get("/vorlage/<key>/fassung/<int:number>")
@open_to_all
@conditional
def paper_version(key: str, number: int) -> ResponseReturnValue:
    """The matter as it stood at one time."""
    page = paper_version_page(db.session(), current_actor(), key, number)
    if page is None:
        abort(404)
    if page.paper.slug != key:
        return redirect(address_of_version("paper", page.paper.slug, number), 301)
    return render_template("portal/paper_version.html", page=page)


@blueprint.get("/gremien")
@open_to_all
@conditional
def organization_list() -> ResponseReturnValue:
    """Who decides."""
    today = local_day(now_utc())
    page = pages.council_page(db.session(), current_actor(), request.args, today=today)
    canonical = f"/gremien?nach={page.after}" if page.after else "/gremien"
    return render_template("portal/organization_list.html", page=page, canonical=canonical)


@blueprint.get("/gremium/<int:organization_id>")
@open_to_all
@conditional
def organization_detail(organization_id: int) -> ResponseReturnValue:
    """One organization."""
    today = local_day(now_utc())
    page = pages.organization_page(db.session(), current_actor(), organization_id, today=today)
    if page is None:
        abort(404)
    return render_template("portal/organization_detail.html", page=page)


@blueprint.get("/person/<int:person_id>")
@open_to_all
@conditional
def person_detail(person_id: int) -> ResponseReturnValue:
    """One person."""
    today = local_day(now_utc())
    page = pages.person_page(db.session(), current_actor(), person_id, today=today)
    if page is None:
        abort(404)
    return render_template("portal/person_detail.html", page=page)
