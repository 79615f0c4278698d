"""The system and its Bodies: where clients begin, and the lists they follow."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.council.models import LegislativeTerm, System
from ris.council.settings import BodySettings
from ris.record.addresses import ROOT
from ris.record.kinds import DEFAULT_LICENSE, LISTED, SCHEMA
from ris.record.serial.pen import IDS
from ris.record.serial.places import locations, terms
from ris.record.serial.words import columns, kept, moment
from ris.record.visible import public_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from ris.db import JsonObject
    from ris.record.serial.pen import Pen


def bodies(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Bodies with their terms of office; the terms of none other than the current one are there."""
    rows = pen.rows("body", ids)
    places = locations(pen, {row.location_id for row in rows.values() if row.location_id is not None})
    periods = {} if pen.omit_internal else pen.links(_terms(), rows)
    found = {}
    for own, row in rows.items():
        settings = BodySettings.from_json(row.settings)
        said = kept(
            {
                "system": pen.urls.system,
                **columns(row, "name", "short_name", "website", "license_valid_since", "oparl_since", "ags", "rgs"),
                "equivalent": list(dict.fromkeys([*(row.equivalent or ()), *([row.origin] if row.origin else ())])),
                "contactName": row.contact_name or settings.office_name,
                "contactEmail": row.contact_email or settings.office_email,
                "classification": row.classification,
                "location": places.get(row.location_id),
                **{kind.listed: pen.urls.things(kind.table) for kind in LISTED},
                "web": f"{pen.urls.town}/",
            },
        )
        if not pen.omit_internal:
            said["legislativeTerm"] = list(terms(pen, periods.get(own, ())).values())  # obligatory, also when empty
        found[own] = {**pen.written("body", row, said), "license": row.license or DEFAULT_LICENSE}
    return found


def system(session: Session, installation: str) -> JsonObject:
    """This installation; raises ``NoResultFound`` where nothing was set up yet."""
    row = session.execute(
        select(
            System.name,
            System.contact_name,
            System.contact_email,
            System.website,
            System.license,
            System.created,
            System.modified,
        )
        .order_by(System.id)
        .limit(1)
    ).one()
    return {
        "id": f"{installation}{ROOT}/system",
        "type": f"{SCHEMA}System",
        "oparlVersion": SCHEMA,
        "body": f"{installation}{ROOT}/body",
        **columns(row, "name", "contact_name", "contact_email"),
        "license": row.license or DEFAULT_LICENSE,
        "website": row.website or f"{installation}/",
        "web": f"{installation}/",
        "created": moment(row.created),
        "modified": moment(row.modified),
    }


@cache
def _terms() -> Select[*tuple[Any, ...]]:
    return (
        select(LegislativeTerm.body_id, LegislativeTerm.id)
        .where(LegislativeTerm.body_id.in_(IDS), public_rows("legislative_term"))
        .order_by(LegislativeTerm.start_date, LegislativeTerm.id)
    )
