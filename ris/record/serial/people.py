"""Organizations, people, and who sits where."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.council.models import Membership
from ris.record.serial.pen import IDS
from ris.record.serial.places import locations
from ris.record.serial.words import columns, kept
from ris.record.visible import public_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select

    from ris.db import JsonObject
    from ris.record.serial.pen import Pen


def organizations(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Organizations; nothing embeds them."""
    rows = pen.rows("organization", ids)
    places = locations(pen, _places(rows))
    seats = pen.links(_seats_of_organizations(), rows)
    parents = pen.rows("organization", _set(row.sub_organization_of_id for row in rows.values()))
    found = {}
    for own, row in rows.items():
        above = row.sub_organization_of_id
        names = (
            "name",
            "short_name",
            "organization_type",
            "classification",
            "post",
            "start_date",
            "end_date",
            "website",
        )
        said = kept(
            {
                "body": pen.urls.body,
                **columns(row, *names),
                "subOrganizationOf": pen.address("organization", above if above in parents else None),
                "membership": pen.addresses("membership", seats[own]),
                "meeting": f"{pen.urls.thing('organization', own)}/meeting",
                "consultation": f"{pen.urls.thing('organization', own)}/consultation",
                "location": places.get(row.location_id),
                "web": pen.urls.page("organization", own),
            },
        )
        found[own] = pen.written("organization", row, said, task=row.task)
    return found


def people(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """People with their seats, the past ones too."""
    rows = pen.rows("person", ids)
    places = locations(pen, _places(rows))
    held = {} if pen.omit_internal else pen.links(_seats_of_people(), rows)
    seats = memberships(pen, _set(seat for of_one in held.values() for seat in of_one))
    found = {}
    for own, row in rows.items():
        names = ("name", "family_name", "given_name", "form_of_address", "affix", "title", "gender", "phone", "email")
        place = places.get(row.location_id)
        said = kept(
            {
                "body": pen.urls.body,
                **columns(row, *names, "status", "life", "life_source"),
                "location": place and place["id"],
                "locationObject": place,
                "membership": [seats[seat] for seat in held.get(own, ()) if seat in seats],
                "web": pen.urls.page("person", own),
            },
        )
        found[own] = pen.written("person", row, said)
    return found


def memberships(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Seats, as people embed them."""
    rows = pen.rows("membership", ids)
    senders = pen.rows("organization", _set(row.on_behalf_of_id for row in rows.values()))
    found = {}
    for own, row in rows.items():
        sender = row.on_behalf_of_id
        said = kept(
            {
                "organization": pen.address("organization", row.organization_id),  # public, or the seat would not be
                **columns(row, "role", "voting_right", "start_date", "end_date"),
                "onBehalfOf": pen.address("organization", sender if sender in senders else None),
            },
        )
        found[own] = pen.written("membership", row, said)
    return found


def whole_memberships(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Seats with who sits there."""
    found = memberships(pen, ids)
    for person, seats in pen.links(_holders(), found).items():
        for seat in seats:
            found[seat]["person"] = pen.urls.thing("person", person)
    return found


def _places(rows: dict[int, Any]) -> set[int]:
    return _set(row.location_id for row in rows.values())


def _set(ids: Iterable[int | None]) -> set[int]:
    return {own_id for own_id in ids if own_id is not None}


@cache
def _seats_of_organizations() -> Select[*tuple[Any, ...]]:
    return (
        select(Membership.organization_id, Membership.id)
        .where(Membership.organization_id.in_(IDS), public_rows("membership"))
        .order_by(Membership.organization_id, Membership.id)
    )


@cache
def _seats_of_people() -> Select[*tuple[Any, ...]]:
    return (
        select(Membership.person_id, Membership.id)
        .where(Membership.person_id.in_(IDS), public_rows("membership"))
        .order_by(Membership.person_id, Membership.start_date, Membership.id)
    )


@cache
def _holders() -> Select[*tuple[Any, ...]]:
    return select(Membership.person_id, Membership.id).where(Membership.id.in_(IDS)).order_by(Membership.id)
