"""Places and terms of office."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.council.models import Body, Organization, Person
from ris.documents.models import PaperLocation
from ris.meetings.models import Meeting
from ris.record.serial.pen import IDS, references
from ris.record.serial.words import columns
from ris.record.visible import MODELS, public_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select

    from ris.db import JsonObject
    from ris.record.serial.pen import Pen

HOLDERS = (
    ("bodies", "body", Body),
    ("organizations", "organization", Organization),
    ("persons", "person", Person),
    ("meetings", "meeting", Meeting),
)
"""OParl's plural names for who points to a place."""


def locations(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Places, as they are embedded."""
    return {own: pen.written("location", row, _location(row)) for own, row in pen.rows("location", ids).items()}


def whole_locations(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Places with everything that is there."""
    found = locations(pen, ids)
    for name, kind, _model in HOLDERS:
        for own, holders in pen.links(_at(kind), found).items():
            found[own][name] = pen.addresses(kind, holders)
    for own, papers in pen.links(_papers_at(), found).items():
        found[own]["papers"] = pen.addresses("paper", papers)
    return found


def terms(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Terms of office, as the Body embeds them."""
    rows = pen.rows("legislative_term", ids).items()
    return {
        own: pen.written("legislative_term", row, columns(row, "name", "start_date", "end_date")) for own, row in rows
    }


def whole_terms(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Terms of office with their Body."""
    return {own: {**term, "body": pen.urls.body} for own, term in terms(pen, ids).items()}


def _location(row: Any) -> JsonObject:  # noqa: ANN401 - a row
    names = ("description", "geojson", "street_address", "room", "postal_code", "sub_locality", "locality")
    return columns(row, *names)


@cache
def _at(kind: str) -> Select[*tuple[Any, ...]]:
    model = MODELS[kind]
    return (
        select(model.location_id, model.id)
        .where(model.location_id.in_(IDS), public_rows(kind))
        .order_by(model.location_id, model.id)
    )


@cache
def _papers_at() -> Select[*tuple[Any, ...]]:
    return references(PaperLocation, PaperLocation.location_id, PaperLocation.paper_id, "paper")
