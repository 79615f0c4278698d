"""The page about open data, whose examples work as they stand, and the description of the data for catalogues."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ris.council.licences import Licence, licence_of
from ris.council.models import Body
from ris.db import db
from ris.feeds.answers import feed
from ris.portal.catalog import FORMS, Facts, Form, catalog
from ris.portal.service import SERVICE_PAGES, own_paragraphs
from ris.web.actor import current_actor, current_public_url
from ris.web.conditional import conditional, current_validator
from ris.web.dates import BERLIN
from ris.web.doors import open_to_all

blueprint = Blueprint("open_data", __name__)

JSON_LD = "application/ld+json"


@dataclass(frozen=True)
class OpenData:
    """What the page names."""

    oparl: str
    """Where clients begin."""
    body: str
    """The town's own object; its lists lie below."""
    here: str
    licence: Licence
    forms: tuple[Form, ...] = FORMS


@blueprint.get("/offene-daten")
@open_to_all
@conditional
def open_data() -> ResponseReturnValue:
    """What there is for programs, what one may do with it, and how to begin."""
    installation = current_app.config["RIS"].public_url
    data = OpenData(
        oparl=f"{installation}/oparl/system",
        body=f"{installation}/oparl/body/{current_actor().body_id}",
        here=current_public_url(),
        licence=licence_of(_town().license),
    )
    page = SERVICE_PAGES["offene-daten"]
    return render_template("portal/service_page.html", page=page, data=data, paragraphs=own_paragraphs("offene-daten"))


@blueprint.get("/offene-daten/katalog.jsonld")
@feed
def data_catalog() -> ResponseReturnValue:
    """The description of the data (DCAT-AP) for GovData and other catalogues."""
    town = _town()
    facts = Facts(
        town=town.name,
        here=current_public_url(),
        oparl=f"{current_app.config['RIS'].public_url}/oparl/system",
        licence=licence_of(town.license),
        issued=town.created.astimezone(BERLIN),
        modified=current_validator().last_modified.astimezone(BERLIN),
        municipality_key=town.ags or "",
        contact=town.contact_name or town.settings.get("office_name", ""),
        email=town.contact_email or town.settings.get("office_email", ""),
    )
    return Response(json.dumps(catalog(facts), ensure_ascii=False, indent=1), content_type=JSON_LD)


def _town() -> Body:
    return db.session.scalars(select(Body).where(Body.id == current_actor().body_id)).one()
