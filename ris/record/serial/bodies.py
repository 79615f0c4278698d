"""The system and its Bodies: where clients begin, and the lists they follow."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, literal, select, true

from ris.council.licences import DEFAULT_LICENSE
from ris.council.models import Body, LegislativeTerm, System
from ris.council.settings import BodySettings
from ris.db import UTCDateTime
from ris.record.addresses import ROOT
from ris.record.kinds import LISTED, SCHEMA
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

NAME: Final = "Ratsinformationssystem"
"""What an installation is called that was given no name."""


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


def system(session: Session, installation: str) -> JsonObject | None:
    """This installation; ``None`` where no town was set up yet. Where its towns chose different licences it names none."""
    row = session.execute(_entry()).first()
    if row is None or row.created is None:
        return None
    return {
        "id": f"{installation}{ROOT}/system",
        "type": f"{SCHEMA}System",
        "oparlVersion": SCHEMA,
        "body": f"{installation}{ROOT}/body",
        "name": row.name or NAME,
        **columns(row, "contact_name", "contact_email"),
        **kept({"license": row.license or (row.least if row.least == row.most else None)}),
        "website": row.website or f"{installation}/",
        "web": f"{installation}/",
        "created": moment(row.created),
        "modified": moment(max(filter(None, (row.modified, row.since)))),
    }


@cache
def _entry() -> Select[*tuple[Any, ...]]:
    """What the installation says of itself; as old as its first town where it never did.

    The licence of all its towns is its own, too, as long as they agree.
    """
    oldest = select(func.min(Body.created)).scalar_subquery()
    of_towns = func.coalesce(Body.license, DEFAULT_LICENSE)
    least, most, since = (
        select(told).where(Body.deleted.is_(False)).scalar_subquery()
        for told in (
            func.min(of_towns),
            func.max(of_towns),
            func.max(func.coalesce(Body.license_valid_since, Body.created)),
        )
    )
    return (
        select(
            System.name,
            System.contact_name,
            System.contact_email,
            System.website,
            System.license,
            func.coalesce(System.created, oldest, type_=UTCDateTime()).label("created"),
            func.coalesce(System.modified, oldest, type_=UTCDateTime()).label("modified"),
            least.label("least"),
            most.label("most"),
            since.label("since"),
        )
        .select_from(select(literal(1)).subquery())
        .outerjoin(System, true())
        .order_by(System.id)
        .limit(1)
    )


@cache
def _terms() -> Select[*tuple[Any, ...]]:
    return (
        select(LegislativeTerm.body_id, LegislativeTerm.id)
        .where(LegislativeTerm.body_id.in_(IDS), public_rows("legislative_term"))
        .order_by(LegislativeTerm.start_date, LegislativeTerm.id)
    )
