"""Papers with their files, their way through the bodies, and their versions."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, bindparam, select

from ris.documents.models import (
    FileRole,
    PaperFile,
    PaperLocation,
    PaperOrganization,
    PaperPerson,
    PaperRelation,
    PaperVersion,
)
from ris.meetings.models import Consultation
from ris.record.serial.attached import attached
from ris.record.serial.consultations import consultations
from ris.record.serial.files import files
from ris.record.serial.pen import IDS, references
from ris.record.serial.places import locations
from ris.record.serial.words import columns, kept
from ris.record.visible import EVERYBODY, public_rows
from ris.scope.readers import readable_by
from ris.web.addresses import address_of_version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import BindParameter, Select

    from ris.db import JsonObject
    from ris.record.serial.pen import Pen

RELATION: BindParameter[Any] = bindparam("relation", type_=String)


def papers(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Papers; nothing embeds them."""
    rows = pen.rows("paper", ids)
    carried = attached(pen, PaperFile, PaperFile.paper_id, rows)
    documents = files(pen, {own for of_one in carried.values() for own, _role in of_one.files})
    way = pen.links(_stations(), rows)
    stations = consultations(pen, {station for of_one in way.values() for station in of_one})
    spots = {} if pen.omit_internal else pen.links(_places(), rows)
    places = locations(pen, {place for of_one in spots.values() for place in of_one})
    related = _related(pen, rows)
    who = _originators(pen, rows)
    versions = _versions(pen, rows)
    found = {}
    for own, row in rows.items():
        said = kept(
            {
                "body": pen.urls.body,
                **columns(row, "name", "reference", "date", "paper_type"),
                **related[own],
                "mainFile": carried[own].one(documents, FileRole.MAIN),
                "auxiliaryFile": None if pen.omit_internal else carried[own].rest(documents, FileRole.MAIN),
                "location": [places[place] for place in spots.get(own, ())],
                **who[own],
                "consultation": [stations[station] for station in way[own] if station in stations],
                "web": pen.urls.page("paper", row.slug),
            },
        )
        beyond = columns(row, "summary", "proposal", "reasons", "finances", "climate")
        found[own] = pen.written("paper", row, said, **beyond, versions=versions[own])
    return found


def _related(pen: Pen, rows: dict[int, Any]) -> defaultdict[int, JsonObject]:
    """What belongs together; above and below mirror each other, whichever of the two says so."""
    said = {
        kind: pen.links(_relations(), rows, relation=kind) for kind in ("related", "superordinated", "subordinated")
    }
    heard = {kind: pen.links(_mirrored(), rows, relation=kind) for kind in ("superordinated", "subordinated")}
    found: defaultdict[int, JsonObject] = defaultdict(dict)
    for own in rows:
        above = [*said["superordinated"][own], *heard["subordinated"][own]]
        below = [*said["subordinated"][own], *heard["superordinated"][own]]
        found[own] = {
            "relatedPaper": pen.addresses("paper", said["related"][own]),
            "superordinatedPaper": pen.addresses("paper", dict.fromkeys(above)),
            "subordinatedPaper": pen.addresses("paper", dict.fromkeys(below)),
        }
    return found


def _originators(pen: Pen, rows: dict[int, Any]) -> dict[int, JsonObject]:
    people = pen.links(_people(), rows)
    brought = pen.links(_organizations("originator"), rows)
    in_charge = pen.links(_organizations("under_direction_of"), rows)
    return {
        own: {
            "originatorPerson": pen.addresses("person", people[own]),
            "originatorOrganization": pen.addresses("organization", brought[own]),
            "underDirectionOf": pen.addresses("organization", in_charge[own]),
        }
        for own in rows
    }


def _versions(pen: Pen, rows: dict[int, Any]) -> defaultdict[int, list[JsonObject]]:
    """What each paper said at which time, as far as everybody may read it."""
    found: defaultdict[int, list[JsonObject]] = defaultdict(list)
    if not rows:
        return found
    for row in pen.session.execute(_frozen(), {"ids": list(rows)}):
        page = address_of_version("paper", rows[row.paper_id].slug, row.number)
        said = {"number": row.number, "at": row.at, "digest": row.digest, "web": f"{pen.urls.town}{page}"}
        found[row.paper_id].append(kept(said))
    return found


@cache
def _stations() -> Select[*tuple[Any, ...]]:
    return (
        select(Consultation.paper_id, Consultation.id)
        .where(Consultation.paper_id.in_(IDS), public_rows("consultation"))
        .order_by(Consultation.paper_id, Consultation.id)
    )


@cache
def _places() -> Select[*tuple[Any, ...]]:
    link = PaperLocation
    return references(link, link.paper_id, link.location_id, "location", link.position)


@cache
def _relations() -> Select[*tuple[Any, ...]]:
    link = PaperRelation
    found = references(link, link.paper_id, link.related_id, "paper", link.position)
    return found.where(link.kind == RELATION)


@cache
def _mirrored() -> Select[*tuple[Any, ...]]:
    link = PaperRelation
    return references(link, link.related_id, link.paper_id, "paper").where(link.kind == RELATION)


@cache
def _people() -> Select[*tuple[Any, ...]]:
    link = PaperPerson
    return references(link, link.paper_id, link.person_id, "person", link.position)


@cache
def _organizations(part: str) -> Select[*tuple[Any, ...]]:
    link = PaperOrganization
    found = references(link, link.paper_id, link.organization_id, "organization", link.position)
    return found.where(link.part == part)


@cache
def _frozen() -> Select[*tuple[Any, ...]]:
    return (
        select(PaperVersion.paper_id, PaperVersion.number, PaperVersion.at, PaperVersion.digest)
        .where(PaperVersion.paper_id.in_(IDS), readable_by(EVERYBODY, PaperVersion))
        .order_by(PaperVersion.paper_id, PaperVersion.number, PaperVersion.id)
    )
