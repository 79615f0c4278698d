"""What machines that list the web may know: robots.txt, and a sitemap of everything public, paged by key."""

from typing import Any

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Row, func, select

from ris.access.actor import Actor
from ris.council.models import Organization, Person
from ris.db import db
from ris.documents.models import Paper
from ris.meetings.models import AgendaItem, Meeting
from ris.portal.service import SERVICE_PAGES
from ris.scope.readers import readable_by
from ris.web.actor import current_actor, current_public_url
from ris.web.addresses import address_of
from ris.web.conditional import conditional
from ris.web.doors import open_to_all

blueprint = Blueprint("robots", __name__)

SITEMAP_SIZE = 5000
"""Addresses per file; the protocol allows 50,000."""
KINDS: dict[str, Any] = {
    "sitzungen": Meeting,
    "punkte": AgendaItem,
    "vorlagen": Paper,
    "gremien": Organization,
    "personen": Person,
}
PLACES = ("/", "/sitzungen", "/vorlagen", "/gremien", "/protokoll", *(f"/{name}" for name in SERVICE_PAGES))
XML = "application/xml; charset=utf-8"


@blueprint.get("/robots.txt")
@open_to_all
@conditional
def robots() -> ResponseReturnValue:
    """Everything public may be listed; searches and forms are no pages of their own."""
    lines = (
        "User-agent: *",
        "Disallow: /suche",
        "Disallow: /anmelden",
        "Disallow: /barriere-melden?",
        "Disallow: /sitzung/*/mappe.pdf",  # made when asked for, out of papers that are listed by themselves
        "Disallow: /sitzung/*/mappe-",
        "Disallow: /sitzung/*/pressemappe.pdf",
        "Disallow: /sitzung/*/aenderungen.pdf",
        "Disallow: /sitzung/*/unterlagen.zip",
        f"Sitemap: {current_public_url()}/sitemap.xml",
        "",
    )
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
@open_to_all
@conditional
def sitemap_index() -> ResponseReturnValue:
    """The files of the sitemap: one per kind and page."""
    reader = Actor.public(current_actor().body_id)
    files = [
        f"{current_public_url()}/sitemap-{name}-{start}.xml"
        for name, model in KINDS.items()
        for start in _starts(reader, model)
    ]
    files.insert(0, f"{current_public_url()}/sitemap-seiten-0.xml")
    return Response(render_template("portal/sitemap_index.xml", files=files), content_type=XML)


@blueprint.get("/sitemap-<name>-<int:after>.xml")
@open_to_all
@conditional
def sitemap(name: str, after: int) -> ResponseReturnValue:
    """The public addresses of one kind whose ids come after a key."""
    if name == "seiten":
        entries = [(f"{current_public_url()}{place}", "") for place in PLACES]
    elif name in KINDS:
        entries = _entries(Actor.public(current_actor().body_id), KINDS[name], after)
    else:
        abort(404)
    return Response(render_template("portal/sitemap.xml", entries=entries), content_type=XML)


def _starts(reader: Actor, model: Any) -> list[int]:  # noqa: ANN401 - any of the mapped classes in KINDS
    highest = db.session.scalar(select(func.max(model.id)).where(readable_by(reader, model)))
    lowest = db.session.scalar(select(func.min(model.id)).where(readable_by(reader, model)))
    if highest is None or lowest is None:
        return []
    return list(range(lowest - 1, highest, SITEMAP_SIZE))


def _entries(reader: Actor, model: Any, after: int) -> list[tuple[str, str]]:  # noqa: ANN401
    key = model.slug if model is Paper else model.id
    rows = db.session.execute(
        select(key.label("key"), model.modified)
        .where(model.id > after, model.id <= after + SITEMAP_SIZE, readable_by(reader, model))
        .order_by(model.id)
    )
    return [_entry(model.__tablename__, row) for row in rows]


def _entry(kind: str, row: Row[*tuple[Any, ...]]) -> tuple[str, str]:
    return f"{current_public_url()}{address_of(kind, row.key)}", row.modified.isoformat(timespec="seconds")
